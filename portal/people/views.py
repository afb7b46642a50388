from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Value
from django.db.models.functions import Replace
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, actions, audit
from portal.http import SignedInRequest
from portal.models import Appointment, User
from portal.names import APOSTROPHES
from portal.people.forms import (
    AppointmentForm,
    EndForm,
    NewPersonForm,
    PersonForm,
    TransferForm,
)
from portal.roles import Role

PAGE = 20
PLACES = ("school", "cluster", "region")


def operator(request: SignedInRequest) -> User:
    access.require(request.user.scope.holds(Role.OPERATOR))
    return request.user


def page_with_form(
    request: HttpRequest, form: BaseForm, title: str, button: str, back: str
) -> HttpResponse:
    context = {"form": form, "title": title, "button": button, "back": back}
    return render(request, "people/form.html", context)


def named(rows: QuerySet[User], words: str) -> QuerySet[User]:
    """People whose name holds ``words``, whichever apostrophe either was written with."""
    plain: Any = F("name")
    for sign in APOSTROPHES:
        plain = Replace(plain, Value(chr(sign)), Value("'"))
    rows = rows.annotate(plain_name=Replace(plain, Value("'"), Value("")))
    wanted = words.translate(APOSTROPHES).replace("'", "").strip()
    return rows.filter(plain_name__icontains=wanted) if wanted else rows


def people(request: SignedInRequest) -> HttpResponse:
    """The people of the operator's places, by name; with or without a valid appointment."""
    user = operator(request)
    today = timezone.localdate()
    words = request.GET.get("cari", "")[:80]
    chosen = request.GET.get("saring", "")
    mine = Appointment.objects.visible_to(user)
    rows = named(User.objects.where_one_may(user, "edit"), words)
    valid = Appointment.objects.on(today).filter(user=OuterRef("pk"))
    if chosen == "tanpa":
        rows = rows.filter(~Exists(valid))
    elif chosen == "berakhir":
        ending = mine.filter(user=OuterRef("pk"), ended_on__range=(today, today + Appointment.SOON))
        rows = rows.filter(Exists(ending))
    now = Prefetch("appointments", mine.on(today).select_related(*PLACES), to_attr="held")
    page = Paginator(rows.prefetch_related(now), PAGE).get_page(request.GET.get("hal"))
    tabs = [("", _("All")), ("tanpa", _("Without an appointment")), ("berakhir", _("Ending soon"))]
    query = urlencode({"cari": words, "saring": chosen}) + "&"
    context = {"page": page, "words": words, "chosen": chosen, "tabs": tabs, "query": query}
    return render(request, "people/list.html", context)


def own_person(request: SignedInRequest, pk: int) -> User:
    """The person, if the operator may edit it; visible to the reader only: 403, else 404."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    access.require("edit" in access.allowed(request.user, "person", found))
    return found


def person(request: SignedInRequest, pk: int) -> HttpResponse:
    found = own_person(request, pk)
    rows = Appointment.objects.visible_to(request.user).filter(user=found)
    context = {
        "person": found,
        "appointments": rows.select_related(*PLACES),
        "today": timezone.localdate(),
        "oneself": found.pk == request.user.pk,
    }
    return render(request, "people/detail.html", context)


def person_new(request: SignedInRequest) -> HttpResponse:
    user = operator(request)
    form = NewPersonForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            found = begin(form, by=user)
        except ValidationError as refusal:
            form.add_error("role", refusal.messages)
        else:
            messages.success(request, _("The person is added. Now print a sign-in code."))
            return redirect("person", found.pk)
    return page_with_form(request, form, _("Add a person"), _("Add"), "/orang/")


@transaction.atomic
def begin(form: NewPersonForm, *, by: User) -> User:
    """The person without a password, and the first appointment; both or neither."""
    given = form.cleaned_data
    found: User = form.save(commit=False)
    found.username = given["username"] or actions.free_username(found.name, set())
    found.set_unusable_password()
    found.save()
    audit.record("person_new", found, by=by, subject=found)
    actions.appoint(found, given["role"], given["place"], by=by, began_on=given["began_on"])
    return found


def person_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = own_person(request, pk)
    form = PersonForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            audit.record("person_edit", found, by=request.user, subject=found)
        messages.success(request, _("The changes are saved."))
        return redirect("person", pk)
    return page_with_form(request, form, _("Change details"), _("Save"), f"/orang/{pk}/")


def appointment_new(request: SignedInRequest, pk: int) -> HttpResponse:
    found = own_person(request, pk)
    form = AppointmentForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.appoint(
                found, given["role"], given["place"], by=request.user, began_on=given["began_on"]
            )
        except ValidationError as refusal:
            form.add_error("role", refusal.messages)
        else:
            messages.success(request, _("The appointment is saved."))
            return redirect("person", pk)
    title = _("New appointment for %(name)s") % {"name": found.name}
    return page_with_form(request, form, title, _("Appoint"), f"/orang/{pk}/")


def appointment_end(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Appointment.objects.visible_to(request.user).select_related("user", *PLACES), pk=pk
    )
    access.require("edit" in access.allowed(request.user, "appointment", row))
    form = EndForm(request.POST or None, initial={"on": row.ended_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(row, by=request.user, on=form.cleaned_data["on"])
        except ValidationError as refusal:
            form.add_error("on", refusal.messages)
        else:
            messages.success(request, _("The last day is saved."))
            return redirect("people")
    title = _("End: %(name)s, %(appointment)s") % {"name": row.user.name, "appointment": row}
    return page_with_form(request, form, title, _("End the appointment"), f"/orang/{row.user_id}/")


def person_transfer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move to a school of one's own places; what another operator keeps is not ended here."""
    found = own_person(request, pk)
    form = TransferForm(request.POST or None, by=request.user, initial={"role": Role.TEACHER})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            refuse_foreign(request.user, found)
            actions.transfer(found, given["role"], given["school"], by=request.user, on=given["on"])
        except ValidationError as refusal:
            form.add_error("school", refusal.messages)
        else:
            messages.success(request, _("The transfer is saved."))
            return redirect("person", pk)
    title = _("Transfer %(name)s") % {"name": found.name}
    return page_with_form(request, form, title, _("Transfer"), f"/orang/{pk}/")


def refuse_foreign(user: User, found: User) -> None:
    if user.pk == found.pk:
        raise ValidationError(_("Nobody appoints himself. Ask another operator."))
    running = Appointment.objects.filter(user=found, school__isnull=False, ended_on=None)
    if running.exclude(access.where(user, "appointment", "edit")).exists():
        raise ValidationError(
            _("An appointment at a school outside your places is open. Ask its operator to end it.")
        )
