"""What a school's supervision did in a term, in numbers and without any name."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from portal.models import School, Term, User
from supervision.models import Aspect, FollowUp, Rating, State, SupervisionSession
from supervision.models.instrument import spoken
from supervision.models.scale import values, went_well
from supervision.models.session import RELEASED, SessionInstrument
from supervision.stats.suppression import MIN_TEACHERS
from supervision.teacher_rows import staff

SHARED = 2  # teachers from which a strength or a need belongs to several
NAMED = 3  # how many items are named at most
Named = Sequence[tuple[str, int]]  # texts of items, each with its number of teachers


@dataclass(frozen=True, slots=True)
class AspectFigures:
    """One aspect: visits, teachers rated, and the items that several share; [] below the limit."""

    aspect: str
    sessions: int
    teachers: int
    strengths: Named
    needs: Named

    @property
    def is_few(self) -> bool:
        return self.teachers < MIN_TEACHERS


@dataclass(frozen=True, slots=True)
class Steps:
    """Agreed steps by their state and owner; ``needs`` are items of several teachers' steps."""

    all: int
    done: int
    overdue: int
    looked: int
    brought: int
    by_owner: Mapping[str, int]
    needs: Named


@dataclass(frozen=True, slots=True)
class Figures:
    planned: int
    held: int
    talked: int
    closed: int
    cancelled: int
    teachers: int
    talked_with: int
    first: dt.date | None
    last: dt.date | None
    techniques: Named
    instruments: Sequence[str]
    aspects: Sequence[AspectFigures]
    steps: Steps
    activities: int

    @property
    def left(self) -> int:
        """Teachers without a talk yet."""
        return self.teachers - self.talked_with


def figures(user: User, school: School, term: Term, today: dt.date) -> Figures:
    """Counts of what ``user`` may read, in seven queries whatever the number of rows."""
    rows = (
        SupervisionSession.objects.visible_to(user)
        .filter(school=school, term=term)
        .select_related("together")
        .prefetch_related(Prefetch("parts", SessionInstrument.objects.select_related("instrument")))
        .distinct()
    )
    every = list(rows)
    sessions = [row for row in every if row.state != State.CANCELLED]
    held = [row for row in sessions if row.is_held]
    people = {person.pk for person in staff(school, today)} | {row.teacher_id for row in sessions}
    released = [row for row in sessions if row.state in RELEASED]
    days = [row.planned_on for row in held]
    techniques = Counter(str(row.get_technique_display()) for row in held)
    parts = [part for row in held for part in row.parts.all()]
    return Figures(
        planned=len(sessions),
        held=len(held),
        talked=len(released),
        closed=sum(row.state == State.CLOSED for row in sessions),
        cancelled=len(every) - len(sessions),
        teachers=len(people),
        talked_with=len({row.teacher_id for row in released}),
        first=min(days, default=None),
        last=max(days, default=None),
        techniques=techniques.most_common(),
        instruments=sorted({part.instrument.name for part in parts}),
        aspects=aspects(user, school, term, released),
        steps=steps(user, school, term, today),
        activities=meetings(school, term),
    )


def meetings(school: School, term: Term) -> int:
    """Activities with minutes that somebody of the school came to, as the homes count them."""
    counted = school.collaboration_summaries.filter(term=term).values_list("activities", flat=True)
    return sum(counted)


def aspects(
    user: User, school: School, term: Term, released: Sequence[SupervisionSession]
) -> list[AspectFigures]:
    rows = Rating.objects.visible_to(user).filter(
        session__school=school,
        session__term=term,
        session__state__in=RELEASED,
        rater=Rating.Rater.OBSERVER,
        level__isnull=False,
    )
    found = rows.order_by("pk").values_list(
        "indicator__instrument__aspect",
        "session__teacher",
        "indicator__code",
        "indicator__scale",
        "level",
        "indicator__text",
    )
    by_aspect: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for aspect, *rest in found:
        by_aspect[aspect].append(tuple(rest))
    return [
        of_aspect(aspect, sum(aspect in row.aspects for row in released), by_aspect.get(aspect, []))
        for aspect in Aspect.values
    ]


def of_aspect(aspect: str, sessions: int, rows: Sequence[tuple[Any, ...]]) -> AspectFigures:
    """Rows are (teacher, code, scale, level, text); a code joins versions of an item."""
    strong: dict[str, set[int]] = defaultdict(set)
    weak: dict[str, set[int]] = defaultdict(set)
    texts: dict[str, str] = {}
    for teacher, code, scale, level, text in rows:
        texts[code] = spoken(text)
        known = values(scale)
        if went_well(scale, level):
            strong[code].add(teacher)
        elif level in known and known.index(level) < len(known) // 2:
            weak[code].add(teacher)
    teachers = len({row[0] for row in rows})
    if teachers < MIN_TEACHERS:
        return AspectFigures(aspect, sessions, teachers, [], [])
    return AspectFigures(aspect, sessions, teachers, shared(strong, texts), shared(weak, texts))


def shared(found: Mapping[str, set[int]], texts: Mapping[str, str]) -> Named:
    """Items of at least ``SHARED`` teachers, most first, ``NAMED`` at most."""
    counted = sorted((-len(people), code) for code, people in found.items())
    return [(texts[code], -count) for count, code in counted if -count >= SHARED][:NAMED]


def steps(user: User, school: School, term: Term, today: dt.date) -> Steps:
    through = FollowUp.activities.through.objects.filter(followup=OuterRef("pk"))  # type: ignore[attr-defined]
    rows = (
        FollowUp.objects.visible_to(user)
        .filter(session__school=school, session__term=term)
        .select_related("indicator", "session")
        .annotate(is_brought=Exists(through))
        .distinct()
    )
    found = list(rows)
    people: dict[str, set[int]] = defaultdict(set)
    texts: dict[str, str] = {}
    for row in found:
        if row.indicator:
            people[row.indicator.code].add(row.session.teacher_id)
            texts[row.indicator.code] = row.indicator.name
    return Steps(
        all=len(found),
        done=sum(row.done_at is not None for row in found),
        overdue=sum(row.done_at is None and row.due_on < today for row in found),
        looked=sum(row.looked_at is not None for row in found),
        brought=sum(row.is_brought for row in found),
        by_owner=Counter(row.owner_kind for row in found),
        needs=shared(people, texts),
    )
