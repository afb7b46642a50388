"""Whose turn it is to host a forum, by rule: the school that has hosted longest ago, or never."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.models import Activity, Attendance, Forum, Membership
from collaboration.models.forum import ForumQuerySet
from portal.models import Appointment, School
from portal.roles import AT_SCHOOL

NEVER, BETWEEN = "0000", "|"


def with_turn(forums: ForumQuerySet, today: dt.date) -> ForumQuerySet:
    """Each forum with ``turn``, for ``turn_of`` to read; None where no member is of a school.

    In turn are schools where members serve. A school has hosted where somebody of it is marked as
    host on the list, or where the place of a meeting names it, one to come as well. Equal ones
    follow by name.
    """
    day = Coalesce(Cast("last", CharField()), Value(NEVER))
    key = Concat(day, Value(BETWEEN), "name", output_field=CharField())
    # Moment and name as one text: SQLite knows no order by what lies two queries further out.
    rows = _schools(today).annotate(key=key).order_by("key").values("key")
    return forums.annotate(turn=Subquery(rows[:1]))


def _schools(today: dt.date) -> QuerySet[School]:
    """Schools in turn of the forum two queries further out, each with ``last``."""
    members = Membership.objects.running().filter(forum=OuterRef(OuterRef(OuterRef("pk"))))
    serving = Appointment.objects.on(today).filter(
        role__in=AT_SCHOOL, user__in=members.values("user")
    )
    marked = Attendance.objects.filter(
        activity=OuterRef("pk"), hosted=True, school=OuterRef(OuterRef("pk"))
    )
    name = OuterRef("name")
    named = (
        Q(place__iexact=name)
        | Q(place__istartswith=Concat(name, Value(",")))
        | Q(place__iendswith=Concat(Value(" "), name))
    )
    held = Activity.objects.filter(forum=OuterRef(OuterRef("pk")), cancelled_at=None)
    last = held.filter(Exists(marked) | named).order_by("-starts_at").values("starts_at")[:1]
    return School.objects.filter(pk__in=serving.values("school")).annotate(last=Subquery(last))


@dataclass(frozen=True, slots=True)
class Turn:
    """The school whose turn it is, and the reason as a sentence."""

    school: str
    reason: str


def proposed(at: Forum | School, now: dt.datetime) -> Turn | None:
    """The turn that a meeting called at ``at`` may take; a school by itself has none. One query."""
    if not isinstance(at, Forum):
        return None
    today = now.astimezone(ZoneInfo(at.place.zone)).date()
    found = with_turn(Forum.objects.filter(pk=at.pk), today)
    return turn_of(found.select_related("cluster", "subdistrict", "school").get(), now)


def turn_of(forum: Forum, now: dt.datetime) -> Turn | None:
    """The turn of a forum read through ``with_turn``; None where there is nothing to take in turn.

    That is a kombel of one school, and a forum in which every school has a meeting to come.
    """
    key: str | None = forum.turn  # type: ignore[attr-defined]
    if not key or forum.kind == Forum.Kind.SCHOOL:
        return None
    moment, _between, name = key.partition(BETWEEN)
    if moment == NEVER:
        return Turn(name, _("%(school)s has not hosted this forum yet.") % {"school": name})
    last = dt.datetime.fromisoformat(moment)
    last = last if last.tzinfo else last.replace(tzinfo=dt.UTC)
    if last > now:
        return None
    month = date_format(last.astimezone(ZoneInfo(forum.place.zone)).date(), "F Y")
    words = _("%(school)s has not hosted since %(month)s.") % {"school": name, "month": month}
    return Turn(name, words)
