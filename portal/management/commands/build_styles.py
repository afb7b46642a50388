from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import crispy_bootstrap5
import django_include_bootstrap
import lightningcss
from django.conf import settings
from django.core.management import BaseCommand

PARTS = ("tokens.css", "components.css", "print.css")


class Command(BaseCommand):
    """Write ``build/static/css/rembuk.css``: Bootstrap's classes in use, then our own styles."""

    help = "Build the one stylesheet that pages load."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        package = Path(django_include_bootstrap.__file__).parent
        bootstrap = (package / "static" / "css" / "bootstrap.css").read_text()
        small = drop_unused_properties(drop_pictures(purged(bootstrap, used_words())))
        own = "".join((settings.BASE_DIR / "static" / "css" / part).read_text() for part in PARTS)
        css = lightningcss.process_stylesheet(small + own, minify=True)
        target = settings.BUILD_DIR / "static" / "css" / "rembuk.css"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text() != css:
            target.write_text(css)
            self.stdout.write(f"{target.name}: {len(css)} bytes")


def sources() -> Iterator[Path]:
    base = settings.BASE_DIR
    yield from (base / "templates").rglob("*.html")
    yield from (base / "static" / "js").glob("*.js")
    for package in ("portal", "supervision", "collaboration"):
        yield from (base / package).rglob("*.py")
    yield from (Path(crispy_bootstrap5.__file__).parent / "templates").rglob("*.html")


def used_words() -> set[str]:
    """Every word that could be a class name in what makes our pages."""
    found: set[str] = set()
    for path in sources():
        found.update(re.findall(r"-?[A-Za-z_][\w-]*", path.read_text(encoding="utf-8")))
    return found


def purged(css: str, used: set[str]) -> str:
    every = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", css))
    return lightningcss.process_stylesheet(css, unused_symbols=every - used, minify=False)


def drop_pictures(css: str) -> str:
    """Our policy allows no ``data:`` pictures; the styles of our own draw what is needed."""
    quoted = r""" "data:(?:[^"\\]|\\.)*" | 'data:(?:[^'\\]|\\.)*' | data:[^)]* """
    return re.sub(rf"[\w-]+\s*:[^;{{}}]*url\(\s*(?:{quoted})\s*\)[^;}}]*;?", "", css, flags=re.X)


def drop_unused_properties(css: str) -> str:
    """Custom properties that nothing asks for, until none is left."""
    while True:
        named = set(re.findall(r"(--bs-[\w-]+)\s*:", css))
        unused = named - set(re.findall(r"var\(\s*(--bs-[\w-]+)", css))
        if not unused:
            return css
        names = "|".join(sorted(map(re.escape, unused), key=len, reverse=True))
        css = re.sub(rf"(?:{names})\s*:[^;}}]*;?", "", css)
