"""Pages on which a draft is written: one thought a page. Published versions answer 403."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access
from portal.forms import problems
from portal.http import SignedInRequest, form_id
from supervision import content, gaps
from supervision.actions import indicator, instrument
from supervision.forms.instrument import (
    AboutForm,
    BandsForm,
    ItemForm,
    PlaceForm,
    SectionForm,
    band_rows,
)
from supervision.models import Indicator, Instrument, Scale, Section
from supervision.models.scale import values
from supervision.views.instrument import places, readable

LETTERS = {"planning": "R", "teaching": "P", "evaluation": "E"}


def draft_of(request: SignedInRequest, pk: UUID) -> Instrument:
    """The draft, if it is the reader's to write; a published version is nobody's."""
    row = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "instrument", row))
    access.require(row.published_at is None)
    return row


def instrument_new(request: SignedInRequest) -> HttpResponse:
    own = places(request.user)
    access.require(bool(own))
    form = AboutForm(request.POST or None)
    where = PlaceForm(request.POST or None, places=own)
    if request.method == "POST" and form.is_valid() and where.is_valid():
        data = form.cleaned_data
        try:
            draft = instrument.begin(
                form_id(request),
                by=request.user,
                place=where.cleaned_data["place"],
                title=content.text(data, "title"),
                source=content.text(data, "source"),
                aspect=data["aspect"],
                kind=data["kind"],
                scoring=data["scoring"],
            )
            return redirect("instrument-draft", draft.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"form": form, "where": where, "form_id": form_id(request)}
    return render(request, "supervision/instrument_new.html", context)


def instrument_draft(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The draft at a glance: its parts in order, what is missing, the next thing to do."""
    row = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "instrument", row))
    if row.published_at:
        return redirect("instrument-detail", pk)
    sections = instrument.parts(row)
    missing = gaps.missing(row, sections)
    context = {
        "instrument": row,
        "sections": sections,
        "missing": missing,
        "incomplete": {gap.part.pk for gap in missing if isinstance(gap.part, Indicator)},
        "before": Instrument.objects.filter(key=row.key, published_at__isnull=False)
        .order_by("-version")
        .first(),
        "form": SectionForm(),
    }
    return render(request, "supervision/instrument_draft.html", context)


def instrument_check(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What is missing before publishing, each with its link; publishes when nothing is."""
    row = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "instrument", row))
    if row.published_at:
        return redirect("instrument-detail", pk)
    sections = instrument.parts(row)
    context = {
        "instrument": row,
        "sections": sections,
        "items": sum(len(section.indicators.all()) for section in sections),
        "missing": gaps.missing(row, sections),
        "in_indonesian": gaps.without_english(row, sections),
        "before": Instrument.objects.in_use().filter(key=row.key).first(),
    }
    return render(request, "supervision/instrument_check.html", context)


@require_POST
def instrument_publish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "instrument", row))
    try:
        instrument.publish(row, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("instrument-check", pk)
    messages.success(request, _("Published. From now on this version stays as it is."))
    return redirect("instrument-detail", pk)


def instrument_about(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = draft_of(request, pk)
    now = instrument.about(row)
    form = AboutForm(request.POST or None, initial=now)
    base = request.POST.get("base", content.base_of(now))
    if request.method == "POST" and form.is_valid():
        try:
            instrument.describe(row, by=request.user, values=form.cleaned_data, base=base)
            return redirect("instrument-draft", pk)
        except content.Stale as stale:
            base = form.show(stale)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"instrument": row, "form": form, "base": base}
    return render(request, "supervision/instrument_about.html", context)


def instrument_bands(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = draft_of(request, pk)
    form: Any = BandsForm(request.POST or None, initial=band_rows(row.bands), prefix="rentang")
    base = request.POST.get("base", content.base_of({"bands": row.bands}))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            instrument.set_bands(row, form.rows, by=request.user, base=base)
            return redirect("instrument-draft", pk)
        except content.Stale as stale:
            base = stale.base
            refused = _("Somebody changed the bands meanwhile. Save again to put yours there.")
        except ValidationError as refusal:
            refused = refusal.messages[0]
    found = problems(*form.forms) if form.is_bound else []
    context = {"instrument": row, "form": form, "base": base, "refused": refused, "found": found}
    return render(request, "supervision/instrument_bands.html", context)


def instrument_section_new(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = draft_of(request, pk)
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            title = content.text(form.cleaned_data, "title")
            section = indicator.add_section(row, by=request.user, title=title)
            return redirect("instrument-item-new", pk, section.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"instrument": row, "form": form, "section": None, "base": ""}
    return render(request, "supervision/instrument_section.html", context)


def instrument_section(request: SignedInRequest, pk: UUID, part: int) -> HttpResponse:
    row = draft_of(request, pk)
    section = get_object_or_404(row.sections.all(), pk=part)
    now = {f"title_{lang}": section.title.get(lang, "") for lang in content.LANGUAGES}
    form = SectionForm(request.POST or None, initial=now)
    base = request.POST.get("base", content.base_of(now))
    if request.method == "POST" and form.is_valid():
        try:
            indicator.rename_section(section, by=request.user, values=form.cleaned_data, base=base)
            return redirect("instrument-draft", pk)
        except content.Stale as stale:
            base = form.show(stale)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {"instrument": row, "form": form, "section": section, "base": base}
    return render(request, "supervision/instrument_section.html", context)


@require_POST
def instrument_move(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One place up or down: a section or an indicator, from where it was seen."""
    row = draft_of(request, pk)
    up, seen = request.POST.get("arah") != "turun", number(request.POST.get("dari", ""))
    try:
        if item := number(request.POST.get("butir", "")):
            found = get_object_or_404(row.indicators.select_related("instrument"), pk=item)
            indicator.move_item(found, by=request.user, up=up, seen=seen)
            return redirect(f"{request.path.removesuffix('geser/')}susun/#b{item}")
        part = get_object_or_404(
            row.sections.select_related("instrument"), pk=number(request.POST.get("bagian", ""))
        )
        indicator.move_section(part, by=request.user, up=up, seen=seen)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("instrument-draft", pk)


def number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 16 else 0


def instrument_item_new(request: SignedInRequest, pk: UUID, part: int) -> HttpResponse:
    row = draft_of(request, pk)
    section = get_object_or_404(row.sections.all(), pk=part)
    last = row.indicators.order_by("-order").first()
    scale = chosen_scale(request, last.scale if last else Scale.FOUR)
    initial = {"section": section.pk, "code": next_code(row), "scale": scale}
    form = ItemForm(request.POST or None, sections=row.sections.all(), scale=scale, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            item = indicator.add_item(row, by=request.user, values=form.cleaned_data)
            return after_item(request, row, item, scale)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"instrument": row, "form": form, "item": None, "section": section, "base": ""}
    return render(request, "supervision/instrument_item.html", context | {"scale": scale})


def instrument_item(request: SignedInRequest, pk: UUID, item: int) -> HttpResponse:
    row = draft_of(request, pk)
    found = get_object_or_404(row.indicators.select_related("section", "instrument"), pk=item)
    now = content.flat(found)
    scale = chosen_scale(request, found.scale)
    base = request.POST.get("base", content.base_of(now))
    form = ItemForm(request.POST or None, sections=row.sections.all(), scale=scale, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            saved = indicator.write_item(
                found, by=request.user, values=form.cleaned_data, base=base
            )
            return after_item(request, row, saved, scale)
        except content.Stale as stale:
            base = form.show(stale)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"instrument": row, "form": form, "item": found, "section": found.section}
    return render(
        request, "supervision/instrument_item.html", context | {"base": base, "scale": scale}
    )


def chosen_scale(request: SignedInRequest, kept: str) -> str:
    """The scale whose levels the page asks for: that of the page that was sent, else ``kept``."""
    sent = request.POST.get("shown", "")
    return sent if sent in Scale.values else kept


def after_item(
    request: SignedInRequest, row: Instrument, item: Indicator, scale: str
) -> HttpResponse:
    """To the overview, to the next new indicator, or back for the levels of another scale."""
    if item.scale != scale and values(item.scale):
        messages.success(request, _("Saved. The scale has changed: describe its levels now."))
        return redirect("instrument-item", row.pk, item.pk)
    if request.POST.get("next"):
        messages.success(request, _("Saved. Here is the next one."))
        return redirect("instrument-item-new", row.pk, item.section_id)
    return redirect("instrument-draft", row.pk)


def next_code(row: Instrument) -> str:
    """A code that the draft has not used: "S01" at a school, "W01" in a region."""
    letter = "S" if row.school_id else "W"
    used = set(row.indicators.values_list("code", flat=True))
    stem = f"{letter}{LETTERS[row.aspect]}"
    return next(code for n in range(1, 1000) if (code := f"{stem}{n:02}") not in used)


def instrument_drop(
    request: SignedInRequest, pk: UUID, item: int | None = None, part: int | None = None
) -> HttpResponse:
    """Take a section or an indicator out; its own page says what goes with it."""
    row = draft_of(request, pk)
    found: Any = (
        get_object_or_404(row.indicators.select_related("instrument"), pk=item)
        if item
        else get_object_or_404(row.sections.select_related("instrument"), pk=part)
    )
    if request.method == "POST":
        try:
            drop = indicator.drop_item if isinstance(found, Indicator) else indicator.drop_section
            drop(found, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("instrument-draft", pk)
    lost = list(found.indicators.all()) if isinstance(found, Section) else []
    context = {"instrument": row, "found": found, "lost": lost, "is_section": part is not None}
    return render(request, "supervision/instrument_drop.html", context)


def instrument_discard(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = draft_of(request, pk)
    if request.method == "POST":
        try:
            instrument.discard(row, by=request.user)
            messages.success(request, _("The draft has been thrown away."))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("instrument-list")
    context = {"instrument": row, "items": row.indicators.count()}
    return render(request, "supervision/instrument_discard.html", context)
