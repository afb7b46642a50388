"""What an instrument says, as plain values: to copy it, to show it in a form, to compare it.

A text is ``{"id": ..., "en": ...}`` without the languages in which nothing is written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from supervision.models import Indicator, Instrument, Section
from supervision.models.scale import values as levels_of

LANGUAGES = ("id", "en")
MOST_SECTIONS, MOST_ITEMS = 30, 120
ABOUT = ("kind", "aspect", "title", "scoring", "bands", "source")
TEXTS = ("text", "twin", "help", "good", "thin")
ITEM = (
    "code",
    "text",
    "twin",
    "scale",
    "levels",
    "help",
    "good",
    "thin",
    "questions",
    "applies_to",
    "grades",
)
NAMES = {
    "code": _("Code"),
    "text": _("Indicator"),
    "twin": _("First-person sentence"),
    "scale": _("Scale"),
    "levels": _("Described levels"),
    "help": _("What is meant"),
    "good": _("Good example of evidence"),
    "thin": _("Thin example of evidence"),
    "questions": _("Questions for the talk"),
    "applies_to": _("Applies to"),
    "grades": _("Classes"),
    "section": _("Section"),
}


class Stale(Exception):
    """Somebody saved other words meanwhile. ``fields`` are those words, by name of the field;
    ``base`` is what the next try compares with."""

    def __init__(self, fields: dict[str, Any], base: str) -> None:
        super().__init__(*fields)
        self.fields, self.base = fields, base


def written(instrument: Instrument) -> dict[str, Any]:
    """All that the instrument says, sections and indicators in order; two queries."""
    sections = instrument.sections.order_by("order").prefetch_related("indicators")
    return {
        "key": instrument.key,
        **{name: getattr(instrument, name) for name in ABOUT},
        "sections": [
            {
                "title": section.title,
                "indicators": [
                    {name: getattr(item, name) for name in ITEM}
                    for item in section.indicators.all()
                ],
            }
            for section in sections
        ],
    }


def fill(instrument: Instrument, sections: Iterable[Mapping[str, Any]]) -> None:
    """Write ``sections`` as ``written`` gives them into an instrument that has none."""
    items: list[Indicator] = []
    for number, part in enumerate(sections, 1):
        section = Section.objects.create(instrument=instrument, order=number, title=part["title"])
        for row in part["indicators"]:
            items.append(
                Indicator(instrument=instrument, section=section, order=len(items) + 1, **row)
            )
    Indicator.objects.bulk_create(items)


def text(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """``{"id": ...}`` of the flat ``name_id`` and ``name_en``; empty ones left out."""
    found = {language: values.get(f"{name}_{language}") for language in LANGUAGES}
    return {language: words for language, words in found.items() if words}


def flat(item: Indicator) -> dict[str, Any]:
    """An indicator as its form asks for it, one value a field: ``text_id``, ``level_1_en``."""
    found: dict[str, Any] = {
        "section": item.section_id,
        "code": item.code,
        "scale": item.scale,
        "applies_to": listed(item.applies_to),
        "grades": listed(item.grades),
    }
    for language in LANGUAGES:
        for name in TEXTS:
            found[f"{name}_{language}"] = getattr(item, name).get(language, "")
        found[f"questions_{language}"] = "\n".join(item.questions.get(language, []))
        described = item.levels.get(language, [])
        for at, level in enumerate(levels_of(item.scale)):
            found[f"level_{level}_{language}"] = described[at] if at < len(described) else ""
    return found


def folded(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an indicator from its flat values; the reverse of ``flat``."""
    found: dict[str, Any] = {name: text(values, name) for name in TEXTS}
    found["questions"], found["levels"] = {}, {}
    for language in LANGUAGES:
        asked = [line.strip() for line in values.get(f"questions_{language}", "").split("\n")]
        if any(asked):
            found["questions"][language] = [line for line in asked if line]
        words = [values.get(f"level_{n}_{language}", "") for n in levels_of(values["scale"])]
        if any(words):
            found["levels"][language] = words
    return found | {
        "section_id": values["section"],
        "code": values["code"],
        "scale": values["scale"],
        "applies_to": joined(values.get("applies_to", ())),
        "grades": joined(values.get("grades", ())),
    }


def listed(stored: str) -> list[str]:
    """``["pai", "pjok"]`` of ``",pai,pjok,"``."""
    return [part for part in stored.split(",") if part]


def joined(chosen: Iterable[str]) -> str:
    """``",pai,pjok,"``; empty, which means all, for nothing chosen."""
    parts = list(chosen)
    return f",{','.join(parts)}," if parts else ""


def mark(value: Any) -> str:
    """Tells two values of a field apart without holding either."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:10]


def base_of(values: Mapping[str, Any]) -> str:
    """What a form begins with, short enough to travel in it."""
    return " ".join(f"{name}:{mark(value)}" for name, value in values.items())


def merged(base: str, now: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    """``sent``, with the fields that only others changed since ``base`` as they stand ``now``.

    Raises ``Stale`` where both sides changed a field in different ways.
    """
    begun = dict(part.split(":", 1) for part in base.split(" ") if ":" in part)
    found, clashes = dict(sent), {}
    for name, mine in sent.items():
        theirs = now.get(name, "")
        if mine == theirs or begun.get(name) in (None, mark(theirs)):
            continue
        if begun[name] == mark(mine):
            found[name] = theirs
        else:
            clashes[name] = theirs
    if clashes:
        raise Stale(
            clashes,
            " ".join(
                f"{name}:{mark(clashes[name]) if name in clashes else begun[name]}"
                for name in begun
            ),
        )
    return found
