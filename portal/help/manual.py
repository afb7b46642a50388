"""The manual: Markdown files of the project, one page a role, shown as they are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown import markdown

FOLDER: Path = settings.BASE_DIR / "docs" / "manual"
ORDER = (
    "guru",
    "kepala-sekolah",
    "koordinator",
    "ketua-kkg",
    "pengawas",
    "dinas",
    "operator",
)


@dataclass(frozen=True, slots=True)
class Page:
    topic: str
    title: str
    html: SafeString


@cache
def page(topic: str) -> Page | None:
    """One page of the manual, or None; only names listed in ``ORDER`` are ever opened."""
    path = FOLDER / f"{topic}.md"
    if topic not in ORDER or not path.exists():
        return None
    title, _, body = path.read_text(encoding="utf-8").partition("\n")
    html = markdown(body, extensions=["tables"], output_format="html")
    html = re.sub(
        r'src="pictures/([\w-]+\.png)"',
        lambda found: f'src="{static("manual/" + found[1])}" loading="lazy"',
        html,
    )
    return Page(topic, title.lstrip("# ").strip(), mark_safe(html))  # noqa: S308  our own files


def pages() -> list[Page]:
    return [found for topic in ORDER if (found := page(topic))]
