"""A school over its terms, for its own principal: stored rows, no rating is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from portal import charts
from portal.dashboards import process
from portal.dashboards.filters import kept
from portal.dashboards.ratings import short
from portal.http import SignedInRequest
from portal.models import School
from supervision.models import Aspect, SchoolTerm

MOST = 6  # terms


@dataclass(frozen=True, slots=True)
class Line:
    """One aspect over the terms, oldest first, and its drawing; None where nothing is told."""

    aspect: str
    rows: list[SchoolTerm]
    chart: charts.Chart | None


def school_terms(request: SignedInRequest, npsn: str) -> HttpResponse:
    """Means with their range by aspect and term, level counts, and how recent the talks are."""
    mine = School.objects.where_one_may(request.user, "read_live_figures")
    school = get_object_or_404(mine, npsn=npsn)
    rows = list(
        SchoolTerm.objects.visible_to(request.user)
        .filter(school=school)
        .select_related("term__year")
        .order_by("-term__starts_on")[: MOST * (len(Aspect) + 1)]
    )[::-1]
    context = {
        "school": school,
        "query": kept(request, process.recent_terms()),
        "talks": [row for row in rows if row.aspect == ""],
        "lines": [
            line(aspect, own)
            for aspect in Aspect.values
            if (own := [row for row in rows if row.aspect == aspect])
        ],
    }
    return render(request, "dashboards/school_terms.html", context)


def line(aspect: str, rows: list[SchoolTerm]) -> Line:
    told = [row for row in rows if row.mean is not None]
    if not told:
        return Line(aspect, rows, None)
    notes = [f"n={row.teachers}" if row.mean is not None else "" for row in rows]
    drawn = charts.levels(
        [short(row.term) for row in rows], [("", 1, [row.mean for row in rows], notes)]
    )
    return Line(aspect, rows, drawn)
