"""Pages that a school has once: found by its NPSN, or the own school without one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal import access
from portal.http import SignedInRequest
from portal.models import School
from portal.roles import AT_SCHOOL

PAGE = 20


def schools(request: SignedInRequest, record: str, action: str) -> QuerySet[School]:
    return School.objects.filter(access.where(request.user, record, action))


def open_at(request: SignedInRequest, npsn: str, action: str, record: str = "school") -> School:
    """The school at which the reader may do ``action``; 404 for any other."""
    rows = schools(request, record, action).select_related("cluster", "subdistrict")
    return get_object_or_404(rows, npsn=npsn)


def own_or_list(
    request: SignedInRequest, action: str, page: str, title: str, record: str = "school"
) -> HttpResponse:
    """One's own school's page at once; several schools as a list of names. 403 without any."""
    rows = schools(request, record, action).order_by("name", "pk")
    mine = rows.filter(request.user.scope.at(*AT_SCHOOL)).first()
    if mine:
        return redirect(page, mine.npsn)
    if not rows.exists():
        raise PermissionDenied
    context = {
        "title": title,
        "target": page,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
    }
    return render(request, "collaboration/place_list.html", context)
