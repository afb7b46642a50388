"""Figures of hours beside change as their pages draw them: stored rows, no rating is read."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from collaboration.models import DoseFigure
from collaboration.models.dose import DoseFigureQuerySet
from portal import charts

Drawn = tuple[DoseFigure, charts.Forest | None]


def drawn(rows: DoseFigureQuerySet) -> list[Drawn]:
    """The newest figure of each aspect, its groups with their words and drawing; one query."""
    found = []
    for row in rows.newest():
        for band in row.bands:
            band["label"] = label(band)
        told = [band for band in row.bands if band["mean"] is not None]
        lines = [(band["label"], band["low"], band["high"], [band["mean"]]) for band in told]
        found.append((row, charts.forest(lines) if lines else None))
    return found


def label(band: dict[str, Any]) -> str:
    if band["most"] == 0:
        return _("No hours")
    ends = {name: number_format(round(band[name], 1), 1) for name in ("over", "most")}
    ends = {name: end.removesuffix(",0") for name, end in ends.items()}
    if band["over"] == 0:
        return _("Up to %(most)s hours") % ends
    return _("Over %(over)s hours") % ends
