from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal import sheets
from portal.http import SignedInRequest
from supervision import comparison, content, exchange
from supervision.actions import instrument as actions
from supervision.forms.instrument import FileForm
from supervision.models import Instrument
from supervision.views.instrument import readable
from supervision.views.instrument_draft import draft_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50  # faults of one file on the page


def instrument_export(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The whole instrument as a workbook that can be changed and read again."""
    row = readable(request, pk)
    name = f"Instrumen - {slugify(row.title['id'])[:60] or row.key} - versi {row.version}.xlsx"
    answer = HttpResponse(exchange.write(content.written(row)), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def instrument_import(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Put a workbook in the place of a draft's words; nothing is saved unless all is right."""
    row = draft_of(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    faults: list[exchange.Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            said = exchange.read(sheets.read(form.cleaned_data["file"].read()))
            actions.replace(row, said, by=request.user)
            messages.success(request, _("The file has been read. Look it over before publishing."))
            return redirect("instrument-draft", pk)
        except sheets.Unreadable as refusal:
            form.add_error("file", refusal.sentence)
        except exchange.Refused as refusal:
            faults = refusal.faults
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"instrument": row, "form": form, "faults": faults[:SHOWN], "number": len(faults)}
    return render(request, "supervision/instrument_import.html", context)


def instrument_compare(request: SignedInRequest, pk: UUID, other: UUID) -> HttpResponse:
    """What ``pk`` has that ``other``, an older version of the same instrument, had otherwise."""
    new = readable(request, pk)
    versions = Instrument.objects.visible_to(request.user).filter(key=new.key)
    old = get_object_or_404(versions, pk=other)
    old, new = sorted((old, new), key=lambda row: row.version)
    context = {
        "old": old,
        "new": new,
        "parts": comparison.compare(content.written(old), content.written(new)),
    }
    return render(request, "supervision/instrument_compare.html", context)
