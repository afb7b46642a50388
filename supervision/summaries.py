"""Counts of a school and term, kept in the transaction of the act that changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet

from portal import periods
from portal.models import Appointment, School, Term
from portal.roles import Role
from supervision.models import (
    FollowUp,
    Rating,
    Scale,
    State,
    SupervisionSession,
    TermSummary,
    Wish,
)
from supervision.models.session import HELD, RELEASED

Key = tuple[int, int, str]  # school, term, aspect; "" for all aspects
STAGES = {  # which visits of a term are counted as what
    "planned": ~Q(state=State.CANCELLED),
    "held": HELD,
    "talked": Q(state__in=RELEASED),
    "closed": Q(state=State.CLOSED),
}
COUNTED = Q(  # levels of observers in talks
    session__state__in=RELEASED,
    rater=Rating.Rater.OBSERVER,
    indicator__scale=Scale.FOUR,
    level__isnull=False,
)


def refresh(school: School, term: Term) -> None:
    """Count again what one school did in one term. Call inside the act's transaction."""
    School.objects.select_for_update().get(pk=school.pk)  # one writer a school at a time
    wishes = Wish.objects.filter(school=school)
    sessions = SupervisionSession.objects.filter(school=school, term=term)
    _write(sessions, wishes, TermSummary.objects.filter(school=school, term=term), term)


@transaction.atomic
def rebuild(schools: Iterable[School] | None = None) -> None:
    """Count everything, or all of some ``schools``, again; in a handful of queries."""
    sessions, kept = SupervisionSession.objects.all(), TermSummary.objects.all()
    wishes = Wish.objects.all()
    if schools is not None:
        pks = [school.pk for school in schools]
        sessions, kept = sessions.filter(school__in=pks), kept.filter(school__in=pks)
        wishes = wishes.filter(school__in=pks)
    _write(sessions, wishes, kept)


def _write(
    sessions: QuerySet[SupervisionSession],
    wishes: QuerySet[Wish],
    kept: QuerySet[TermSummary],
    term: Term | None = None,
) -> None:
    """Put what ``sessions`` and ``wishes`` of a ``term``, or all, come to in place of ``kept``."""
    found, codes = _counted(sessions, wishes, term)
    kept.delete()
    TermSummary.objects.bulk_create(
        [
            TermSummary(
                school_id=school,
                term_id=term_id,
                aspect=aspect,
                region_code=codes[school],
                **counts,
            )
            for (school, term_id, aspect), counts in found.items()
        ],
        batch_size=500,
    )


def _counted(
    sessions: QuerySet[SupervisionSession], wishes: QuerySet[Wish], term: Term | None
) -> tuple[dict[Key, dict[str, Any]], dict[int, str]]:
    """The counts of each row, and the subdistrict of each school."""
    found: dict[Key, dict[str, Any]] = defaultdict(dict)
    sessions = sessions.annotate(is_supervisors=Exists(_supervisors()))
    for prefix, rows in (("", _whole(sessions)), ("aspect", _by_aspect(sessions))):
        for row in rows:
            aspect = row.pop("parts__aspect") if prefix else ""
            found[row.pop("school"), row.pop("term"), aspect].update(row)
    for row in _steps(sessions):
        found[row.pop("session__school"), row.pop("session__term"), ""].update(row)
    for key, levels in _levels(sessions).items():
        found[key].update(levels)
    for key, asked in _asked(wishes, term).items():
        found[key]["asked"] = asked
    places = School.objects.filter(pk__in={school for school, _term, _aspect in found})
    return found, dict(places.values_list("pk", "subdistrict"))


def _supervisors() -> QuerySet[Appointment]:
    """Appointments as a supervisor that a session's observer held on its day."""
    day = OuterRef("planned_on")
    return Appointment.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=day),
        role=Role.SUPERVISOR,
        user=OuterRef("observer"),
        began_on__lte=day,
    ).order_by()


def _stages() -> dict[str, Count]:
    return {
        **{name: Count("pk", filter=where) for name, where in STAGES.items()},
        "by_supervisor": Count("pk", filter=STAGES["planned"] & Q(is_supervisors=True)),
        "held_by_supervisor": Count("pk", filter=HELD & Q(is_supervisors=True)),
    }


def _whole(sessions: QuerySet[SupervisionSession]) -> Iterable[Any]:
    return sessions.order_by().values("school", "term").annotate(**_stages())


def _by_aspect(sessions: QuerySet[SupervisionSession]) -> Iterable[Any]:
    rows = sessions.filter(parts__isnull=False).order_by()
    return rows.values("school", "term", "parts__aspect").annotate(**_stages())


def _steps(sessions: QuerySet[SupervisionSession]) -> Iterable[Any]:
    steps = FollowUp.objects.filter(session__in=sessions).order_by()
    return steps.values("session__school", "session__term").annotate(
        steps=Count("pk"), steps_done=Count("pk", filter=Q(done_at__isnull=False))
    )


def _asked(wishes: QuerySet[Wish], term: Term | None) -> dict[Key, int]:
    """Wishes not taken back by the term they were written in: all (""), and by aspect named."""
    rows = wishes.filter(withdrawn_at=None).order_by()
    named = rows.values_list("pk", "school", "school__zone", "at", "indicators__instrument__aspect")
    calendar = list(Term.objects.order_by("starts_on"))
    found: dict[Key, set[Any]] = defaultdict(set)
    for pk, school, zone, at, aspect in named.distinct():
        own = periods.term_of(periods.today(zone, at), calendar)
        if own and (term is None or own == term):
            for key in {"", aspect or ""}:
                found[school, own.pk, key].add(pk)
    return {key: len(pks) for key, pks in found.items()}


def _levels(sessions: QuerySet[SupervisionSession]) -> dict[Key, dict[str, Any]]:
    """Released levels 1 to 4 of observers: each teacher's mean once, and how often each level."""
    by_teacher: Iterable[Any] = (
        Rating.objects.filter(COUNTED, session__in=sessions)
        .order_by()
        .values(
            "session__school",
            "session__term",
            "indicator__instrument__aspect",
            "session__teacher",
        )
        .annotate(
            mean=Avg("level"),
            **{f"level_{n}": Count("pk", filter=Q(level=n)) for n in (1, 2, 3, 4)},
        )
    )
    found: dict[Key, dict[str, Any]] = {}
    for row in by_teacher:
        key = (
            row["session__school"],
            row["session__term"],
            row["indicator__instrument__aspect"],
        )
        sums = found.setdefault(key, defaultdict(int))
        sums["teachers"] += 1
        sums["level_sum"] += row["mean"]
        for n in (1, 2, 3, 4):
            sums[f"level_{n}"] += row[f"level_{n}"]
    return found
