"""Counts of a school and term, kept in the transaction of the act that changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Q, QuerySet

from portal.models import School, Term
from supervision.models import FollowUp, Rating, Scale, State, SupervisionSession, TermSummary
from supervision.models.session import HELD, RELEASED

Key = tuple[int, int, str]  # school, term, aspect; "" for all aspects


def refresh(school: School, term: Term) -> None:
    """Count again what one school did in one term. Call inside the act's transaction."""
    School.objects.select_for_update().get(pk=school.pk)  # one writer a school at a time
    sessions = SupervisionSession.objects.filter(school=school, term=term)
    _write(sessions, TermSummary.objects.filter(school=school, term=term))


@transaction.atomic
def rebuild(schools: Iterable[School] | None = None) -> None:
    """Count everything, or all of some ``schools``, again; in a handful of queries."""
    sessions, kept = SupervisionSession.objects.all(), TermSummary.objects.all()
    if schools is not None:
        pks = [school.pk for school in schools]
        sessions, kept = sessions.filter(school__in=pks), kept.filter(school__in=pks)
    _write(sessions, kept)


def _write(sessions: QuerySet[SupervisionSession], kept: QuerySet[TermSummary]) -> None:
    found: dict[Key, dict[str, Any]] = defaultdict(dict)
    for prefix, rows in (("", _whole(sessions)), ("aspect", _by_aspect(sessions))):
        for row in rows:
            aspect = row.pop("parts__aspect") if prefix else ""
            found[row.pop("school"), row.pop("term"), aspect].update(row)
    for row in _steps(sessions):
        found[row.pop("session__school"), row.pop("session__term"), ""].update(row)
    for key, levels in _levels(sessions).items():
        found[key].update(levels)
    places = School.objects.filter(pk__in=sessions.values("school"))
    codes = dict(places.values_list("pk", "subdistrict"))
    kept.delete()
    TermSummary.objects.bulk_create(
        [
            TermSummary(
                school_id=school,
                term_id=term,
                aspect=aspect,
                region_code=codes[school],
                **counts,
            )
            for (school, term, aspect), counts in found.items()
        ],
        batch_size=500,
    )


def _stages() -> dict[str, Count]:
    return {
        "planned": Count("pk", filter=~Q(state=State.CANCELLED)),
        "held": Count("pk", filter=HELD),
        "talked": Count("pk", filter=Q(state__in=RELEASED)),
        "closed": Count("pk", filter=Q(state=State.CLOSED)),
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


def _levels(sessions: QuerySet[SupervisionSession]) -> dict[Key, dict[str, Any]]:
    """Released levels 1 to 4 of observers: each teacher's mean once, and how often each level."""
    by_teacher: Iterable[Any] = (
        Rating.objects.filter(
            session__in=sessions,
            session__state__in=RELEASED,
            rater=Rating.Rater.OBSERVER,
            indicator__scale=Scale.FOUR,
            level__isnull=False,
        )
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
