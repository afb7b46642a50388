from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, audit
from portal.http import SignedInRequest
from portal.models import Cluster, Region, School, SchoolYear, Term
from portal.people.forms import ClusterForm, SchoolForm, TermForm
from portal.people.views import PAGE, operator, page_with_form
from portal.roles import Role


def place_list(request: SignedInRequest) -> HttpResponse:
    """Schools or clusters of the operator, with how many people or schools each has."""
    user = operator(request)
    words = request.GET.get("cari", "")[:80]
    chosen = "gugus" if request.GET.get("lihat") == "gugus" else ""
    today = timezone.localdate()
    valid = Q(appointments__began_on__lte=today) & (
        Q(appointments__ended_on=None) | Q(appointments__ended_on__gte=today)
    )
    clusters = Cluster.objects.filter(access.where(user, "cluster", "edit"))
    schools = School.objects.where_one_may(user, "edit")
    rows: QuerySet[Any]
    if chosen:
        rows = clusters.annotate(n=Count("schools"))
    else:
        rows = schools.annotate(n=Count("appointments__user", filter=valid, distinct=True))
    rows = rows.filter(name__icontains=words).select_related("subdistrict")
    page = Paginator(rows.order_by("name", "pk"), PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "words": words,
        "chosen": chosen,
        "regions": Region.objects.filter(pk__in=user.scope.codes(Role.OPERATOR)),
        "query": urlencode({"cari": words, "lihat": chosen}) + "&",
    }
    return render(request, "people/places.html", context)


def school_form(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """A new school needs an operator of a region; changing one, an operator of its place."""
    row = School()
    if pk is None:
        access.require(bool(request.user.scope.codes(Role.OPERATOR)))
    else:
        row = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
        access.require("edit" in access.allowed(request.user, "school", row))
    form = SchoolForm(request.POST or None, instance=row, by=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            audit.record("school_edit" if pk else "school_new", row, by=request.user)
        messages.success(request, _("The school is saved."))
        return redirect("place-list")
    title = _("Change the school") if pk else _("Add a school")
    return page_with_form(request, form, title, _("Save"), "/tempat/")


def cluster_form(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    row = Cluster()
    if pk is None:
        access.require(bool(request.user.scope.codes(Role.OPERATOR)))
    else:
        row = get_object_or_404(Cluster.objects.visible_to(request.user), pk=pk)
        access.require("edit" in access.allowed(request.user, "cluster", row))
    form = ClusterForm(request.POST or None, instance=row, by=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            audit.record("cluster_edit" if pk else "cluster_new", row, by=request.user)
        messages.success(request, _("The cluster is saved."))
        return redirect("place-list")
    title = _("Change the cluster") if pk else _("Add a cluster")
    return page_with_form(request, form, title, _("Save"), "/tempat/?lihat=gugus")


def term_list(request: SignedInRequest) -> HttpResponse:
    user = operator(request)
    years = SchoolYear.objects.prefetch_related("terms__year").order_by(F("starts_on").desc())
    context = {"years": years, "may_edit": bool(user.scope.codes(Role.OPERATOR))}
    return render(request, "people/terms.html", context)


def term_form(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Terms hold for all schools: an operator of one school does not change them."""
    access.require(bool(request.user.scope.codes(Role.OPERATOR)))
    row = get_object_or_404(Term.objects.select_related("year"), pk=pk) if pk else Term()
    form = TermForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.year.save()
            row.year = form.year
            form.save()
            audit.record("term_edit" if pk else "term_new", row, by=request.user)
        messages.success(request, _("The semester is saved."))
        return redirect("term-list")
    title = _("Change the semester") if pk else _("Add a semester")
    return page_with_form(request, form, title, _("Save"), "/semester/")
