"""What people are asked to permit, in versions: a published one is never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

CURRENT = 1
FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Wording:
    version: int
    parts: list[tuple[str, str]]  # title and text, in the reader's language


@cache
def _read(version: int) -> dict[str, list[tuple[str, str]]]:
    told = json.loads((FOLDER / f"wording-{version}.json").read_text(encoding="utf-8"))
    return {tongue: [(title, text) for title, text in told[tongue]] for tongue in ("id", "en")}


def wording(version: int = CURRENT) -> Wording:
    """Version 1 to ``CURRENT``; raises ``ValueError`` for another."""
    if not 1 <= version <= CURRENT:
        raise ValueError(f"There is no wording {version}.")
    tongue = "en" if get_language() == "en" else "id"
    return Wording(version, _read(version)[tongue])
