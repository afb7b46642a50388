"""What a school's supervision did with each teacher in a term: one row a person, by name."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from portal.models import School, Term, User
from portal.roles import Role
from supervision.models import FollowUp, Rating, State, SupervisionSession
from supervision.models.scale import said, values
from supervision.models.session import RELEASED

Levels = Counter[tuple[str, int]]  # (scale, level): how many items the observer saw there


@dataclass(slots=True)
class TeacherRow:
    """Counts of one teacher; ``levels`` by aspect, of released observer ratings only."""

    teacher: User
    lessons: set[str] = field(default_factory=set)
    planned: int = 0
    held: int = 0
    talked: int = 0
    closed: int = 0
    last_talk: dt.date | None = None
    steps: int = 0
    steps_done: int = 0
    levels: dict[str, Levels] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, session: SupervisionSession) -> None:
        """Count one visit that was not cancelled."""
        lesson = " ".join(part for part in (session.class_name, session.subject) if part)
        if lesson:
            self.lessons.add(lesson)
        self.planned += 1
        self.held += session.is_held
        self.closed += session.state == State.CLOSED
        if session.state in RELEASED:
            self.talked += 1
            self.last_talk = max(self.last_talk or session.planned_on, session.planned_on)

    @property
    def steps_open(self) -> int:
        return self.steps - self.steps_done

    def words(self, aspect: str) -> str:
        """ "Mantap (3): 5, Berkembang (2): 4", the highest first; "" if nothing was rated."""
        found = sorted(self.levels[aspect].items(), key=lambda row: (row[0][0], -row[0][1]))
        return ", ".join(f"{said(scale, level)}: {count}" for (scale, level), count in found)


def of_school(
    user: User, school: School, term: Term, today: dt.date, *, levels: bool = True
) -> list[TeacherRow]:
    """Everybody who teaches there today or was visited in the term; four queries.

    Without ``levels`` there are three, and no row says anything of a rating.
    """
    sessions = (
        SupervisionSession.objects.visible_to(user)
        .filter(school=school, term=term)
        .exclude(state=State.CANCELLED)
        .select_related("teacher", "together")
        .distinct()
    )
    found = {person.pk: TeacherRow(person) for person in staff(school, today)}
    for session in sessions:
        found.setdefault(session.teacher_id, TeacherRow(session.teacher)).add(session)
    if levels:
        _add_levels(found, user, school, term)
    _add_steps(found, user, school, term)
    return sorted(found.values(), key=lambda row: (row.teacher.name.casefold(), row.teacher.pk))


def staff(school: School, today: dt.date) -> Iterable[User]:
    """Teachers and coordinators who serve at the school today."""
    serving = Q(appointments__ended_on=None) | Q(appointments__ended_on__gte=today)
    return User.objects.filter(
        serving,
        appointments__school=school,
        appointments__began_on__lte=today,
        appointments__role__in=(Role.TEACHER, Role.COORDINATOR),
    ).distinct()


def _add_levels(found: dict[int, TeacherRow], user: User, school: School, term: Term) -> None:
    rated = (
        Rating.objects.visible_to(user)
        .filter(
            session__school=school,
            session__term=term,
            session__state__in=RELEASED,
            rater=Rating.Rater.OBSERVER,
            level__isnull=False,
        )
        .order_by()
        .values_list(
            "session__teacher", "indicator__instrument__aspect", "indicator__scale", "level"
        )
        .annotate(items=Count("pk", distinct=True))
    )
    for teacher, aspect, scale, level, items in rated:
        if level in values(scale) and teacher in found:
            found[teacher].levels[aspect][scale, level] += items


def _add_steps(found: dict[int, TeacherRow], user: User, school: School, term: Term) -> None:
    steps = (
        FollowUp.objects.visible_to(user)
        .filter(session__school=school, session__term=term)
        .order_by()
        .values_list("session__teacher")
        .annotate(
            steps=Count("pk", distinct=True),
            done=Count("pk", filter=Q(done_at__isnull=False), distinct=True),
        )
    )
    for teacher, count, done in steps:
        if teacher in found:
            found[teacher].steps, found[teacher].steps_done = count, done


def rated(rows: Iterable[TeacherRow]) -> int:
    """How many of them have at least one level; the size that decides what may be shown."""
    return sum(any(row.levels.values()) for row in rows)
