"""The forms that the portal brings, from the files beside the package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from supervision import content
from supervision.models import Instrument

DATA = Path(__file__).parent / "data"
FILE = DATA / "instruments.json"  # the three of the portal, one for each aspect
FORMS = DATA / "forms"  # the others, a file each
KEPT = {"help": {}, "good": {}, "thin": {}, "questions": {}, "applies_to": "", "grades": ""}


@transaction.atomic
def load() -> list[Instrument]:
    """Publish what the files hold. Loading it again changes nothing; a changed form becomes a
    new version, and the version before is retired, never edited."""
    return [_load(form) for form in forms()]


def forms() -> list[dict[str, Any]]:
    """Every form as ``content.written`` gives it, the three of the portal first."""
    found = json.loads(FILE.read_text(encoding="utf-8"))
    found += [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FORMS.glob("*.json"))]
    return [_whole(form) for form in found]


def _whole(form: dict[str, Any]) -> dict[str, Any]:
    sections = [
        {
            "title": part["title"],
            "indicators": [KEPT | {"scale": "four"} | item for item in part["indicators"]],
        }
        for part in form["sections"]
    ]
    return {"kind": "standard"} | form | {"sections": sections}


def _load(form: dict[str, Any]) -> Instrument:
    newest = Instrument.objects.filter(key=form["key"]).order_by("-version").first()
    if newest and content.written(newest) == form:
        return newest
    now = timezone.now()
    if newest:
        newest.retired_at = now
        newest.save(update_fields=["retired_at"])
    instrument = Instrument.objects.create(
        key=form["key"],
        version=newest.version + 1 if newest else 1,
        published_at=now,
        **{name: form[name] for name in content.ABOUT},
    )
    content.fill(instrument, form["sections"])
    return instrument
