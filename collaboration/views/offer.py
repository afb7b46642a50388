from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration import company
from collaboration.actions import offer as actions
from collaboration.forms.offer import OfferForm
from collaboration.models import Offer
from collaboration.views.place import PAGE
from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import School


def own_school(request: SignedInRequest) -> School | None:
    rows = School.objects.where_one_may(request.user, "offer").order_by("name", "pk")
    return rows.first()


def offer_list(request: SignedInRequest) -> HttpResponse:
    """What colleagues offer of their own will, in order of name; one's own on top."""
    rows = Offer.objects.visible_to(request.user)
    others = rows.exclude(user=request.user).select_related("user", "school")
    others = others.prefetch_related("indicators").order_by("user__name", "pk")
    context = {
        "alone": alone_at_own(request),
        "page": Paginator(others, PAGE).get_page(request.GET.get("hal")),
        "mine": rows.filter(user=request.user).first(),
        "may_offer": own_school(request) is not None,
        "readers": access.readers("offer", sub=None),
    }
    return render(request, "collaboration/offer_list.html", context)


def alone_at_own(request: SignedInRequest) -> company.Alone | None:
    """For the principal of a school: how many teachers had no company last term, never who."""
    school = School.objects.where_one_may(request.user, "count_alone").first()
    term = company.closed(periods.today(school.zone)).first() if school else None
    return company.alone_at(school, term) if school and term else None


def offer_edit(request: SignedInRequest) -> HttpResponse:
    school = own_school(request)
    access.require(school is not None)
    mine = Offer.objects.visible_to(request.user).filter(user=request.user, school=school).first()
    form = OfferForm(request.POST or None, school=school, offer=mine)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer(form_id(request), by=request.user, school=school, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("Your offer stands in the list."))
            return redirect("offer-list")
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "form": form,
        "offer": mine,
        "form_id": form_id(request),
        "readers": access.readers("offer", sub=request.user),
    }
    return render(request, "collaboration/offer_edit.html", context)


def offer_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(Offer.objects.visible_to(request.user), pk=pk)
    access.require("edit" in access.allowed(request.user, "offer", row))
    if request.method == "POST":
        actions.withdraw(row, by=request.user)
        messages.success(request, _("Your offer is taken back."))
        return redirect("offer-list")
    return render(request, "collaboration/offer_withdraw.html", {"offer": row})


def nudge(request: SignedInRequest) -> HttpResponse:
    """After a term without anything together: two colleagues or activities that fit."""
    school = own_school(request)
    access.require(school is not None)
    today = periods.today(school.zone)  # type: ignore[union-attr]
    closed = company.closed(today)
    term = company.beside(closed, request.user, school).first()  # type: ignore[arg-type]
    context = {
        "term": term,
        "alone": bool(getattr(term, "alone", False)),
        "school": school,
        "found": company.company(request.user, school, today),  # type: ignore[arg-type]
    }
    return render(request, "collaboration/nudge.html", context)


@require_POST
def nudge_aside(request: SignedInRequest) -> HttpResponse:
    school = own_school(request)
    access.require(school is not None)
    term = company.closed(periods.today(school.zone)).first()  # type: ignore[union-attr]
    if term:
        actions.put_aside(term, by=request.user)
    messages.success(request, _("Put aside. It does not come again this semester."))
    return redirect("home")
