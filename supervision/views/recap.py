from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from portal import periods
from portal.http import SignedInRequest
from portal.models import Term
from supervision import teacher_rows
from supervision.coverage import coverage
from supervision.models import Aspect
from supervision.recurring import recurring
from supervision.views.exports import recap_place


def recap(request: SignedInRequest) -> HttpResponse:
    """A school's term at a glance for its principal and supervisor: time, steps, themes."""
    school, term = recap_place(request)
    today = periods.today(school.zone)
    rows = teacher_rows.of_school(request.user, school, term, today, levels=False)
    context = {
        "school": school,
        "term": term,
        "terms": Term.objects.select_related("year")[:8],
        "rows": rows,
        "totals": {
            name: sum(getattr(row, name) for row in rows)
            for name in ("planned", "held", "talked", "closed", "steps", "steps_done")
        },
        "coverage": coverage(request.user, school, today),
        "aspects": Aspect.labels,
        "recurring": recurring(request.user, school, term),
        "query": f"sekolah={school.npsn}&semester={term.pk}",
    }
    return render(request, "supervision/recap.html", context)
