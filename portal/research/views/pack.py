"""Packs for researchers: prepared, watched, looked over, released, downloaded, closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from portal import access, audit
from portal.http import SignedInRequest, form_id
from portal.models import ResearchPack
from portal.research.actions import pack as actions
from portal.research.forms import PackForm, regions
from portal.research.gathering import month
from portal.roles import Role

PAGE = 20
CHECKS = {
    "people": gettext_lazy("At least five people"),
    "schools": gettext_lazy("People of at least three schools"),
    "share": gettext_lazy("No school has more than 60 percent of the people"),
    "groups": gettext_lazy("Each combination of role, school, phase, address and years has five"),
    "names": gettext_lazy("No known name, number or address is found in what is quoted"),
}
FEATURES = {
    "peran": gettext_lazy("Role"),
    "jenis_sekolah": gettext_lazy("Kind of school"),
    "fase": gettext_lazy("Phase"),
    "sapaan": gettext_lazy("Form of address"),
    "lama": gettext_lazy("Years served"),
    "bulan": gettext_lazy("Month"),
    "mapel": gettext_lazy("Subject"),
    "teknik": gettext_lazy("Technique"),
}


def found(request: SignedInRequest, pk: UUID) -> ResearchPack:
    """The pack with what one may do with it, or 404."""
    rows = ResearchPack.objects.visible_to(request.user)
    rows = rows.select_related("region", "prepared_by", "released_by").annotate(
        may_edit=access.where(request.user, "research_pack", "edit"),
        may_release=access.where(request.user, "others_pack", "release"),
        may_download=access.where(request.user, "research_pack", "download"),
        may_take_back=access.where(request.user, "research_pack", "take_back"),
    )
    return get_object_or_404(rows, pk=pk)


def pack_list(request: SignedInRequest) -> HttpResponse:
    """Packs of one's regions, newest first. 403 for whoever holds no region as one of the two."""
    if not request.user.scope.holds_area(Role.OFFICER, Role.SUPERVISOR):
        raise PermissionDenied
    rows = ResearchPack.objects.visible_to(request.user).for_list()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "may_prepare": request.user.scope.holds_area(Role.OFFICER),
    }
    return render(request, "research/pack_list.html", context)


def pack_new(request: SignedInRequest) -> HttpResponse:
    if not regions(request.user).exists():
        raise PermissionDenied
    form = PackForm(request.POST if request.method == "POST" else None, user=request.user)
    key = form_id(request)
    if request.method == "POST" and form.is_valid():
        try:
            pack = actions.prepare(key, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("pack-detail", pack.pk)
    return render(request, "research/pack_new.html", {"form": form, "form_id": key})


def pack_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is in it, how it was checked, and what comes next; while it is made, how far it is."""
    pack = found(request, pk)
    readers = access.readers("research_pack", pack)
    if pack.ready_at is None and pack.closed_at is None:
        return render(request, "research/pack_wait.html", {"pack": pack, "readers": readers})
    report = pack.report
    enough = bool(report) and report["checks"]["people"]
    changes = Counter(report["merged"]) + Counter(report["widened"]) if enough else {}
    context = {
        "pack": pack,
        "readers": readers,
        "report": report if enough else None,
        "checks": [(CHECKS[name], yes) for name, yes in report.get("checks", {}).items()],
        "changes": [(FEATURES[name], number) for name, number in changes.items() if number],
        "rows": sorted(report["rows"].items()) if enough else [],
        "mine": pack.prepared_by_id == request.user.pk,
    }
    return render(request, "research/pack_detail.html", context)


@require_GET
def pack_progress(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """How far the making is, for the script that waits."""
    pack = found(request, pk)
    over = pack.ready_at is not None or pack.closed_at is not None
    return JsonResponse({"percent": pack.percent, "ready": over})


def pack_texts(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Every quoted text as researchers would get it; tick what must not go out."""
    pack = found(request, pk)
    if pack.ready_at is None or pack.closed_at:
        raise Http404
    if request.method == "POST":
        return looked_over(request, pack)
    page = Paginator(pack.texts, PAGE).get_page(request.GET.get("hal"))
    context = {"pack": pack, "page": page, "readers": access.readers("research_pack", pack)}
    return render(request, "research/pack_texts.html", context)


def looked_over(request: SignedInRequest, pack: ResearchPack) -> HttpResponse:
    access.require(pack.may_edit)  # type: ignore[attr-defined]
    ticked = request.POST.getlist("text")
    if "leave_out" in request.POST:
        if not ticked:
            messages.error(request, _("Tick the texts that must not go out first."))
            return redirect("pack-texts", pack.pk)
        return done(request, pack, lambda: actions.leave_out(pack, ticked, by=request.user))
    said = _("Noted: you have read the texts. Now somebody else releases the pack.")
    return done(request, pack, lambda: actions.look_over(pack, by=request.user), said)


def done(
    request: SignedInRequest, pack: ResearchPack, act: Callable[[], object], said: str = ""
) -> HttpResponse:
    """Do it and go back to the pack; a refusal is said there."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        if said:
            messages.success(request, said)
    return redirect("pack-detail", pack.pk)


@require_POST
def pack_again(request: SignedInRequest, pk: UUID) -> HttpResponse:
    pack = found(request, pk)
    access.require(pack.may_edit)  # type: ignore[attr-defined]
    return done(request, pack, lambda: actions.make_again(pack, by=request.user))


@require_POST
def pack_cancel(request: SignedInRequest, pk: UUID) -> HttpResponse:
    pack = found(request, pk)
    if pack.closed_at is None:
        access.require(pack.may_edit)  # type: ignore[attr-defined]
        actions.cancel(pack, by=request.user)
        messages.success(request, _("The pack is called off; nothing of its content is kept."))
    return redirect("pack-detail", pk)


@require_POST
def pack_release(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A second person lets it go out. Pressing twice is harmless."""
    pack = found(request, pk)
    if pack.released_at and pack.released_by_id == request.user.pk:
        return redirect("pack-detail", pk)
    access.require(pack.may_release)  # type: ignore[attr-defined]
    said = _("Released. It can be downloaded for 90 days.")
    return done(request, pack, lambda: actions.release(pack, by=request.user), said)


@require_POST
def pack_take_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    pack = found(request, pk)
    if pack.closed_at is None:
        access.require(pack.may_take_back)  # type: ignore[attr-defined]
        actions.take_back(pack, by=request.user)
        messages.success(request, _("The pack is taken back; nothing of its content is kept."))
    return redirect("pack-detail", pk)


@require_GET
def pack_file(request: SignedInRequest, pk: UUID) -> HttpResponse | FileResponse:
    """The zip, while it is released; each download leaves its mark."""
    pack = found(request, pk)
    access.require(pack.may_download)  # type: ignore[attr-defined]
    if pack.expires_at is None or pack.expires_at <= timezone.now() or not pack.file:
        raise Http404
    audit.record("research_pack_download", pack, by=request.user)
    name = f"paket-penelitian-{pack.region_id}-{month(pack.prepared_at)}.zip"
    return FileResponse(
        pack.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )
