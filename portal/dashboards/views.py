from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from collaboration.models import PooledNeed
from portal import access, audit, exports, periods, quota
from portal.dashboards import areas, grids, numbers, process, ratings
from portal.dashboards.areas import Area
from portal.dashboards.filters import chosen_term, kept, status_of
from portal.dashboards.page import Page, gather
from portal.http import SignedInRequest
from portal.models import Cluster, Region, School, Term
from portal.roles import Role
from supervision.coverage import coverage
from supervision.models import Aspect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACES = 20  # on a page of the tables


def dashboard(request: SignedInRequest) -> HttpResponse:
    """To the reader's own place: the widest region, else a cluster, else the school."""
    scope = request.user.scope
    codes = scope.codes(Role.OFFICER, Role.SUPERVISOR)
    if codes:
        return redirect("dashboard-region", codes[0])
    clusters = Cluster.objects.filter(access.where(request.user, "cluster", "read_figures"))
    if cluster := clusters.first():
        return redirect("dashboard-cluster", cluster.pk)
    school = School.objects.where_one_may(request.user, "read_process").first()
    if not school:
        raise Http404
    return redirect("dashboard-school", school.npsn)


def show(request: SignedInRequest, page: Page, **further: object) -> HttpResponse:
    query = kept(request, page.terms)
    context = {
        "page": page,
        "area": page.area,
        "whole": page.whole,
        "titles": page.titles,
        "links": numbers.of_area() if page.rows else {},
        "places": Paginator(page.rows, PLACES).get_page(request.GET.get("hal")),
        "query": query,
        "further": f"{query[1:]}&" if query else "",
        "live": False,
        "sizes": {
            "csv": len(exports.as_csv(grids.flat(page, page.today))),
            "xlsx": len(exports.as_xlsx(*grids.all_of(page, page.today))),
        },
        "terms": [(row, kept(request, page.terms, semester=row.pk)) for row in page.terms],
        "statuses": [
            (value, label, kept(request, page.terms, jenis=value))
            for value, label in (("", ""), *School.Status.choices)
        ],
        **further,
    }
    return render(request, "dashboards/page.html", context)


def page_of(request: SignedInRequest, area: Area | None, zone: str) -> Page:
    """The page of an area that is not a school; 404 where it is not the reader's."""
    if area is None:
        raise Http404
    terms = process.recent_terms()
    return gather(area, terms, chosen_term(request, terms), periods.today(zone))


def region_page(request: SignedInRequest, code: str) -> Page:
    return page_of(
        request, areas.of_region(request.user, code, status_of(request)), Region(code=code).zone
    )


def cluster_page(request: SignedInRequest, pk: int) -> Page:
    area = areas.of_cluster(request.user, pk, status_of(request))
    return page_of(request, area, Region(code=area.region_code if area else "35").zone)


def dashboard_region(request: SignedInRequest, code: str) -> HttpResponse:
    """Work of the places below, levels of the area as a whole; no person anywhere."""
    return show(request, region_page(request, code))


def dashboard_cluster(request: SignedInRequest, pk: int) -> HttpResponse:
    """Work of a cluster's schools; it has no figures of levels of its own.

    Whoever reads its forums finds what their members need, as agenda proposals.
    """
    page = cluster_page(request, pk)
    needs = PooledNeed.objects.visible_to(request.user).filter(forum__cluster=pk)
    rows = needs.select_related("forum", "indicator").order_by("forum__name", "forum", "rank")
    return show(request, page, needs=list(rows))


def school_page(
    request: SignedInRequest, npsn: str
) -> tuple[Page, School, frozenset[str], list[Term]]:
    found = areas.of_school(request.user, npsn)
    if found is None:
        raise Http404
    area, school = found
    can = access.allowed(request.user, "school", school)
    terms = process.recent_terms()
    term = chosen_term(request, terms)
    shares: list[ratings.Shares] = []
    if term and "read_live_figures" in can:
        shares = ratings.live_of_school(npsn, term)
    elif term and "read_figures" in can:
        shares = ratings.of_school(npsn, term)
    today = periods.today(school.zone)
    page = gather(area, terms, term, today, shares, can=can)
    return page, school, can, terms


def dashboard_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    """One school: work for all who may see it, level shares and coverage by right."""
    page, school, can, terms = school_page(request, npsn)
    people = "read_people" in can
    return show(
        request,
        page,
        school=school,
        can=can,
        live="read_live_figures" in can,
        links=links_of(school, can, page.term, kept(request, terms)),
        coverage=coverage(request.user, school, periods.today(school.zone)) if people else [],
        aspects=Aspect.labels,
    )


def links_of(
    school: School, can: frozenset[str], term: Term | None, query: str
) -> dict[str, tuple[str, str]]:
    """Which numbers of a school's page lead on, and where to."""
    if term is None:
        return {}
    found = numbers.links(school, can, query)
    return found | numbers.of_barriers(school, term) if "name_barrier" in can else found


def dashboard_region_file(request: SignedInRequest, code: str, ending: str) -> HttpResponse:
    page = region_page(request, code)
    return as_file(request, page, ending, Region(code=code).zone)


def dashboard_cluster_file(request: SignedInRequest, pk: int, ending: str) -> HttpResponse:
    page = cluster_page(request, pk)
    return as_file(request, page, ending, Region(code=page.area.region_code).zone)


def dashboard_school_file(request: SignedInRequest, npsn: str, ending: str) -> HttpResponse:
    page, school, _can, _terms = school_page(request, npsn)
    return as_file(request, page, ending, school.zone)


def as_file(request: SignedInRequest, page: Page, ending: str, zone: str) -> HttpResponse:
    """What the page shows as .xlsx, or as .csv in one table; audited, ten an hour with all files.

    Beyond that the page itself comes back and says so, with its filters.
    """
    back = reverse(f"dashboard-{page.area.kind}", args=[page.area.key])
    back += kept(request, page.terms)
    if refused := quota.refused(request, back):
        return refused
    today = periods.today(zone)
    if ending == "csv":
        body, kind = exports.as_csv(grids.flat(page, today)), "text/csv; charset=utf-8"
    elif ending == "xlsx":
        body, kind = exports.as_xlsx(*grids.all_of(page, today)), XLSX
    else:
        raise Http404
    audit.record("dashboard_export", page.term or request.user, by=request.user)
    answer = HttpResponse(body, content_type=kind)
    name = f"Dasbor {page.area.name} {today.isoformat()}.{ending}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer
