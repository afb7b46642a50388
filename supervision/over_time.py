"""Reckon what a school shows of itself term by term, and keep it. For background work alone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, Max, Q

from portal.models import Appointment, School, Term
from portal.roles import Role
from supervision.models import Rating, Scale, SchoolTerm, SupervisionSession
from supervision.models.session import RELEASED
from supervision.stats import change, terms


def rebuild(today: dt.date) -> int:
    """Every school's running term, and terms that have nothing yet; returns how many."""
    known = set(SchoolTerm.objects.values_list("school", "term").distinct())
    by_key = {term.pk: term for term in Term.objects.filter(starts_on__lte=today)}
    pairs = SupervisionSession.objects.filter(state__in=RELEASED, term__in=by_key)
    done = 0
    for school, term in set(pairs.order_by().values_list("school", "term").distinct()):
        if (school, term) not in known or by_key[term].ends_on >= today:
            reckon(School.objects.get(pk=school), by_key[term], today)
            done += 1
    return done


@transaction.atomic
def reckon(school: School, term: Term, today: dt.date) -> None:
    """One term of one school anew; repeating changes nothing. Eight queries."""
    School.objects.select_for_update().get(pk=school.pk)  # one writer a school at a time
    day = min(today, term.ends_on)
    rows = [_talks(school, term, day)]
    pairs = _pairs(school, term)
    for aspect, teachers in _by_teacher(school, term).items():
        values = _aspect(teachers) | _change(pairs.get(aspect, {}))
        rows.append(SchoolTerm(aspect=aspect, **values))
    for row in rows:
        row.school, row.term, row.as_of = school, term, day
    SchoolTerm.objects.filter(school=school, term=term).delete()
    SchoolTerm.objects.bulk_create(rows)


def _by_teacher(school: School, term: Term) -> dict[str, list[tuple[float, tuple[int, ...]]]]:
    """By aspect each teacher's mean level and how often each level was seen."""
    rows: Iterable[Any] = (
        Rating.objects.filter(
            session__school=school,
            session__term=term,
            session__state__in=RELEASED,
            rater=Rating.Rater.OBSERVER,
            indicator__scale=Scale.FOUR,
            level__isnull=False,
        )
        .order_by()
        .values_list("indicator__instrument__aspect", "session__teacher")
        .annotate(
            mean=Avg("level"),
            **{f"level_{n}": Count("pk", filter=Q(level=n)) for n in (1, 2, 3, 4)},
        )
    )
    found: dict[str, list[tuple[float, tuple[int, ...]]]] = defaultdict(list)
    for aspect, _teacher, mean, *counts in rows:
        found[aspect].append((mean, tuple(counts)))
    return found


def _aspect(teachers: list[tuple[float, tuple[int, ...]]]) -> dict[str, Any]:
    values: dict[str, Any] = {"teachers": len(teachers)}
    found = terms.mean([mean for mean, _counts in teachers])
    if found:
        values |= {"mean": found.mean, "low": found.low, "high": found.high}
    counts = [sum(row[at] for _mean, row in teachers) for at in range(4)]
    if terms.shares(counts, len(teachers)):
        values |= {f"level_{at}": count for at, count in enumerate(counts, 1)}
    return values


def _pairs(school: School, term: Term) -> dict[str, dict[object, tuple[float, float]]]:
    """By aspect and teacher the mean levels of the term before and of ``term``; two queries.

    Over the indicators seen in both, five or more, in the same version of the form.
    """
    before = Term.objects.filter(starts_on__lt=term.starts_on).order_by("-starts_on").first()
    rows: Iterable[Any] = Rating.objects.filter(
        session__school=school,
        session__term__in=[before, term] if before else [],
        session__state__in=RELEASED,
        rater=Rating.Rater.OBSERVER,
        indicator__scale=Scale.FOUR,
        level__isnull=False,
    ).values_list(
        "indicator__instrument__aspect", "session__teacher", "session__term", "session",
        "indicator", "level",
    )  # fmt: skip
    sides: dict[Any, tuple[dict[object, dict[str, int]], ...]] = {}
    for aspect, teacher, of, session, item, level in rows:
        both = sides.setdefault((aspect, teacher), (defaultdict(dict), defaultdict(dict)))
        both[of == term.pk][session][str(item)] = level
    found: dict[str, dict[object, tuple[float, float]]] = defaultdict(dict)
    for (aspect, teacher), (early, late) in sides.items():
        if pair := change.pair(early.values(), late.values()):
            found[aspect][teacher] = pair
    return found


def _change(pairs: dict[object, tuple[float, float]]) -> dict[str, Any]:
    values: dict[str, Any] = {"both": len(pairs)}
    found = terms.change(pairs)
    if found is None:
        return values
    return values | {
        "change": found.mean,
        "change_low": found.low,
        "change_high": found.high,
        "up": found.up,
        "same": found.same,
        "down": found.down,
    }


def _talks(school: School, term: Term, day: dt.date) -> SchoolTerm:
    """How many of those who teach on ``day`` had a talk less than 90 days before."""
    serving = Appointment.objects.on(day).filter(school=school, role=Role.TEACHER)
    staff = set(serving.values_list("user", flat=True))
    talks = SupervisionSession.objects.filter(
        teacher__in=staff, state__in=RELEASED, planned_on__lte=day
    )
    last = dict(talks.order_by().values_list("teacher").annotate(day=Max("planned_on")))
    days = [(day - last[user]).days if user in last else None for user in staff]
    share = terms.recent_share(days)
    recent = None if share is None else round(share * len(staff))
    return SchoolTerm(staff=len(staff), recent=recent)
