"""What the page of a forum shows, in its order; nothing of it orders people by what they did."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collaboration.models import Activity, Attendance, Forum, LessonPlan, Membership, PooledNeed
from collaboration.models.attendance import with_answer_of
from collaboration.models.forum import ForumQuerySet
from portal.models import User
from supervision.models import FollowUp, Indicator

MOST = 6
MOST_NEEDS = 3
YEAR = dt.timedelta(days=365)


def with_counts(forums: ForumQuerySet, user: User) -> ForumQuerySet:
    """Each forum with ``members`` and ``activities_seen``, those ``user`` may read."""
    belong = Membership.objects.running().filter(forum=OuterRef("pk"))
    seen = Activity.objects.visible_to(user).filter(forum=OuterRef("pk"))
    return forums.annotate(
        members=number_of(belong),
        activities_seen=number_of(seen),
    )


def number_of(rows: QuerySet[Any]) -> Coalesce:
    each = rows.order_by().values("forum").annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(each), 0)


def page_of(forum: Forum, user: User, now: dt.datetime) -> dict[str, Any]:
    """Five queries, whatever the number of rows; activities of a year before and after."""
    rows = with_answer_of(Activity.objects.visible_to(user), user)
    rows = rows.filter(forum=forum, cancelled_at=None)
    rows = rows.filter(starts_at__range=(now - YEAR, now + YEAR))
    near = list(rows.select_related("host").order_by("-starts_at", "pk"))
    past = [row for row in near if row.starts_at < now]
    following = next((row for row in reversed(near) if row.starts_at >= now), None)
    return {
        "next": following,
        **worked_on(forum, user, following),
        "problem": problem_now(following, past[0] if past else None),
        "steps": brought(forum, following),
        "tried": [row for row in past if row.decision or row.to_try][:MOST],
        "plans": plans(forum, user),
        "contributions": contributions(past),
    }


def worked_on(forum: Forum, user: User, following: Activity | None) -> dict[str, list[Any]]:
    """Indicators of the next meeting, and those that the members need, first ones first.

    The latter carry ``rank``, ``teachers``, ``is_low`` and ``asked`` as kept for the month. One
    query.
    """
    need = PooledNeed.objects.visible_to(user).filter(forum=forum, indicator=OuterRef("pk"))
    planned = Activity.objects.filter(pk=following.pk) if following else Activity.objects.none()
    kept = {
        name: Subquery(need.order_by("rank").values(name)[:1])
        for name in ("rank", "teachers", "is_low", "asked")
    }
    rows: list[Any] = list(
        Indicator.objects.annotate(
            for_next=Exists(planned.filter(indicators=OuterRef("pk"))), **kept
        )
        .filter(Q(for_next=True) | Q(rank__isnull=False))
        .order_by("instrument__key", "order")
    )
    return {
        "indicators": [row for row in rows if row.for_next],
        "needs": sorted((row for row in rows if row.rank), key=lambda row: row.rank)[:MOST_NEEDS],
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


def contributions(past: list[Activity]) -> list[Attendance]:
    """Who hosted, presented or asked at these meetings, the newest of them first."""
    gave = Q(hosted=True) | Q(presented=True) | Q(asked=True)
    rows = Attendance.objects.filter(gave, activity__in=past, user__isnull=False)
    rows = rows.select_related("user", "activity", "school")
    return list(rows.order_by("-activity__starts_at", "activity", "user__name", "pk")[: 2 * MOST])
