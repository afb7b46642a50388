"""What the page of a forum shows, in its order; nothing of it orders people by what they did."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, F, Max, Q

from collaboration.models import Activity, Attendance, Forum, LessonPlan, Officer
from portal import periods
from portal.models import User
from supervision.models import FollowUp

MOST = 6
YEAR = dt.timedelta(days=365)


def page_of(forum: Forum, user: User, now: dt.datetime) -> dict[str, Any]:
    """About ten queries, whatever the number of rows."""
    activities = forum.activities.filter(cancelled_at=None).select_related("host")
    past = activities.filter(starts_at__lt=now).order_by("-starts_at")
    coming = activities.filter(starts_at__gte=now).order_by("starts_at")
    following = coming.prefetch_related("aspects", "indicators").first()
    tried = list(past.filter(~Q(decision="") | ~Q(to_try="")).prefetch_related("aspects")[:MOST])
    today = periods.today(forum.place.zone, now)
    return {
        "next": following,
        "problem": problem_now(following, past.first()),
        "steps": brought(forum, following),
        "tried": tried,
        "held": past.count(),
        "plans": plans(forum, user),
        "contributions": contributions(forum, now),
        "host": next_host(forum),
        "members": forum.memberships.running().count(),
        "officers": Officer.objects.on(today).filter(forum=forum).select_related("user"),
    }


def problem_now(following: Activity | None, last: Activity | None) -> Activity | None:
    """The meeting whose problem needs a view now: the next one's, else the last one undecided."""
    if following and following.problem:
        return following
    return last if last and last.problem and not last.decision else None


def brought(forum: Forum, following: Activity | None) -> list[FollowUp]:
    """Open steps that members brought, by date; only their text travels. One query."""
    own = Q(activities__forum=forum)
    if following:
        own |= Q(activities=following)
    rows = FollowUp.objects.filter(own, may_travel=True, done_at=None)
    return list(rows.distinct().order_by("due_on", "pk")[:MOST])


def plans(forum: Forum, user: User) -> list[LessonPlan]:
    """Plans shared here, newest first, each with ``used_by``: teachers who taught or adapted it."""
    rows = LessonPlan.objects.visible_to(user).filter(forum=forum, archived_at=None)
    taught = Count("versions__taught__session__teacher", distinct=True)
    adapted = Count("versions__adaptations", distinct=True)
    return list(rows.annotate(taught=taught, adapted=adapted).order_by("-shared_at", "pk")[:MOST])


def contributions(forum: Forum, now: dt.datetime) -> list[Attendance]:
    """Who hosted, presented or asked at the last meetings of a year, newest meeting first."""
    gave = Q(hosted=True) | Q(presented=True) | Q(asked=True)
    rows = Attendance.objects.filter(
        gave,
        activity__forum=forum,
        activity__cancelled_at=None,
        activity__starts_at__range=(now - YEAR, now),
        user__isnull=False,
    )
    rows = rows.select_related("user", "activity", "school")
    return list(rows.order_by("-activity__starts_at", "user__name", "pk")[: 2 * MOST])


def next_host(forum: Forum) -> User | None:
    """The member who has hosted longest ago or never; equal ones in order of name. One query."""
    held = Q(user__hosted__forum=forum, user__hosted__cancelled_at=None)
    rows = forum.memberships.running().annotate(last=Max("user__hosted__starts_at", filter=held))
    order = (F("last").asc(nulls_first=True), "user__name", "pk")
    row = rows.order_by(*order).select_related("user").first()
    return row.user if row else None
