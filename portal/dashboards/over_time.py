"""A school over its terms, for its own principal: stored rows, no rating is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal import audit, charts, exports, periods, quota
from portal.dashboards.filters import kept
from portal.dashboards.ratings import short
from portal.dashboards.views import XLSX
from portal.exports import Grid, Value
from portal.http import SignedInRequest
from portal.models import School
from supervision.models import Aspect, Scale, SchoolTerm
from supervision.models.scale import said

MOST = 6  # terms


@dataclass(frozen=True, slots=True)
class Line:
    """One aspect over the terms, oldest first, and its drawing; None where nothing is told."""

    aspect: str
    rows: list[SchoolTerm]
    chart: charts.Chart | None


def own_school(request: SignedInRequest, npsn: str) -> School:
    mine = School.objects.where_one_may(request.user, "read_live_figures")
    return get_object_or_404(mine, npsn=npsn)


def stored(request: SignedInRequest, school: School) -> list[SchoolTerm]:
    """Rows of the last terms, oldest first; one query."""
    return list(
        SchoolTerm.objects.visible_to(request.user)
        .filter(school=school)
        .select_related("term__year")
        .order_by("-term__starts_on")[: MOST * (len(Aspect) + 1)]
    )[::-1]


def school_terms(request: SignedInRequest, npsn: str) -> HttpResponse:
    """Means with their range by aspect and term, level counts, and how recent the talks are."""
    school = own_school(request, npsn)
    rows = stored(request, school)
    context = {
        "school": school,
        "query": kept(request, list(dict.fromkeys(row.term for row in rows))),
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
        [short(row.term) for row in rows],
        [("", 1, [row.mean for row in rows], notes)],
        [row.interval for row in rows],
    )
    return Line(aspect, rows, drawn)


def school_terms_file(request: SignedInRequest, npsn: str, ending: str) -> HttpResponse:
    """What the page shows as .xlsx or .csv; audited, ten an hour with all files."""
    school = own_school(request, npsn)
    back = reverse("dashboard-school-terms", args=[npsn])
    if refused := quota.refused(request, back):
        return refused
    found = grid(school, stored(request, school))
    if ending == "csv":
        body, kind = exports.as_csv(found), "text/csv; charset=utf-8"
    elif ending == "xlsx":
        body, kind = exports.as_xlsx(found), XLSX
    else:
        raise Http404
    audit.record("dashboard_export", school, by=request.user)
    answer = HttpResponse(body, content_type=kind)
    name = f"Semester {school.name} {periods.today(school.zone).isoformat()}.{ending}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def grid(school: School, rows: list[SchoolTerm]) -> Grid:
    """A line for each aspect and term, talks first; what the page hides is empty."""
    head = [_("Aspect"), _("Term"), _("Teachers"), _("Mean"), _("Lowest"), _("Highest")]
    head += [said(Scale.FOUR, level) for level in (1, 2, 3, 4)]
    head += [_("Seen in both terms"), _("Change"), _("Change, lowest"), _("Change, highest")]
    head += [_("Rose"), _("Stayed"), _("Not risen yet"), _("Talks less than 90 days ago")]
    lines = [cells(row) for row in sorted(rows, key=lambda row: (row.aspect, row.term.starts_on))]
    above: list[tuple[str, Value]] = [(_("School"), school.name), ("NPSN", school.npsn)]
    return Grid(_("From term to term"), above, head, lines, (14, 30, *(12,) * 16))


def cells(row: SchoolTerm) -> tuple[Value, ...]:
    if row.aspect == "":
        return (_("Talks"), str(row.term), row.staff, *(None,) * 14, row.recent)
    moved = (row.up, row.same, row.down) if row.change is not None else (None,) * 3
    return (
        str(Aspect(row.aspect).label),
        str(row.term),
        row.teachers,
        *(tenth(value) for value in (row.mean, row.low, row.high)),
        *(row.counts if any(row.counts) else (None,) * 4),
        row.both,
        *(tenth(value) for value in (row.change, row.change_low, row.change_high)),
        *moved,
        None,
    )


def tenth(value: float | None) -> float | None:
    """As the page shows it."""
    return None if value is None else round(value, 1) + 0.0
