"""A conclusion with its excerpts: what stands, what one may read, what waits to be placed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from collaboration.findings import standing
from collaboration.findings.matrix import RELATED, Excerpt, Says
from collaboration.findings.matrix import reading as read
from collaboration.findings.matrix import standing as those_that_stand
from collaboration.findings.weight import Weight, weigh
from collaboration.models import CodedExcerpt, Conclusion, ConclusionEvidence
from portal import access
from portal.models import Region, School, User

AGAIN = "again"  # stands in lists where a state would: what supported it has gone
Side = ConclusionEvidence.Side


@dataclass(frozen=True, slots=True)
class Piece:
    """One placed excerpt. ``excerpt`` is None once it is ``lost``; words only if ``readable``."""

    row: ConclusionEvidence
    excerpt: Excerpt | None
    readable: bool
    lost: str  # "withdrawn", "changed", "uncoded" or ""


@dataclass(frozen=True, slots=True)
class Card:
    conclusion: Conclusion
    pieces: Sequence[Piece]
    weight: Weight

    @property
    def again(self) -> bool:
        """Did it go on to a second person and has lost so much since that it must be looked at?"""
        return self.conclusion.state != Conclusion.State.DRAFT and not self.weight.enough

    @property
    def status(self) -> str:
        return AGAIN if self.again else self.conclusion.state

    @property
    def status_words(self) -> str:
        return str(STATUSES[self.status])

    @property
    def tone(self) -> tuple[str, str]:
        """(colour, shape) of the status."""
        return TONES[self.status]

    def of(self, side: str) -> list[Excerpt]:
        """The readable excerpts of a side that stand, in order of day."""
        found = [p.excerpt for p in self.pieces if p.excerpt and p.readable and p.row.side == side]
        return sorted(found, key=lambda row: (row.day, row.words))

    def hidden(self, side: str) -> int:
        """How many more stand there in texts that are not shared with the reader."""
        return sum(bool(p.excerpt) and not p.readable and p.row.side == side for p in self.pieces)

    @property
    def placed(self) -> dict[tuple[str, str], str]:
        """Side by text and sentence."""
        return {(p.row.key, p.row.digest): p.row.side for p in self.pieces}


STATUSES: dict[str, object] = {  # in the order of a conclusion's life
    Conclusion.State.DRAFT.value: Conclusion.State.DRAFT.label,
    Conclusion.State.ASKED.value: Conclusion.State.ASKED.label,
    Conclusion.State.CHECKED.value: Conclusion.State.CHECKED.label,
    Conclusion.State.AGREED.value: gettext_lazy("Agreed on"),
    AGAIN: gettext_lazy("Needs another look"),
}
TONES = {
    Conclusion.State.DRAFT: ("waiting", "open"),
    Conclusion.State.ASKED: ("waiting", "clock"),
    Conclusion.State.CHECKED: ("running", "half"),
    Conclusion.State.AGREED: ("done", "tick"),
    AGAIN: ("late", "clock"),
}


def cards(user: User, conclusions: Iterable[Conclusion]) -> list[Card]:
    """Each conclusion with its evidence; one query, however many there are."""
    rows = list(conclusions)
    found: dict[object, list[Piece]] = defaultdict(list)
    known: Says = {}
    evidence = ConclusionEvidence.objects.filter(conclusion__in=[row.pk for row in rows]).annotate(
        shared=standing.shared("excerpt__coded__"),
        readable=access.coded_texts(user, "excerpt__coded__"),
    )
    related = ["excerpt__theme", *(f"excerpt__coded__{name}" for name in RELATED)]
    for row in evidence.select_related(*related):
        found[row.conclusion_id].append(piece(row, known))
    return [Card(row, found[row.pk], weight(row, found[row.pk])) for row in rows]


def piece(row: ConclusionEvidence, known: Says) -> Piece:
    """``row`` is annotated with ``shared`` and ``readable``."""
    excerpt, lost = None, "uncoded" if row.uncoded_at else "withdrawn"
    if row.excerpt and row.shared:  # type: ignore[attr-defined]
        excerpt = read(row.excerpt, known)
        lost = "" if excerpt else "changed"
    return Piece(row, excerpt, bool(row.readable), lost)  # type: ignore[attr-defined]


def weight(conclusion: Conclusion, pieces: Sequence[Piece]) -> Weight:
    sides: dict[str, list[Excerpt]] = {side: [] for side in Side}
    for one in pieces:
        if one.excerpt:
            sides[one.row.side].append(one.excerpt)
    lost = [one.lost for one in pieces if one.lost and one.row.side != Side.ASIDE]
    region = conclusion.region_id is not None
    return weigh(sides[Side.FOR], sides[Side.AGAINST], lost, region=region)


def proposed(user: User, conclusion: Conclusion) -> list[Excerpt]:
    """Excerpts under the conclusion's themes that ``user`` may read, newest first; one query."""
    rows = coded_at(user, conclusion.school or conclusion.region)
    found: dict[tuple[str, str], Excerpt] = {}
    for row in those_that_stand(rows.filter(theme__conclusions=conclusion)):
        found.setdefault((row.key, row.digest), row)
    return sorted(found.values(), key=lambda row: (row.day, row.words), reverse=True)


def coded_at(user: User, place: School | Region | None) -> QuerySet[CodedExcerpt]:
    rows = CodedExcerpt.objects.visible_to(user)
    if isinstance(place, School):
        return rows.filter(coded__school=place)
    return rows.filter(coded__school__subdistrict__code__startswith=place.pk if place else "-")
