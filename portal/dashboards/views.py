from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal import access, periods
from portal.dashboards import figures
from portal.dashboards.sentences import of_month
from portal.http import SignedInRequest
from portal.models import Region, School, Term
from portal.roles import Role
from supervision.coverage import coverage
from supervision.models import Aspect


def dashboard(request: SignedInRequest) -> HttpResponse:
    """To the reader's own place: the widest region, else the school."""
    scope = request.user.scope
    codes = scope.codes(Role.OFFICER, Role.SUPERVISOR)
    if codes:
        return redirect("dashboard-region", codes[0])
    school = School.objects.where_one_may(request.user, "read_process").first()
    if not school:
        raise Http404
    return redirect("dashboard-school", school.npsn)


def chosen_term(request: SignedInRequest, terms: list[Term]) -> Term | None:
    wanted = request.GET.get("semester", "")
    return next((term for term in terms if str(term.pk) == wanted), terms[-1] if terms else None)


def dashboard_region(request: SignedInRequest, code: str) -> HttpResponse:
    """Process of the places below, aspects of the area as a whole; no person anywhere."""
    readable = Region.objects.filter(access.where(request.user, "region", "read_figures"))
    region = get_object_or_404(readable, code=code)
    terms = figures.recent_terms()
    term = chosen_term(request, terms)
    rows = figures.children(region, term) if term else []
    whole = figures.total(rows, region.code, region.name)
    crumbs = Region.objects.filter(code__in=region.ancestors).order_by("code")
    context = {
        "region": region,
        "crumbs": crumbs,
        "readable": set(readable.filter(code__in=region.ancestors).values_list("code", flat=True)),
        "terms": terms,
        "term": term,
        "rows": rows,
        "whole": whole,
        "sentence": of_month(whole, rows),
        "figures": figures.of_area(region, terms),
        "aspects": list(Aspect),
        "schools_below": len(region.code) == 8,
    }
    return render(request, "dashboards/region.html", context)


def dashboard_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    """One school: process for all who may see it, level shares and coverage by right."""
    readable = School.objects.where_one_may(request.user, "read_process")
    school = get_object_or_404(readable.select_related("subdistrict", "cluster"), npsn=npsn)
    can = access.allowed(request.user, "school", school)
    terms = figures.recent_terms()
    term = chosen_term(request, terms)
    context = {
        "school": school,
        "can": can,
        "terms": terms,
        "term": term,
        "process": figures.process_of(school, term) if term else None,
        "live": "read_live_figures" in can,
        "shares": _shares(school, term, can) if term else [],
        "aspects": list(Aspect),
        "coverage": coverage(request.user, school, periods.today(school.zone))
        if "read_people" in can
        else [],
        "officer_region": request.user.scope.codes(Role.OFFICER, Role.SUPERVISOR)[:1],
    }
    return render(request, "dashboards/school.html", context)


def _shares(school: School, term: Term, can: frozenset[str]) -> list[figures.Shares]:
    if "read_live_figures" in can:
        return figures.live_of_school(school, term)
    return figures.of_school(school, term) if "read_figures" in can else []
