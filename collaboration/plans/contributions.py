"""Who wrote what in a plan: words that each person added, section by section."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from collaboration.models import LessonPlan
from collaboration.plans.sections import SECTIONS
from portal.models import User


@dataclass(frozen=True, slots=True)
class Contribution:
    """``sections`` holds labels with the number of words added there, in the order of a plan."""

    author: User
    sections: list[tuple[str, int]]


def added(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, int]:
    """Words of ``new`` that ``old`` did not have, by section; moving a word counts nothing."""
    found = {}
    for name, section in SECTIONS.items():
        if section.kind != "choices":
            before, after = (Counter(side.get(name, "").split()) for side in (old, new))
            count = (after - before).total()
            if count:
                found[name] = count
    return found


def of(plan: LessonPlan) -> list[Contribution]:
    """Contributions by name; what an adapted plan took over from its source is nobody's here."""
    words: dict[User, Counter[str]] = defaultdict(Counter)
    before: Mapping[str, str] = plan.adapted_from.sections if plan.adapted_from else {}
    for version in plan.versions.select_related("author").order_by("number"):
        words[version.author].update(added(before, version.sections))
        before = version.sections
    return [
        Contribution(
            author, [(str(SECTIONS[name].label), counts[name]) for name in SECTIONS if counts[name]]
        )
        for author, counts in sorted(words.items(), key=lambda pair: pair[0].name)
    ]
