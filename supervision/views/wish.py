from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import School, User
from portal.roles import Role
from supervision.actions import wish as actions
from supervision.actions.prepare import digest
from supervision.forms.wish import WishForm
from supervision.models import Wish

PAGE = 20


def asked(user: User) -> QuerySet[Wish]:
    """Open wishes of others that ``user`` may answer, the nearest wanted day first."""
    rows = Wish.objects.visible_to(user).open().exclude(teacher=user)
    soonest = F("wanted_on").asc(nulls_last=True)
    return rows.select_related("teacher").order_by(soonest, "at", "pk")


def own_schools(user: User) -> QuerySet[School]:
    """Schools at which a wish of hers has somebody else to read it."""
    schools = School.objects.where_one_may(user, "wish")
    return schools.exclude(user.scope.at(Role.PRINCIPAL)).order_by("name", "pk")


def wish_list(request: SignedInRequest) -> HttpResponse:
    """Teachers' requests for a principal; for everybody else her own."""
    leads = request.user.scope.holds(Role.PRINCIPAL)
    others = leads and request.GET.get("tampil") != "saya"
    mine = Wish.objects.visible_to(request.user).filter(teacher=request.user, withdrawn_at=None)
    rows = asked(request.user) if others else mine.select_related("session")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "others": others,
        "leads": leads,
        "may_ask": own_schools(request.user).exists(),
        "waiting": not others and mine.open().exists(),
        "today": periods.today("Asia/Jakarta"),
        "readers": [
            *([_("the teacher who wrote it")] if others else []),
            *access.readers("wish", sub=None if others else request.user),
        ],
    }
    return render(request, "supervision/wish_list.html", context)


def seen(request: SignedInRequest, pk: UUID) -> Wish:
    rows = Wish.objects.visible_to(request.user).select_related("teacher", "school", "session")
    return get_object_or_404(rows, pk=pk)


def wish_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    wish = seen(request, pk)
    mine = wish.teacher_id == request.user.pk
    schools = School.objects.where_one_may(request.user, "plan_session")
    context = {
        "wish": wish,
        "mine": mine,
        "is_open": actions.is_open(wish),
        "taken_back": bool(wish.withdrawn_at) and not mine,  # its words are hers alone again
        "may_plan": not mine and schools.filter(pk=wish.school_id).exists(),
        "indicators": wish.indicators.all(),
        "readers": access.readers("wish", sub=wish.teacher),
        "today": periods.today(wish.school.zone),
    }
    return render(request, "supervision/wish_detail.html", context)


def wish_new(request: SignedInRequest) -> HttpResponse:
    schools = list(own_schools(request.user))
    access.require(bool(schools))
    wanted = request.GET.get("sekolah", "")
    school = next((row for row in schools if row.npsn == wanted), schools[0])
    still_open = Wish.objects.open().filter(teacher=request.user, school=school).first()
    if still_open and request.method != "POST":
        return redirect("wish-edit", still_open.pk)
    today = periods.today(school.zone)
    form = WishForm(request.POST or None, school=school, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            wish = actions.ask(
                form_id(request), by=request.user, school=school, **form.cleaned_data
            )
            messages.success(request, _("Your request is saved. The principal has been told."))
            return redirect("wish-detail", wish.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"form": form, "school": school, "schools": schools, "form_id": form_id(request)}
    return render(request, "supervision/wish_form.html", context)


def editable(request: SignedInRequest, pk: UUID) -> Wish:
    wish = seen(request, pk)
    mine = wish.teacher_id == request.user.pk
    access.require(mine or "edit" in access.allowed(request.user, "wish", wish))
    return wish


def wish_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    wish = editable(request, pk)
    if not actions.is_open(wish):
        messages.error(request, _("This request has been answered or withdrawn. Write a new one."))
        return redirect("wish-detail", pk)
    today = periods.today(wish.school.zone)
    form = WishForm(request.POST or None, school=wish.school, today=today, wish=wish)
    if request.method == "POST" and form.is_valid():
        try:
            before = request.POST.get("seen")
            actions.change(wish, by=request.user, seen=before, **form.cleaned_data)
            messages.success(request, _("Your request is saved."))
            return redirect("wish-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        "form": form,
        "school": wish.school,
        "wish": wish,
        "form_id": wish.pk,
        "seen": digest(wish.text),
    }
    return render(request, "supervision/wish_form.html", context)


def wish_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Asked on a page of its own, with what it means."""
    wish = editable(request, pk)
    if request.method == "POST":
        try:
            actions.withdraw(wish, by=request.user)
            messages.success(request, _("Your request is withdrawn."))
            return redirect("wish-list")
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect("wish-detail", pk)
    return render(request, "supervision/wish_withdraw.html", {"wish": wish})
