"""What a claim rests on: sources, techniques, what speaks against it, and what has gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.findings.matrix import Excerpt
from supervision.stats.suppression import MIN_SCHOOLS, MIN_TEACHERS

SOURCES, TECHNIQUES = 2, 2  # at least, before a claim is checked: triangulation


@dataclass(frozen=True, slots=True)
class Weight:
    """Counts over the excerpts that stand, whoever reads them. ``lost`` by reason."""

    sources: int
    techniques: int
    people: int
    schools: int
    support: int
    against: int
    lost: dict[str, int]
    region: bool

    @property
    def enough(self) -> bool:
        return not self.missing

    @property
    def words(self) -> str:
        """ "3 sources, 2 techniques; 1 note against it"."""
        if not self.support:
            found = _("No excerpt supports it yet")
        else:
            sources = ngettext("%(n)d source", "%(n)d sources", self.sources)
            techniques = ngettext("%(n)d technique", "%(n)d techniques", self.techniques)
            found = f"{sources % {'n': self.sources}}, {techniques % {'n': self.techniques}}"
        against = ngettext("%(n)d note against it", "%(n)d notes against it", self.against)
        return f"{found}; {against % {'n': self.against}}" if self.against else found

    @property
    def missing(self) -> list[str]:
        """In words, what the claim needs before a second person can check it."""
        found = []
        if self.sources < SOURCES:
            found.append(_("Two sources are needed: teacher, observer or colleagues."))
        if self.techniques < TECHNIQUES:
            found.append(_("Two techniques are needed: observation, talk or document."))
        if self.region and (self.people < MIN_TEACHERS or self.schools < MIN_SCHOOLS):
            found.append(_("A region needs the words of five people at three schools."))
        return found

    @property
    def gone(self) -> list[str]:
        """In words, what was placed and stands no more."""
        told = {
            "withdrawn": ngettext(
                "%(n)d excerpt was withdrawn by its writer.",
                "%(n)d excerpts were withdrawn by their writers.",
                self.lost.get("withdrawn", 0),
            ),
            "changed": ngettext(
                "%(n)d excerpt was reworded by its writer.",
                "%(n)d excerpts were reworded by their writers.",
                self.lost.get("changed", 0),
            ),
            "uncoded": ngettext(
                "%(n)d excerpt was taken out of its theme by its coder.",
                "%(n)d excerpts were taken out of their theme by their coders.",
                self.lost.get("uncoded", 0),
            ),
        }
        return [words % {"n": self.lost[why]} for why, words in told.items() if self.lost.get(why)]


def weigh(
    support: Sequence[Excerpt], against: Sequence[Excerpt], lost: Iterable[str], *, region: bool
) -> Weight:
    """Weigh excerpts that stand; ``lost`` names why each other one does not."""
    gone = list(lost)
    return Weight(
        sources=independent({(row.source, row.writer) for row in support}),
        techniques=len({row.kind.technique for row in support}),
        people=len({row.writer for row in support}),
        schools=len({row.school for row in support}),
        support=len(support),
        against=len(against),
        lost={why: gone.count(why) for why in set(gone)},
        region=region,
    )


def independent(pairs: Iterable[tuple[str, int]]) -> int:
    """How many kinds of source speak through different people: a largest matching (Kuhn 1955).

    One person is one source, whatever she wrote: minutes by the observer are no second one.
    """
    speak: dict[str, set[int]] = {}
    for source, writer in pairs:
        speak.setdefault(source, set()).add(writer)
    given: dict[int, str] = {}  # the kind that each person speaks for

    def serve(source: str, tried: set[int]) -> bool:
        for person in speak[source] - tried:
            tried.add(person)
            if person not in given or serve(given[person], tried):
                given[person] = source
                return True
        return False

    return sum(serve(source, set()) for source in speak)
