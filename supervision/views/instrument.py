from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access
from portal.actions import Place
from portal.http import SignedInRequest, form_id
from portal.models import Region, School, User
from portal.roles import Role
from supervision import reports
from supervision.actions import instrument as actions
from supervision.forms import rating
from supervision.forms.instrument import PlaceForm
from supervision.models import Aspect, Indicator, Instrument
from supervision.models.instrument import InstrumentQuerySet, spoken

PAGE = 20
WHOSE = {
    "portal": Q(school=None, region=None),
    "wilayah": Q(region__isnull=False),
    "sekolah": Q(school__isnull=False),
}


def places(user: User) -> list[Place]:
    """Schools and regions for which ``user`` may write instruments; a region as appointed."""
    schools = School.objects.where_one_may(user, "write_instrument")
    regions = Region.objects.filter(
        access.where(user, "region", "write_instrument"),
        code__in=user.scope.codes(Role.SUPERVISOR, Role.OFFICER),
    )
    return [*schools, *regions]


def readable(request: SignedInRequest, pk: UUID) -> Instrument:
    rows = Instrument.objects.visible_to(request.user).select_related("school", "region")
    return get_object_or_404(rows, pk=pk)


def instrument_list(request: SignedInRequest) -> HttpResponse:
    """Instruments of the portal and of one's places: in use, drafts, retired."""
    asked = {name: request.GET.get(name, "") for name in ("tampil", "aspek", "jenis", "milik")}
    rows = Instrument.objects.visible_to(request.user).near(request.user).for_list(request.user)
    page = Paginator(narrowed(rows, asked), PAGE).get_page(request.GET.get("hal"))
    context = {
        "page": page,
        "asked": asked,
        "query": "".join(f"{name}={value}&" for name, value in asked.items() if value.isalpha()),
        "aspects": Aspect.choices,
        "kinds": Instrument.Kind.choices,
        "may_write": bool(places(request.user)),
    }
    return render(request, "supervision/instrument_list.html", context)


def narrowed(rows: InstrumentQuerySet, asked: dict[str, str]) -> InstrumentQuerySet:
    if asked["tampil"] == "draf":
        rows = rows.filter(published_at=None)
    elif asked["tampil"] == "dihentikan":
        rows = rows.filter(retired_at__isnull=False)
    else:
        rows = rows.in_use()
    if asked["aspek"] in Aspect.values:
        rows = rows.filter(aspect=asked["aspek"])
    if asked["jenis"] in Instrument.Kind.values:
        rows = rows.filter(kind=asked["jenis"])
    if asked["milik"] in WHOSE:
        rows = rows.filter(WHOSE[asked["milik"]])
    return rows.order_by("aspect", "key", "-version")


def instrument_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = readable(request, pk)
    can = access.allowed(request.user, "instrument", row)
    if not row.published_at:
        return redirect("instrument-draft", pk)
    versions = Instrument.objects.visible_to(request.user).filter(key=row.key)
    context = {
        "instrument": row,
        "sections": actions.parts(row),
        "explained": reports.explained(row),
        "source": spoken(row.source),
        "versions": versions.order_by("-version")[:PAGE],
        "may_edit": "edit" in can,
        "may_copy": bool(places(request.user)),
        "form_id": form_id(request),
    }
    return render(request, "supervision/instrument_detail.html", context)


def instrument_preview(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The form as an observer, or with ``?untuk=guru`` the teacher, will meet it. Never sent."""
    row = readable(request, pk)
    first_person = request.GET.get("untuk") == "guru"
    items = Indicator.objects.filter(instrument=row).select_related("section").order_by("order")
    asked = [item for item in items if item.first_person] if first_person else list(items)
    context = {
        "instrument": row,
        "questions": rating.questions(asked, {}),
        "first_person": first_person,
    }
    return render(request, "supervision/instrument_preview.html", context)


@require_POST
def instrument_revise(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Begin the next version, or go on with its draft."""
    row = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "instrument", row))
    draft = actions.revise(row, form_id(request), by=request.user)
    return redirect("instrument-draft", draft.pk)


def instrument_copy(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make an instrument one's own school's or region's, as a draft with a key of its own."""
    row = readable(request, pk)
    own = places(request.user)
    access.require(bool(own))
    form = PlaceForm(request.POST if request.method == "POST" else None, places=own)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.copy(
                row, form_id(request), by=request.user, place=form.cleaned_data["place"]
            )
            messages.success(request, _("The copy is a draft of your own; the source stays named."))
            return redirect("instrument-draft", draft.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"instrument": row, "form": form, "form_id": form_id(request)}
    return render(request, "supervision/instrument_copy.html", context)


def instrument_retire(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "instrument", row))
    access.require(row.published_at is not None)
    if request.method == "POST":
        actions.retire(row, by=request.user)
        messages.success(request, _("No new visit takes this version any more."))
    if request.method == "POST" or row.retired_at:
        return redirect("instrument-detail", pk)
    return render(request, "supervision/instrument_retire.html", {"instrument": row})
