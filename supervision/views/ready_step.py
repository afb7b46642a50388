from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import Region, School, User
from portal.roles import Role
from supervision.actions import ready_step as actions
from supervision.forms.ready_step import ReadyStepForm
from supervision.models import Indicator, Instrument, ReadyStep

PAGE = 20


def ready_step_list(request: SignedInRequest) -> HttpResponse:
    """The library by indicator: the portal's steps and those of the regions around."""
    words = request.GET.get("cari", "").strip()[:80]
    code = request.GET.get("butir", "")[:8]
    retired = request.GET.get("tampil") == "berhenti"
    rows = near(request.user).filter(retired_at__isnull=not retired)
    rows = rows.filter(Q(what__icontains=words) | Q(sign__icontains=words)) if words else rows
    rows = rows.filter(code=code) if code else rows
    page = Paginator(rows.order_by("code", "what", "pk"), PAGE).get_page(request.GET.get("hal"))
    names, mine = dict(codes()), tuple(own_codes(request.user))
    context = {
        "page": page,
        "rows": [(row, names.get(row.code, row.code), is_of(row, mine)) for row in page],
        "codes": list(names.items()),
        "code": code,
        "words": words,
        "retired": retired,
        "may_add": bool(mine),
        "query": urlencode({"cari": words, "butir": code, "tampil": "berhenti" * retired}) + "&",
    }
    return render(request, "supervision/ready_step_list.html", context)


def near(user: User) -> QuerySet[ReadyStep]:
    """Steps of the portal, and of each region that holds a place of the reader or lies in it."""
    schools = School.objects.filter(user.scope.at(*Role))
    codes = user.scope.codes(*Role)
    around = set()
    for place in (*schools.values_list("subdistrict", flat=True)[:200], *codes):
        parts = place.split(".")
        around |= {".".join(parts[: n + 1]) for n in range(len(parts))}
    inside = Q(region=None) | Q(region__in=around)
    for code in codes:
        inside |= Q(region__code__startswith=code)
    return ReadyStep.objects.visible_to(user).filter(inside).select_related("region")


def own_codes(user: User) -> list[str]:
    """Codes of the regions whose steps the reader looks after."""
    return user.scope.codes(Role.SUPERVISOR, Role.OFFICER)


def is_of(row: ReadyStep, mine: tuple[str, ...]) -> bool:
    return bool(mine and row.region_id and row.region_id.startswith(mine))


def codes() -> list[tuple[str, str]]:
    """Code and text of the indicators that the portal's own forms in use ask."""
    forms = Instrument.objects.in_use().filter(
        school=None, region=None, kind=Instrument.Kind.STANDARD
    )
    items = Indicator.objects.filter(instrument__in=forms).order_by("instrument__pk", "order")
    return [(row.code, f"{row.code}. {row.name}") for row in items]


def ready_step_new(request: SignedInRequest) -> HttpResponse:
    regions = Region.objects.filter(
        access.where(request.user, "region", "write_instrument"),
        pk__in=own_codes(request.user),
    )
    access.require(regions.exists())
    initial = {"code": request.GET.get("butir", "")}
    form = ReadyStepForm(request.POST or None, initial=initial, regions=regions, codes=codes())
    if request.method == "POST" and form.is_valid():
        try:
            actions.add(form_id(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("The step is in the library."))
            return redirect("ready-step-list")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "form_id": form_id(request), "step": None}
    return render(request, "supervision/ready_step_edit.html", context)


def editable(request: SignedInRequest, pk: UUID) -> ReadyStep:
    step = get_object_or_404(near(request.user), pk=pk)
    access.require("edit" in access.allowed(request.user, "ready_step", step))
    return step


def ready_step_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    step = editable(request, pk)
    form = ReadyStepForm(
        request.POST or None, instance=step, regions=Region.objects.none(), codes=codes()
    )
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("seen")
            actions.change(step, by=request.user, seen=seen, **form.cleaned_data)
            messages.success(request, _("The step is changed; steps agreed before stay."))
            return redirect("ready-step-list")
        except ValidationError as refusal:
            form.add_error(None, refusal)
    now = editable(request, pk)  # the form has written into ``step``
    context = {"form": form, "form_id": form_id(request), "step": now, "seen": actions.mark(now)}
    return render(request, "supervision/ready_step_edit.html", context)


def ready_step_retire(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Offer a step no longer; a retired one is taken back the same way."""
    step = editable(request, pk)
    if request.method == "POST":
        back = request.POST.get("back") == "1"
        actions.retire(step, by=request.user, back=back)
        messages.success(request, _("Done."))
        return redirect("ready-step-list")
    return render(request, "supervision/ready_step_retire.html", {"step": step})
