from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import names
from portal.http import SignedInRequest
from portal.imports import actions, examples
from portal.imports.forms import SchoolForm, UploadForm
from portal.imports.reader import Unreadable
from portal.models import ImportBatch, ImportRow, User
from portal.roles import Role

PAGE = 20
SHEET = 200  # codes that one sheet takes
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = ImportBatch.State


def own_batch(request: SignedInRequest, pk: uuid.UUID) -> ImportBatch:
    own = ImportBatch.objects.visible_to(request.user).select_related("school")
    return get_object_or_404(own, pk=pk)


@require_http_methods(["GET", "POST"])
def import_list(request: SignedInRequest) -> HttpResponse:
    """What can be imported, the form to bring a file, and one's earlier imports."""
    if not request.user.scope.holds(Role.OPERATOR):
        raise Http404
    form = UploadForm()
    if request.method == "POST":
        sent = int(request.META.get("CONTENT_LENGTH") or 0)
        form = UploadForm(request.POST, request.FILES, sent=sent)
        if form.is_valid() and (batch := take(request, form)):
            return redirect("import-preview", batch.pk)
    earlier = ImportBatch.objects.visible_to(request.user).select_related("school")
    page = Paginator(earlier, PAGE).get_page(request.GET.get("hal"))
    return render(
        request,
        "imports/import_list.html",
        {"form": form, "page": page, "kinds": ImportBatch.Kind},
    )


def take(request: SignedInRequest, form: UploadForm) -> ImportBatch | None:
    """Read the file and check its first rows at once; a small file is ready with that."""
    file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    try:
        batch = actions.take(file.read(), kind, by=request.user, name=names.clean(file.name))
    except Unreadable as refusal:
        form.add_error("file", refusal.sentence)
        return None
    return actions.check_step(batch, by=request.user)


@require_GET
def import_example(request: SignedInRequest, kind: str) -> HttpResponse:
    if kind not in examples.KINDS or not request.user.scope.holds(Role.OPERATOR):
        raise Http404
    name, data = examples.example(kind)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def import_preview(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """What would become of each row, by outcome; once confirmed, the receipt."""
    batch = own_batch(request, pk)
    if batch.state == State.DONE:
        return redirect("import-receipt", batch.pk)
    return render(request, "imports/import_preview.html", preview(request, batch))


def preview(request: SignedInRequest, batch: ImportBatch) -> dict[str, object]:
    totals = batch.totals()
    chosen = request.GET.get("hasil", "")
    rows = batch.rows.visible_to(request.user)
    if chosen in totals:
        rows = rows.filter(outcome=chosen) if chosen else rows
    number = sum(totals.values())
    return {
        "batch": batch,
        "form": SchoolForm(batch=batch, user=request.user) if batch.asks_school else None,
        "tabs": tabs(totals, chosen),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "query": f"hasil={chosen}&" if chosen in totals else "",
        "number": number,
        "checked": number - totals.get("", 0),
        "writes": totals.get("new", 0) + totals.get("changed", 0),
        "refused": totals.get("refused", 0),
        "missing": User.objects.visible_to(request.user).filter(pk__in=batch.missing),
        "before": batch.imported_before(),
    }


def tabs(totals: dict[str, int], chosen: str) -> list[tuple[str, str, int, bool]]:
    """Value, word, number of rows and whether it is shown, for each outcome that occurs."""
    every = [("", _("All rows"), sum(totals.values()), chosen not in totals or not chosen)]
    return every + [
        (value, str(label), totals[value], value == chosen)
        for value, label in ImportRow.Outcome.choices
        if value and value in totals
    ]


@require_POST
def import_school(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_batch(request, pk)
    form = SchoolForm(request.POST, batch=batch, user=request.user)
    if not form.is_valid():
        context = preview(request, batch) | {"form": form}
        return render(request, "imports/import_preview.html", context)
    try:
        batch = actions.choose_school(batch, form.cleaned_data["school"], by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        actions.check_step(batch, by=request.user)
    return redirect("import-preview", batch.pk)


@require_POST
def import_check(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """One step of the comparison; the page sends the next one by itself where script runs."""
    actions.check_step(own_batch(request, pk), by=request.user)
    return redirect("import-preview", pk)


@require_POST
def import_confirm(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_batch(request, pk)
    try:
        actions.confirm(batch, by=request.user, without_refused="without_refused" in request.POST)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("import-preview", pk)
    except IntegrityError:  # somebody else wrote one of these people a moment ago
        messages.error(request, _("The same people are being changed just now. Confirm again."))
        return redirect("import-preview", pk)
    return redirect("import-receipt", pk)


@require_http_methods(["GET", "POST"])
def import_discard(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_batch(request, pk)
    if batch.state == State.DONE:
        return redirect("import-receipt", pk)
    if request.method == "POST":
        actions.discard(batch, by=request.user)
        messages.success(request, _("The upload was deleted. Nothing in the portal has changed."))
        return redirect("import-list")
    return render(request, "imports/import_discard.html", {"batch": batch})


@require_GET
def import_receipt(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    batch = own_batch(request, pk)
    if batch.state != State.DONE:
        return redirect("import-preview", pk)
    counted = [
        (label, batch.counts[value])
        for value, label in ImportRow.Outcome.choices
        if batch.counts.get(value)
    ]
    left = Paginator(batch.rows.visible_to(request.user), PAGE)
    return render(
        request,
        "imports/import_receipt.html",
        {
            "batch": batch,
            "counted": counted,
            "newcomers": list(batch.newcomers.values_list("pk", flat=True)[: SHEET + 1]),
            "sheet": SHEET,
            "page": left.get_page(request.GET.get("hal")),
        },
    )
