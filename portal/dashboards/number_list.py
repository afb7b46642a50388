"""The list that a number of a school's dashboard opens: as long as the number says."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal import periods
from portal.dashboards import process
from portal.dashboards.filters import chosen_term, kept
from portal.dashboards.numbers import NUMBERS, Number, Place
from portal.http import SignedInRequest
from portal.models import School, Term, User
from portal.templatetags.numbers import grouped

PAGE = 20


def school_number(request: SignedInRequest, npsn: str, what: str) -> HttpResponse:
    """What one number counts; of rows one may not read only how many there are."""
    number = NUMBERS.get(what)
    if number is None:
        raise Http404
    mine = School.objects.where_one_may(request.user, number.right)
    school = get_object_or_404(mine, npsn=npsn)
    terms = process.recent_terms()
    term = chosen_term(request, terms)
    query = kept(request, terms)
    context = {
        "school": school,
        "number": number,
        "term": term,
        "today": periods.today(school.zone),
        "query": query,
        "further": f"{query[1:]}&" if query else "",
        "row_template": f"dashboards/number/_{number.sort}.html",
        **shown(request, number, school, term),
    }
    return render(request, "dashboards/number/page.html", context)


def shown(
    request: SignedInRequest, number: Number, school: School, term: Term | None
) -> dict[str, Any]:
    """The page of rows one may read, the heading with the whole number, and what is left out."""
    if term is None:
        return {"page": Paginator([], PAGE).get_page(1), "others": 0, "title": number.about}
    place = Place(school, term, list(Term.objects.order_by("starts_on")))
    every = number.rows(place)
    mine = readable(every, request.user)
    page = Paginator(mine, PAGE).get_page(request.GET.get("hal"))
    pks = list(every.values_list("pk", flat=True))
    words: dict[str, object] = {"count": grouped(len(pks))}
    found: dict[str, Any] = {"page": page, "others": len(pks) - page.paginator.count}
    if number.sort == "activities":
        minutes = {row.pk: row.people * row.minutes for row in every}
        hidden = minutes.keys() - set(mine.values_list("pk", flat=True))
        words["hours"] = grouped(round(sum(minutes.values()) / 60))
        found["others_hours"] = sum(minutes[pk] for pk in hidden) / 60
    return found | {"title": str(number.title) % words}


def readable(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Of ``rows`` those that ``user`` may read; people are told as their school's right says."""
    if rows.model is User:
        return rows
    return rows.filter(pk__in=rows.model._default_manager.visible_to(user).values("pk"))
