"""One conclusion: read with its evidence, written, changed, filled with excerpts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaboration.actions import conclusion as actions
from collaboration.findings.cards import cards, proposed
from collaboration.forms.conclusion import ConclusionForm, PlacingForm
from collaboration.models import Conclusion, ConclusionEvidence, Theme
from collaboration.views.conclusions.lists import here, is_id, region_at
from collaboration.views.place import PAGE, open_at
from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import Region, School, Term
from supervision.actions.report import Changed

Side = ConclusionEvidence.Side


def found(request: SignedInRequest, pk: UUID) -> Conclusion:
    """The conclusion with ``may_edit``, or 404."""
    rows = Conclusion.objects.visible_to(request.user).for_list().select_related("agreed_by")
    rows = rows.select_related("school__subdistrict", "region", "term__year")
    rows = rows.annotate(may_edit=access.where(request.user, "conclusion", "edit"))
    return get_object_or_404(rows, pk=pk)


def editable(request: SignedInRequest, pk: UUID) -> Conclusion:
    row = found(request, pk)
    access.require(row.may_edit)  # type: ignore[attr-defined]
    return row


def conclusion_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Claim, what it rests on, what speaks against it, and how it came about."""
    row = found(request, pk)
    (card,) = cards(request.user, [row])
    may_edit = row.may_edit  # type: ignore[attr-defined]
    unplaced = 0
    if may_edit:
        placed = card.placed
        unplaced = sum((e.key, e.digest) not in placed for e in proposed(request.user, row))
    events = Paginator(row.events.select_related("by"), PAGE)
    context = {
        "row": row,
        "card": card,
        "support": card.of(Side.FOR),
        "against": card.of(Side.AGAINST),
        "hidden_support": card.hidden(Side.FOR),
        "hidden_against": card.hidden(Side.AGAINST),
        "may_edit": may_edit,
        "unplaced": unplaced,
        "page": events.get_page(request.GET.get("hal")) if may_edit else None,
        "own": may_edit and request.user.pk in actions.writers(row),
        "readers": access.readers_now("conclusion", row),
    }
    return render(request, "conclusions/conclusion_detail.html", context)


def conclusion_school_new(request: SignedInRequest, npsn: str) -> HttpResponse:
    return _new(request, open_at(request, npsn, "write_conclusion"))


def conclusion_region_new(request: SignedInRequest, code: str) -> HttpResponse:
    return _new(request, region_at(request, code, "write_conclusion"))


def themes_of(request: SignedInRequest, place: School | Region) -> QuerySet[Theme]:
    rows = Theme.objects.visible_to(request.user)
    return rows.for_school(place) if isinstance(place, School) else rows.filter(region=place)


def _new(request: SignedInRequest, place: School | Region) -> HttpResponse:
    asked = request.GET.get("tema", "")
    first = {"themes": [asked] if is_id(asked) else []}
    themes = themes_of(request, place)
    form = ConclusionForm(request.POST or None, themes=themes, initial=first)
    term = Term.objects.on(periods.today(place.zone))
    if request.method == "POST" and term is None:
        form.add_error(None, _("No term is entered yet. The operator enters it."))
    if request.method == "POST" and form.is_valid() and term:
        try:
            words = {**here(place), **form.cleaned_data}
            row = actions.write(form_id(request), by=request.user, term=term, **words)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The conclusion is a draft. Now place excerpts."))
            return redirect("conclusion-evidence", row.pk)
    context = {
        "form": form,
        "form_id": form_id(request),
        "draft": f"conclusion:{place.pk}",
        "place": place,
        "school": place if isinstance(place, School) else None,
        "has_themes": themes.exists(),
    }
    return render(request, "conclusions/conclusion_edit.html", context)


def conclusion_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Words and themes; what somebody else saved meanwhile stands above what was typed."""
    row = editable(request, pk)
    first = {"claim": row.claim, "weighing": row.weighing, "themes": list(row.themes.all())}
    form = ConclusionForm(request.POST or None, themes=themes_of(request, row.place), initial=first)
    other, seen = None, request.POST.get("seen") or actions.words_mark(row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(row, by=request.user, seen=seen, **form.cleaned_data)
        except Changed:
            row = editable(request, pk)
            other, seen = row, actions.words_mark(row)
        else:
            messages.success(request, _("The conclusion is saved."))
            return redirect("conclusion-detail", pk)
    context = {
        "form": form,
        "row": row,
        "other": other,
        "seen": seen,
        "draft": f"conclusion:{pk}",
        "place": row.place,
        "school": row.school,
        "has_themes": True,
    }
    return render(request, "conclusions/conclusion_edit.html", context)


def conclusion_evidence(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Excerpts of the themes that nobody has placed yet, or those that are placed."""
    row = editable(request, pk)
    (card,) = cards(request.user, [row])
    placed = card.placed
    standing = [one.excerpt for one in card.pieces if one.excerpt and one.readable]
    waiting = [e for e in proposed(request.user, row) if (e.key, e.digest) not in placed]
    form = PlacingForm(request.POST or None, rows=[*standing, *waiting])
    show_placed = request.GET.get("tampil") == "ditempatkan"
    if request.method == "POST" and form.is_valid():
        count, left = actions.place(row, form.chosen, by=request.user)
        _say(request, count, left)
        return redirect(request.get_full_path())
    page = Paginator(standing if show_placed else waiting, PAGE).get_page(request.GET.get("hal"))
    context = {
        "row": row,
        "card": card,
        "page": page,
        "show_placed": show_placed,
        "counts": (len(waiting), len(standing)),
        "refused": bool(form.errors),
        "excerpts": [(e, placed.get((e.key, e.digest), "")) for e in page],
        "sides": Side.choices,
        "query": "tampil=ditempatkan&" if show_placed else "",
        "readers": access.readers("coded"),
    }
    return render(request, "conclusions/conclusion_evidence.html", context)


def _say(request: SignedInRequest, count: int, left: int) -> None:
    if count:
        words = ngettext("%(n)d excerpt is placed.", "%(n)d excerpts are placed.", count)
        messages.success(request, words % {"n": count})
    if left:
        words = ngettext(
            "Somebody else has moved %(n)d excerpt meanwhile; it stays where it is now.",
            "Somebody else has moved %(n)d excerpts meanwhile; they stay where they are now.",
            left,
        )
        messages.warning(request, words % {"n": left})
    if not count and not left:
        messages.info(request, _("Nothing has changed."))


@require_POST
def conclusion_clear(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Placed excerpts that stand no more leave the list."""
    actions.clear(editable(request, pk), by=request.user)
    return redirect("conclusion-detail", pk)
