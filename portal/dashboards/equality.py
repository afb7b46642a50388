"""Are the summaries that dashboards read what the records come to? Looked up by counting anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from collaboration import summaries as of_work_together
from collaboration.models import ActivityWeek, CollaborationSummary
from portal.models import School
from supervision import summaries as of_supervision
from supervision.models import TermSummary

KEYS = {
    TermSummary: ("school", "term", "aspect"),
    CollaborationSummary: ("school", "term"),
    ActivityWeek: ("school", "term", "week", "kind"),
}
Rows = dict[tuple[Any, ...], dict[str, Any]]


@transaction.atomic
def compare(sample: int | None = None) -> list[str]:
    """Count the summaries anew and say in a line each which rows differed.

    With ``sample`` so many schools are drawn, and nothing is changed. Rows of zeros alone are
    the same as no row: taking something back leaves one, counting anew does not.
    """
    schools = None if sample is None else list(School.objects.order_by("?")[:sample])
    before = {model: _rows(model, schools) for model in KEYS}
    of_supervision.rebuild(schools)
    of_work_together.rebuild(schools)
    found = []
    for model in KEYS:
        after = _rows(model, schools)
        for key in sorted(before[model].keys() | after.keys(), key=str):
            was, now = before[model].get(key), after.get(key)
            if was != now:
                found.append(f"{model.__name__} {key}: kept {was}, counted {now}")
    if sample is not None:
        transaction.set_rollback(True)
    return found


def _rows(model: type[models.Model], schools: Iterable[School] | None) -> Rows:
    kept = model._default_manager.all()
    if schools is not None:
        kept = kept.filter(school__in=schools)
    found = {}
    for row in kept.values():
        row.pop("id")
        key = tuple(row.pop(name, None) or row.pop(f"{name}_id", "") for name in KEYS[model])
        if "level_sum" in row:
            row["level_sum"] = round(row["level_sum"], 6)
        if any(value for name, value in row.items() if name != "region_code"):
            found[key] = row
    return found
