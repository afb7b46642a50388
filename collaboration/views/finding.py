"""What coded words show: matrix, excerpts, how far coders agree."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collaboration.barriers import Bar, bars
from collaboration.findings import coders, matrix
from collaboration.findings.displays import DISPLAYS, Display, by_source
from collaboration.findings.roles import roles_of
from collaboration.findings.texts import MARKS, TECHNIQUES
from collaboration.papers import findings as papers
from collaboration.views.place import PAGE, open_at, own_or_list, schools
from portal import access, audit, exports, quota
from portal.exports import Grid, Value
from portal.http import SignedInRequest
from portal.models import School
from portal.roles import Role
from supervision.views.paper import answer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONTHS = "bulan"  # value of ?tampil= that lays the matrix out by month


def findings(request: SignedInRequest) -> HttpResponse:
    """Findings of one's school; who serves a region alone comes to its code book."""
    codes = request.user.scope.codes(Role.OFFICER)
    if codes and not schools(request, "school", "read_findings").exists():
        return redirect("theme-region", codes[0])
    return own_or_list(request, "read_findings", "findings-school", _("Findings"))


def findings_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    """The matrix of themes by source, by role, or by month with how often each was named."""
    school = open_at(request, npsn, "read_findings")
    rows = matrix.excerpts(request.user, school)
    display = DISPLAYS.get(request.GET.get("tampil", ""), by_source)(rows)
    context = {
        "school": school,
        "display": display,
        "charts": _charts(display) if display.key == MONTHS else [],
        "legend": [(MARKS[name], label) for name, label in TECHNIQUES.items()],
        "people": len({row.writer for row in rows}),
        "total": len(rows),
        "readers": access.readers("coded"),
    }
    return render(request, "findings/school.html", context)


def _charts(display: Display) -> list[tuple[str, list[Bar], int]]:
    """For each theme its name, a bar a month on the same scale, and how many excerpts."""
    firsts = [dt.date.fromisoformat(f"{month}-01") for month in display.columns]
    most = max((len(cell.excerpts) for row in display.rows for cell in row.cells), default=0)
    return [
        (row.theme.name, bars(firsts, [len(c.excerpts) for c in row.cells], most), row.total)
        for row in display.rows
    ]


def findings_excerpts(request: SignedInRequest, npsn: str) -> HttpResponse:
    """The sentences of one cell, or of a theme, or all; nobody is named."""
    school = open_at(request, npsn, "read_findings")
    asked = {name: request.GET.get(name, "") for name in ("tema", "sumber", "peran", "bulan")}
    found = matrix.excerpts(request.user, school)
    held = roles_of(found) if asked["peran"] else {}
    rows = [
        row
        for row in found
        if asked["tema"] in ("", str(row.theme.pk))
        and asked["sumber"] in ("", row.source)
        and asked["peran"] in ("", held.get(row.pk))
        and asked["bulan"] in ("", row.month)
    ]
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "school": school,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "theme": rows[0].theme if rows and _is_id(asked["tema"]) else None,
        "query": f"{urlencode(kept)}&" if kept else "",
        "readers": access.readers("coded"),
    }
    return render(request, "findings/excerpts.html", context)


def _is_id(value: str) -> bool:
    try:
        return bool(UUID(value))
    except ValueError:
        return False


def findings_coders(request: SignedInRequest, npsn: str) -> HttpResponse:
    school = open_at(request, npsn, "read_findings")
    context = {
        "school": school,
        "page": Paginator(coders.pairs(request.user, school), PAGE).get_page(
            request.GET.get("hal")
        ),
        "readers": access.readers("coded"),
    }
    return render(request, "findings/coders.html", context)


@transaction.atomic
def findings_xlsx(request: SignedInRequest, npsn: str) -> HttpResponse:
    """The matrix both ways and the excerpts behind it, as on the screen."""
    school = open_at(request, npsn, "read_findings")
    if refused := quota.refused(request, reverse("findings-school", args=[npsn])):
        return refused
    rows = matrix.excerpts(request.user, school)
    audit.record("findings_export", school, by=request.user)
    content = exports.as_xlsx(*_grids(school, rows))
    response = HttpResponse(content, content_type=XLSX)
    name = f"temuan-{slugify(school.name)}-{timezone.localdate():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _grids(school: School, rows: list[matrix.Excerpt]) -> list[Grid]:
    above: list[tuple[str, Value]] = [
        (str(_("School")), school.name),
        (str(_("Date")), timezone.localdate()),
        (str(_("Note")), str(_("Only texts you may read; numbers are excerpts, not people."))),
    ]
    theme = str(_("Theme"))
    words = [
        (row.theme.name, str(row.source_label), str(row.kind.technique_label), row.month, row.words)
        for row in rows
    ]
    head = [theme, str(_("Source")), str(_("Technique")), str(_("Month")), str(_("Excerpt"))]
    return [
        *(_counted(lay_out(rows), above, theme) for lay_out in DISPLAYS.values()),
        Grid(str(_("Excerpts")), above, head, words, (28, 16, 16, 12, 80)),
    ]


def _counted(display: Display, above: list[tuple[str, Value]], theme: str) -> Grid:
    body: list[list[Value]] = [
        [row.theme.name, *(len(c.excerpts) for c in row.cells)] for row in display.rows
    ]
    return Grid(str(display.label), above, [theme, *map(str, display.heads)], body, (28,))


def findings_pdf(request: SignedInRequest, npsn: str) -> HttpResponse:
    """The matrix laid out in each way, for the printer."""
    school = open_at(request, npsn, "read_findings")
    rows = matrix.excerpts(request.user, school)
    audit.record("findings_print", school, by=request.user)
    sheet = papers.sheet(school, rows, timezone.now())
    return answer(request, sheet, _("Findings"), school.name, timezone.localdate())
