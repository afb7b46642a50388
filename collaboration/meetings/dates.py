"""Days and hours on which a meeting could be held: pooled free hours, visits, activities, holidays.

Free hours are read by nobody but their owner. So a pool is all the people of a place on the first
day of the month, never a list that the caller chose; it speaks only where ``LIMIT`` others have
marked a week; and nobody, one, all but one and all look alike, in words and in the order.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from collaboration import needs
from collaboration.models import Activity, Forum, FreeHour
from portal.models import Holiday, School, Term, User
from portal.models.terms import HolidayQuerySet
from supervision import schedule
from supervision.models import State, SupervisionSession

LIMIT = 5  # people other than the reader
APART = 2  # people on each side of a number that is told
SOON, WEEKS = dt.timedelta(days=3), dt.timedelta(weeks=4)
MOST = 5
PARTS = FreeHour.Part
BEGINS = {PARTS.AFTERNOON: dt.time(13), PARTS.NOON: dt.time(10), PARTS.MORNING: dt.time(8)}


@dataclass(frozen=True, slots=True)
class Pool:
    """How many of ``givers`` people are free at each weekday (0 is Monday) and part."""

    givers: int
    free: Counter[tuple[int, str]]

    def rough(self, weekday: int, part: str) -> int:
        """The number for the order: nobody like one, all like all but one."""
        return min(max(self.free[weekday, part], 1), self.givers - 1) if self.givers else 0

    def sentence(self, weekday: int, part: str) -> str:
        if not self.givers:
            return ""
        number = self.free[weekday, part]
        if APART <= number <= self.givers - APART:
            words = {"n": number, "of": self.givers}
            return _("%(n)s of %(of)s who have marked their hours are free.") % words
        if number < APART:
            return _("Hardly anybody has marked this hour.")
        return _("Nearly all who have marked their hours are free.")


@dataclass(frozen=True, slots=True)
class Proposal:
    """``by_pool``: the hour comes from pooled free hours, else it is the first of the afternoon."""

    day: dt.date
    time: dt.time
    reasons: tuple[str, ...]
    by_pool: bool = False

    @property
    def key(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.time:%H.%M}"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A day with lessons: ``against`` it are 0 to 2 things, ``free`` is the pool's rough number."""

    against: int
    free: int
    proposal: Proposal


def proposed(place: Forum | School, reader: User, today: dt.date) -> list[Proposal]:
    """Up to ``MOST`` days of the next four weeks, the best hour of each, in order of day.

    Days without a visit or another activity come first, then those on which more people are free,
    then the earlier.
    """
    rows = weighed(place, reader, today, first=today + SOON, last=today + WEEKS)
    rows.sort(key=lambda row: (row.against, -row.free, row.proposal.day))
    return sorted((row.proposal for row in rows[:MOST]), key=lambda found: found.day)


def weighed(
    place: Forum | School, reader: User, today: dt.date, *, first: dt.date, last: dt.date
) -> list[Weighed]:
    """Each day from ``first`` to ``last`` with its best hour; seven queries at most.

    Days without lessons are left out: holidays, Sundays, and those between two terms.
    """
    people = belonging(place, today.replace(day=1))
    shut, taught = schedule.named(holidays(place), first, last), taught_days(first, last)
    visits, meetings = visit_days(people, reader, first, last), activity_days(place, first, last)
    hours = pool(people, reader)
    rows = []
    for day in (first + dt.timedelta(days=n) for n in range((last - first).days + 1)):
        if shut.reason(day) or not taught(day):
            continue
        if day.weekday() == schedule.SATURDAY and not hours.givers:
            continue
        part = max(BEGINS, key=partial(hours.rough, day.weekday()))
        busy = (day in visits) + (day in meetings)
        reasons = (
            hours.sentence(day.weekday(), part),
            visited(day in visits),
            met(day in meetings),
        )
        found = Proposal(day, BEGINS[part], tuple(filter(None, reasons)), bool(hours.givers))
        rows.append(Weighed(busy, hours.rough(day.weekday(), part), found))
    return rows


def taught_days(first: dt.date, last: dt.date) -> Callable[[dt.date], bool]:
    """Does a day lie in a term? Yes for all where no term is entered yet; one query."""
    rows = Term.objects.filter(starts_on__lte=last, ends_on__gte=first)
    terms = list(rows.values_list("starts_on", "ends_on"))
    return lambda day: not terms or any(begin <= day <= end for begin, end in terms)


def belonging(place: Forum | School, day: dt.date) -> set[int]:
    """Who was of the place on ``day``: members of a forum, teachers of a school."""
    if isinstance(place, Forum):
        return needs.members_on(place, day)
    return needs.teachers_on(place, day)


def visited(there_is: bool) -> str:
    return _("There is a visit that day.") if there_is else _("No visit is known.")


def met(there_is: bool) -> str:
    return _("There is another activity that day.") if there_is else _("No other activity.")


def pool(people: Collection[int], reader: User) -> Pool:
    """Of the hours that ``people`` have marked; one query."""
    rows = FreeHour.objects.filter(user__in=people).values_list("user", "weekday", "part")
    return pooled(list(rows.order_by()), reader)


def pooled(found: Sequence[tuple[int, int, str]], reader: User) -> Pool:
    """Rows of person, weekday and part; empty below ``LIMIT`` people beside the reader."""
    givers = {user for user, _day, _part in found}
    if len(givers - {reader.pk}) < LIMIT:
        return Pool(0, Counter())
    return Pool(len(givers), Counter((day, part) for _user, day, part in found))


def visit_days(
    people: Collection[int], reader: User, first: dt.date, last: dt.date
) -> set[dt.date]:
    """Days on which somebody is visited; in a small group only visits the reader may see."""
    rows = SupervisionSession.objects.filter(
        Q(teacher__in=people) | Q(observer__in=people), planned_on__range=(first, last)
    ).exclude(state=State.CANCELLED)
    if len(people) < LIMIT:
        rows = rows.filter(pk__in=SupervisionSession.objects.visible_to(reader).values("pk"))
    return set(rows.order_by().values_list("planned_on", flat=True))


def activity_days(place: Forum | School, first: dt.date, last: dt.date) -> set[dt.date]:
    """Days of activities of the forum or the school itself."""
    zone = ZoneInfo(place.place.zone if isinstance(place, Forum) else place.zone)
    begin = dt.datetime.combine(first, dt.time(), zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    rows = Activity.objects.filter(starts_at__gte=begin, starts_at__lt=end, cancelled_at=None)
    rows = rows.filter(Q(forum=place) if isinstance(place, Forum) else Q(school=place))
    return {at.astimezone(zone).date() for at in rows.values_list("starts_at", flat=True)}


def holidays(place: Forum | School) -> HolidayQuerySet:
    """Of the country and its regions; for a school its own too."""
    if isinstance(place, School):
        return Holiday.objects.at(place)
    school = place.schools.order_by("pk").first()
    if school is None:
        return Holiday.objects.filter(school=None, region=None)
    rows = Holiday.objects.at(school)
    return rows if place.school_id else rows.filter(school=None)
