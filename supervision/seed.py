"""The portal's own three instruments, one for each aspect, from the file beside the package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from supervision.models import Indicator, Instrument, Section

FILE = Path(__file__).parent / "data" / "instruments.json"
ABOUT = ("aspect", "title", "scoring", "bands", "source")


@transaction.atomic
def load() -> list[Instrument]:
    """Publish what the file holds. Loading it again changes nothing; a changed form becomes a
    new version, and the version before is retired, never edited."""
    return [_load(form) for form in json.loads(FILE.read_text(encoding="utf-8"))]


def _load(form: dict[str, Any]) -> Instrument:
    newest = Instrument.objects.filter(key=form["key"]).order_by("-version").first()
    if newest and written(newest) == form:
        return newest
    now = timezone.now()
    if newest:
        newest.retired_at = now
        newest.save(update_fields=["retired_at"])
    instrument = Instrument.objects.create(
        key=form["key"],
        version=newest.version + 1 if newest else 1,
        published_at=now,
        **{name: form[name] for name in ABOUT},
    )
    order = 0
    for number, part in enumerate(form["sections"], 1):
        section = Section.objects.create(instrument=instrument, order=number, title=part["title"])
        for item in part["indicators"]:
            order += 1
            Indicator.objects.create(instrument=instrument, section=section, order=order, **item)
    return instrument


def written(instrument: Instrument) -> dict[str, Any]:
    """A stored instrument in the shape of the file."""
    names = ("code", "text", "levels", "twin", "help")
    sections = instrument.sections.order_by("order").prefetch_related("indicators")
    return {
        "key": instrument.key,
        **{name: getattr(instrument, name) for name in ABOUT},
        "sections": [
            {
                "title": section.title,
                "indicators": [
                    {name: getattr(item, name) for name in names}
                    for item in section.indicators.all()
                ],
            }
            for section in sections
        ],
    }
