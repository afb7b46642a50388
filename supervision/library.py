"""The portal's own ready steps, by indicator, from the file beside the package."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from supervision.models import ReadyStep

FILE = Path(__file__).parent / "data" / "ready_steps.json"


@transaction.atomic
def load() -> int:
    """Add the steps that are not there yet; returns how many. Retired ones stay retired."""
    known = set(ReadyStep.objects.filter(region=None).values_list("code", "what"))
    wanted = json.loads(FILE.read_text(encoding="utf-8"))
    rows = [
        ReadyStep(code=code, what=what, sign=sign)
        for code, steps in wanted.items()
        for what, sign in steps
        if (code, what) not in known
    ]
    ReadyStep.objects.bulk_create(rows)
    return len(rows)
