"""What the people of a forum or a school could work on together: pooled, without a name.

A chair sees indicators here that he could not read a single rating of. So the pool is a group
of teachers, is fixed on the first day of the month, and says no number below the limits: who
takes a member out to see what changes finds the same list until the month is over.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from collaboration.models import Forum, Membership, PooledNeed
from portal import periods
from portal.models import Appointment, School
from portal.roles import Role
from supervision.models import Agreement, Indicator, Rating, Scale, Wish
from supervision.models.session import RELEASED
from supervision.stats.suppression import MIN_TEACHERS

LEAST_ASKING = 3  # teachers; fewer would point at somebody
WEAK = 2  # on the scale of four: "Berkembang" or below
MOST = 6
YEAR = dt.timedelta(days=365)

Key = tuple[str, str]  # aspect, code: joins the versions of a form


@dataclass(frozen=True, slots=True)
class Need:
    """An indicator that a group may take up. ``teachers`` is the size of the group seen on it.

    ``is_low``: at least half of them stand below "Mantap" (level 3) where they were seen last;
    how many is not said. ``asked`` counts teachers who chose it as focus or asked for help with
    it; 0 where fewer than ``LEAST_ASKING`` did.
    """

    indicator: Indicator
    aspect: str
    teachers: int
    is_low: bool
    asked: int


def proposed(place: Forum | School, on: dt.date | None = None) -> list[Need]:
    """What the members need most, at most ``MOST``: asked for first, then low, then by code.

    Counted are members of the forum, or teachers of the school, on the first day of the month of
    ``on`` (today by the clock of its place), and what happened in the 365 days before that day.
    Nothing at all below ``MIN_TEACHERS`` people. Five queries, whatever the number of rows.
    """
    zone = place.place.zone if isinstance(place, Forum) else place.zone
    first = (on or periods.today(zone)).replace(day=1)
    people = members_on(place, first) if isinstance(place, Forum) else teachers_on(place, first)
    if len(people) < MIN_TEACHERS:
        return []
    seen, asking = last_levels(people, first), askers(people, first)
    found: dict[Key, tuple[int, bool, int]] = {}
    for key in seen.keys() | asking.keys():
        levels, asked = seen.get(key, {}), len(asking.get(key, ()))
        low = sum(level <= WEAK for level in levels.values())
        is_low = len(levels) >= MIN_TEACHERS and 2 * low >= len(levels)
        asked = asked if asked >= LEAST_ASKING else 0
        if is_low or asked:
            found[key] = (len(levels) if is_low else len(people), is_low, asked)
    first_ones = sorted(found, key=lambda key: (-found[key][2], not found[key][1], key))[:MOST]
    items = newest(first_ones)
    return [Need(items[key], key[0], *found[key]) for key in first_ones if key in items]


@transaction.atomic
def keep(forum: Forum, on: dt.date) -> int:
    """Fix what the forum needs for the month of ``on``; the month's first run stays.

    Returns how many rows were written.
    """
    first = on.replace(day=1)
    Forum.objects.select_for_update().get(pk=forum.pk)
    kept = PooledNeed.objects.filter(forum=forum)
    if kept.filter(month=first).exists():
        return 0
    kept.delete()
    found = proposed(forum, on)
    PooledNeed.objects.bulk_create(
        PooledNeed(
            forum=forum,
            month=first,
            rank=rank,
            indicator=need.indicator,
            teachers=need.teachers,
            is_low=need.is_low,
            asked=need.asked,
        )
        for rank, need in enumerate(found, 1)
    )
    return len(found)


def publish(on: dt.date) -> int:
    """``keep`` for every forum; returns how many rows were written."""
    forums = Forum.objects.select_related("cluster", "subdistrict", "school").order_by("pk")
    return sum(keep(forum, on) for forum in forums)


def members_on(forum: Forum, day: dt.date) -> set[int]:
    """People who belonged to the forum on ``day``."""
    still = Q(ended_on=None) | Q(ended_on__gte=day)
    rows = Membership.objects.filter(still, forum=forum, began_on__lte=day)
    return set(rows.values_list("user", flat=True))


def teachers_on(school: School, day: dt.date) -> set[int]:
    """People who taught at the school on ``day``."""
    rows = Appointment.objects.on(day).filter(school=school, role=Role.TEACHER)
    return set(rows.values_list("user", flat=True))


def last_levels(people: set[int], before: dt.date) -> dict[Key, dict[int, int]]:
    """Each teacher's last observed level (1 to 4) of each item, from released sessions only."""
    rows = Rating.objects.filter(
        session__teacher__in=people,
        session__state__in=RELEASED,
        session__planned_on__range=(before - YEAR, before - dt.timedelta(days=1)),
        rater=Rating.Rater.OBSERVER,
        indicator__scale=Scale.FOUR,
        level__isnull=False,
    ).order_by("session__planned_on", "session")
    found: dict[Key, dict[int, int]] = defaultdict(dict)
    for aspect, code, teacher, level in rows.values_list(
        "indicator__instrument__aspect", "indicator__code", "session__teacher", "level"
    ).iterator(chunk_size=5000):
        found[aspect, code][teacher] = level or 0
    return found


def askers(people: set[int], before: dt.date) -> dict[Key, set[int]]:
    """Who chose an item as focus of a visit, or asked for help with it, in the year before."""
    days = (before - YEAR, before - dt.timedelta(days=1))
    wishes = Wish.objects.filter(
        teacher__in=people, withdrawn_at=None, at__date__range=days, indicators__isnull=False
    )
    focuses = Agreement.objects.filter(
        session__teacher__in=people,
        session__planned_on__range=days,
        teacher_confirmed_at__isnull=False,
        indicators__isnull=False,
    )
    item = ("indicators__instrument__aspect", "indicators__code")
    found: dict[Key, set[int]] = defaultdict(set)
    for rows, who in ((wishes, "teacher"), (focuses, "session__teacher")):
        for aspect, code, teacher in rows.order_by().values_list(*item, who):
            found[aspect, code].add(teacher)
    return found


def newest(keys: list[Key]) -> dict[Key, Indicator]:
    """The item of each key as the portal's own newest form words it, else any newest form."""
    rows = Indicator.objects.filter(
        code__in={code for _aspect, code in keys},
        instrument__aspect__in={aspect for aspect, _code in keys},
        instrument__published_at__isnull=False,
    ).select_related("instrument")
    found: dict[Key, Indicator] = {}
    for row in sorted(rows, key=_age):
        found[row.instrument.aspect, row.code] = row
    return found


def _age(row: Indicator) -> tuple[bool, bool, int, int]:
    form = row.instrument
    standard = form.place is None and form.kind == "standard"
    return standard, form.retired_at is None, form.version, row.pk
