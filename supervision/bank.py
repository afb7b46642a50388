"""Reflective questions by indicator: the form's own, else the portal's for its own indicators."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from supervision.models import Indicator, Instrument
from supervision.models.instrument import spoken

FILE = Path(__file__).parent / "data" / "questions.json"


@cache
def written() -> dict[str, dict[str, list[str]]]:
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def questions(item: Indicator) -> list[str]:
    """What one may ask about ``item``; a form of the portal's three has questions in the file."""
    if item.talk_questions:
        return item.talk_questions
    known = written().get(item.code)
    is_standard = item.instrument.kind == Instrument.Kind.STANDARD
    return list(spoken(known)) if known and is_standard else []
