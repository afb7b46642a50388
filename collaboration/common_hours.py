"""A part of the week that suits a person and the group she belongs to; never one colleague's hours.

One group is asked for each reader and it is not hers to choose, or two groups that differ by a few
people would tell theirs by subtraction. The group speaks as in ``collaboration.meetings.dates``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q, Subquery
from django.utils.dates import WEEKDAYS

from collaboration.meetings import dates
from collaboration.models import Activity, Forum, FreeHour, Membership
from portal.models import School, User

Cell = tuple[int, str]  # weekday, 0 is Monday, and part of the day
BOUNDS = {
    FreeHour.Part.MORNING: (7, 10),
    FreeHour.Part.NOON: (10, 13),
    FreeHour.Part.AFTERNOON: (13, 16),
}  # hours of the clock, the second left out


@dataclass(frozen=True, slots=True)
class Common:
    """``people`` are the group as it was on the first day of the month, the reader left out."""

    weekday: int
    part: str
    place: Forum | School
    sentence: str
    people: AbstractSet[int]

    @property
    def forum(self) -> Forum | None:
        return self.place if isinstance(self.place, Forum) else None

    @property
    def day_words(self) -> str:
        return str(WEEKDAYS[self.weekday])

    @property
    def part_words(self) -> str:
        return str(FreeHour.Part(self.part).label)


def suits(activity: Activity, mine: AbstractSet[Cell]) -> bool:
    """Does an activity begin in a part that was marked, by the clock of its place?"""
    at = activity.starts_at.astimezone(ZoneInfo(activity.zone))
    return any(
        (at.weekday(), str(part)) in mine
        for part, (first, last) in BOUNDS.items()
        if first <= at.hour < last
    )


@dataclass(frozen=True, slots=True)
class Hours:
    """``mine`` are the reader's own; ``common`` is told where it suits her and her group."""

    mine: AbstractSet[Cell]
    common: Common | None


def hours(user: User, school: School, today: dt.date) -> Hours:
    """What she has marked, and the hour of it on which most of her group are free, two at least.

    ``common`` is None where she has marked nothing, fewer than five others have, or fewer than two
    of them are free whenever she is. Three queries at most.
    """
    place, people = group(user, school, today.replace(day=1))
    rows = FreeHour.objects.filter(user__in={user.pk, *people}).order_by()
    found = list(rows.values_list("user", "weekday", "part"))
    mine = {(weekday, part) for owner, weekday, part in found if owner == user.pk}
    pool = dates.pooled([row for row in found if row[0] != user.pk], user)
    told = {cell for cell in mine if pool.free[cell] >= dates.APART}
    if not pool.givers or not told:
        return Hours(mine, None)
    weekday, part = min(told, key=lambda cell: (-pool.rough(*cell), cell))
    words = pool.sentence(weekday, part)
    return Hours(mine, Common(weekday, part, place, words, people))


def group(user: User, school: School, day: dt.date) -> tuple[Forum | School, set[int]]:
    """The forum she has belonged to for longest, else her school, and its people on ``day``."""
    own = Membership.objects.running().filter(user=user).order_by("began_on", "pk")
    still = Q(ended_on=None) | Q(ended_on__gte=day)
    rows = Membership.objects.filter(
        still, forum=Subquery(own.values("forum")[:1]), began_on__lte=day
    )
    found = list(rows.select_related("forum"))
    if found:
        return found[0].forum, {row.user_id for row in found} - {user.pk}
    return school, dates.belonging(school, day) - {user.pk}
