"""Where the texts of two authors meet: merged where they can be, else both are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from collaboration.actions import plan as actions
from collaboration.models import LessonPlan, PlanVersion
from collaboration.plans.merging import settled
from collaboration.plans.sections import EVERY, SECTIONS
from portal.differences import Piece, pieces
from portal.http import SignedInRequest, form_id


@dataclass(frozen=True, slots=True)
class Row:
    """A section that both changed: what stood before, hers and mine with the new words marked."""

    name: str
    label: str
    before: str
    theirs: list[Piece]
    mine: list[Piece]
    both: bool


def version(plan: LessonPlan, number: str) -> PlanVersion | None:
    if not (number.isascii() and number.isdecimal() and len(number) < 7):
        return None
    return plan.versions.filter(number=int(number)).first()


def save(
    request: SignedInRequest,
    plan: LessonPlan,
    begun: PlanVersion,
    ours: Mapping[str, str],
    *,
    remark: str,
) -> PlanVersion:
    """Save ``ours``; where this page has already shown a clash, as the writer decided it.

    Raises ``Conflict`` for what is still undecided, or newly so since a third one has saved.
    """
    seen = version(plan, request.POST.get("seen", ""))
    if seen:
        choices = {name: request.POST.get(f"choose-{name}", "") for name in EVERY}
        found = settled(begun.text, seen.text, ours, choices)
        if found.clashes:
            raise actions.Conflict(begun, seen, ours, found.clashes)
        begun, ours = seen, found.text
    return actions.revise(
        plan,
        form_id(request),
        by=request.user,
        base=begun.number,
        sections=ours,
        about=ours,
        remark=remark,
    )


def page(
    request: SignedInRequest,
    plan: LessonPlan,
    clash: actions.Conflict,
    *,
    remark: str,
    writer: str = "",
) -> HttpResponse:
    """Both texts of each clash, one choice a section; everything else travels along.

    ``writer`` names whose text is "mine" when it is not the reader's own.
    """
    context = {
        "plan": plan,
        "clash": clash,
        "rows": [_row(name, clash) for name in clash.clashes],
        "hidden": [*_hidden(clash.ours, remark), *_note(request)],
        "form_id": form_id(request),
        "writer": writer,
        "again": "seen" in request.POST,
    }
    return render(request, "collaboration/plan_conflict.html", context, status=409)


def _row(name: str, clash: actions.Conflict) -> Row:
    section = EVERY[name]
    before, theirs, mine = (
        section.said(text.get(name, ""))
        for text in (clash.base.text, clash.newest.text, clash.ours)
    )
    return Row(
        name,
        str(section.label),
        before,
        pieces(before, theirs),
        pieces(before, mine),
        section.kind == "text",
    )


def _note(request: SignedInRequest) -> list[tuple[str, str]]:
    """The lesson that the text comes from, so that it is not forgotten on the way."""
    named = request.POST.get("catatan", "")
    return [("catatan", named)] if named else []


def _hidden(ours: Mapping[str, str], remark: str) -> list[tuple[str, str]]:
    """What was sent, as fields of the next form: an empty text is sent as empty, not left out."""
    found = [("remark", remark)]
    for name in EVERY:
        text = ours.get(name, "")
        if name in SECTIONS and SECTIONS[name].kind == "choices":
            found += [(name, code) for code in text.split()]
        else:
            found.append((name, text))
    return found
