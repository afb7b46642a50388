"""The conclusions of a school or a region, as a list and as a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collaboration.findings.cards import STATUSES, Card, cards
from collaboration.models import Conclusion, Theme
from collaboration.views.finding import XLSX
from collaboration.views.place import PAGE, open_at, own_or_list, schools
from portal import access, audit, exports, quota
from portal.exports import Grid, Value
from portal.http import SignedInRequest
from portal.models import Region, School, Term
from portal.roles import Role


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the address; an odd value filters nothing."""

    theme: str = ""
    status: str = ""
    term: str = ""
    rows: Q = field(default_factory=Q)

    @classmethod
    def of(cls, request: SignedInRequest) -> Wanted:
        theme, term = request.GET.get("tema", ""), request.GET.get("semester", "")
        status, rows = request.GET.get("status", ""), Q()
        known = theme if is_id(theme) else ""
        if known:
            rows &= Q(themes=known)
        number = term if term.isascii() and term.isdecimal() and len(term) < 10 else ""
        if number:
            rows &= Q(term=number)
        asked = status if status in STATUSES else ""
        return cls(known, asked, number, rows)

    @property
    def query(self) -> str:
        found = {"tema": self.theme, "status": self.status, "semester": self.term}
        kept = {name: value for name, value in found.items() if value}
        return f"{urlencode(kept)}&" if kept else ""


def is_id(value: str) -> bool:
    try:
        return bool(UUID(value))
    except ValueError:
        return False


def conclusions(request: SignedInRequest) -> HttpResponse:
    """Those of one's school; who serves a region alone comes to the region's."""
    codes = request.user.scope.codes(Role.OFFICER)
    if codes and not schools(request, "school", "write_conclusion").exists():
        return redirect("conclusion-region", codes[0])
    return own_or_list(request, "write_conclusion", "conclusion-school", _("Conclusions"))


def conclusion_school(request: SignedInRequest, npsn: str) -> HttpResponse:
    school = open_at(request, npsn, "write_conclusion")
    regions = Region.objects.filter(access.where(request.user, "region", "read_conclusions"))
    above = regions.filter(code__in=parts_of(school.subdistrict_id))
    themes = Theme.objects.visible_to(request.user).for_school(school)
    return _listed(request, school, themes, may_write=True, school=school, above=above)


def conclusion_region(request: SignedInRequest, code: str) -> HttpResponse:
    """A region's; whoever does not write them reads those that are agreed on."""
    region = region_at(request, code, "read_conclusions")
    themes = Theme.objects.visible_to(request.user).filter(region=region)
    may_write = "write_conclusion" in access.allowed(request.user, "region", region)
    return _listed(request, region, themes, may_write=may_write, region=region)


def region_at(request: SignedInRequest, code: str, action: str) -> Region:
    rows = Region.objects.filter(access.where(request.user, "region", action))
    return get_object_or_404(rows, code=code)


def parts_of(code: str) -> list[str]:
    """The code and those of the regions around it, widest first."""
    parts = code.split(".")
    return [".".join(parts[: number + 1]) for number in range(len(parts))]


def here(place: School | Region) -> dict[str, Any]:
    return {"school": place} if isinstance(place, School) else {"region": place}


def at(request: SignedInRequest, place: School | Region) -> QuerySet[Conclusion]:
    return Conclusion.objects.visible_to(request.user).filter(**here(place)).for_list()


def found_cards(request: SignedInRequest, place: School | Region, wanted: Wanted) -> list[Card]:
    rows = cards(request.user, at(request, place).filter(wanted.rows))
    return [card for card in rows if wanted.status in ("", card.status)]


def _listed(
    request: SignedInRequest,
    place: School | Region,
    themes: QuerySet[Theme],
    *,
    may_write: bool,
    **more: object,
) -> HttpResponse:
    wanted = Wanted.of(request)
    found = found_cards(request, place, wanted)
    context = {
        "place": place,
        "page": Paginator(found, PAGE).get_page(request.GET.get("hal")),
        "wanted": wanted,
        "themes": themes,
        "statuses": list(STATUSES.items()),
        "terms": Term.objects.select_related("year")[:6],
        "may_write": may_write,
        "readers": access.readers_now("conclusion", Conclusion(state="agreed", **here(place))),
        **more,
    }
    return render(request, "conclusions/conclusion_list.html", context)


@transaction.atomic
def conclusion_school_xlsx(request: SignedInRequest, npsn: str) -> HttpResponse:
    school = open_at(request, npsn, "write_conclusion")
    back = reverse("conclusion-school", args=[npsn])
    return quota.refused(request, back) or _sheet(request, school)


@transaction.atomic
def conclusion_region_xlsx(request: SignedInRequest, code: str) -> HttpResponse:
    region = region_at(request, code, "read_conclusions")
    back = reverse("conclusion-region", args=[code])
    return quota.refused(request, back) or _sheet(request, region)


def _sheet(request: SignedInRequest, place: School | Region) -> HttpResponse:
    """The list as filtered, and each readable excerpt on its side."""
    found = found_cards(request, place, Wanted.of(request))
    audit.record("conclusions_export", place, by=request.user)
    response = HttpResponse(exports.as_xlsx(*_grids(place, found)), content_type=XLSX)
    name = f"simpulan-{slugify(place.name)}-{timezone.localdate():%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _grids(place: School | Region, found: list[Card]) -> list[Grid]:
    above: list[tuple[str, Value]] = [
        (str(_("Place")), place.name),
        (str(_("Date")), timezone.localdate()),
        (str(_("Note")), str(_("Only excerpts you may read; withdrawn ones are gone."))),
    ]
    head = [_("Conclusion"), _("State"), _("Rests on"), _("Themes"), _("Term")]
    head += [_("What speaks against it"), _("Withdrawn or changed")]
    rows = [
        (
            card.conclusion.claim,
            card.status_words,
            card.weight.words,
            ", ".join(theme.name for theme in card.conclusion.themes.all()),
            str(card.conclusion.term),
            card.conclusion.weighing,
            " ".join(card.weight.gone),
        )
        for card in found
    ]
    sides = [("for", _("supports")), ("against", _("contradicts"))]
    words = [
        (
            card.conclusion.claim,
            str(label),
            row.words,
            str(row.source_label),
            str(row.kind.technique_label),
            row.month,
        )
        for card in found
        for side, label in sides
        for row in card.of(side)
    ]
    under = [_("Conclusion"), _("Side"), _("Excerpt"), _("Source"), _("Technique"), _("Month")]
    return [
        Grid(str(_("Conclusions")), above, head, rows, (60, 22, 30, 30, 24, 60, 36)),
        Grid(str(_("Excerpts")), above, under, words, (60, 16, 80, 16, 16, 12)),
    ]
