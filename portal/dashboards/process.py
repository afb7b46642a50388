"""Counts of work at a place and its parts, from the summaries alone; free at any size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext

from collaboration.models import Barrier, CollaborationSummary
from portal.dashboards.areas import Area
from portal.models import School, Term
from supervision.models import Aspect, TermSummary

WORK = (
    "planned", "held", "talked", "closed", "steps", "steps_done", "asked",
    "by_supervisor", "held_by_supervisor",
)  # fmt: skip
JOINT = ("activities", "person_minutes", "plans_shared", "plans_adapted")
BARRIERS = tuple(f"barrier_{kind}" for kind in Barrier.Kind.values)
HALF = {
    name: Q(planned__gt=0) & Q(planned__lte=2 * F(name)) for name in ("closed", "talked", "held")
}
STAGES = {  # schools by the furthest stage that half of their planned visits have reached
    "at_closed": HALF["closed"],
    "at_talked": HALF["talked"] & ~HALF["closed"],
    "at_held": HALF["held"] & ~HALF["talked"],
    "at_planned": Q(planned__gt=0) & ~HALF["held"],
}


@dataclass(frozen=True, slots=True)
class Process:
    """What was done at one place in one term.

    ``at_*`` count schools by the furthest stage that half of their planned visits have reached.
    """

    key: str
    name: str
    schools: int = 0
    planned: int = 0
    held: int = 0
    talked: int = 0
    closed: int = 0
    steps: int = 0
    steps_done: int = 0
    asked: int = 0
    by_supervisor: int = 0
    held_by_supervisor: int = 0
    at_planned: int = 0
    at_held: int = 0
    at_talked: int = 0
    at_closed: int = 0
    met: int = 0  # schools with something done together
    activities: int = 0
    person_minutes: int = 0
    plans_shared: int = 0
    plans_adapted: int = 0
    barrier_time: int = 0
    barrier_spirit: int = 0
    barrier_habit: int = 0
    barrier_other: int = 0
    barrier_schools: int = 0
    topics: Mapping[str, int] = field(default_factory=dict)  # help asked for, by aspect

    @property
    def hours(self) -> int:
        """Hours that people spent together, each person's counted, rounded."""
        return round(self.person_minutes / 60)

    @property
    def silent(self) -> int:
        """Schools where no visit is planned in the term."""
        return self.schools - self.at_planned - self.at_held - self.at_talked - self.at_closed

    @property
    def stage(self) -> str:
        """In words, of a row that is one school: how far half of its visits have come."""
        words = {
            "at_closed": gettext("finished"),
            "at_talked": gettext("talked over"),
            "at_held": gettext("held"),
            "at_planned": gettext("planned"),
        }
        found = (word for name, word in words.items() if getattr(self, name))
        return next(found, gettext("nothing planned yet"))

    @property
    def waiting(self) -> int:
        """Observations that have not been talked over yet."""
        return self.held - self.talked

    @property
    def steps_open(self) -> int:
        return self.steps - self.steps_done

    @property
    def alone(self) -> int:
        """Schools from which nobody took part in an activity with minutes."""
        return self.schools - self.met


SUMS = [row.name for row in fields(Process) if row.name not in ("key", "name", "topics")]


def parts(area: Area, term: Term | None) -> list[Process]:
    """A row for each part of ``area``, in order of name; three queries."""
    found: dict[str, dict[str, Any]] = {}
    if not area.status:
        found = {code: {"name": name} for code, name in area.parts.items()}
    for row in _schools(area):
        named = found.setdefault(row["part"], {"name": area.parts.get(row["part"], row["label"])})
        named["schools"] = row["count"]
    if term:
        _add(found, _work(area, term))
        _add(found, _joint(area, term))
    rows = [Process(key, **values) for key, values in found.items()]
    return sorted(rows, key=lambda row: (row.name, row.key))


def _add(found: dict[str, dict[str, Any]], rows: Iterable[Any]) -> None:
    """Put sums beside the names; those of an aspect tell the topics of requests alone."""
    for row in rows:
        part, aspect = row.pop("part"), row.pop("aspect", "")
        if part in found and aspect:
            found[part].setdefault("topics", {})[aspect] = row["asked"]
        elif part in found:
            found[part] |= row


def _schools(area: Area) -> Iterable[Any]:
    """Number of schools of each part; a school's own name where the parts are schools."""
    label = F("name") if area.has_schools or area.kind == "school" else F("part")
    rows = School.objects.filter(area.of_schools).annotate(part=area.part_of_school)
    return rows.values("part", label=label).annotate(count=Count("pk")).order_by("part")


def _work(area: Area, term: Term) -> Iterable[Any]:
    rows = TermSummary.objects.filter(area.of_summaries, term=term)
    sums = {name: Sum(name) for name in WORK}
    stages = {name: Count("pk", filter=where) for name, where in STAGES.items()}
    return rows.annotate(part=area.part_of_summary).values("part", "aspect").annotate(
        **stages, **sums
    ).order_by("part")  # fmt: skip


def _joint(area: Area, term: Term) -> Iterable[Any]:
    rows = CollaborationSummary.objects.filter(area.of_summaries, term=term)
    named = Q()
    for name in BARRIERS:
        named |= Q(**{f"{name}__gt": 0})
    sums = {name: Sum(name) for name in (*JOINT, *BARRIERS)}
    found = rows.annotate(part=area.part_of_summary).values("part").order_by("part")
    return found.annotate(
        met=Count("pk", filter=Q(activities__gt=0)),
        barrier_schools=Count("pk", filter=named),
        **sums,
    )


def total(rows: Iterable[Process], key: str, name: str) -> Process:
    """The sum of the parts: each number of a page is there once."""
    rows = list(rows)
    topics = {aspect: sum(row.topics.get(aspect, 0) for row in rows) for aspect in Aspect.values}
    sums = {field: sum(getattr(row, field) for row in rows) for field in SUMS}
    return Process(key, name, topics=topics, **sums)


def recent_terms(count: int = 4) -> list[Term]:
    """The last ``count`` terms in which anything was recorded, oldest first."""
    recorded = TermSummary.objects.filter(planned__gt=0).values("term")
    rows = Term.objects.filter(pk__in=recorded).select_related("year").order_by("-starts_on")
    return list(rows[:count])[::-1]
