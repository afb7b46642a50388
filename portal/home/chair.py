from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from collaboration.meetings import host_turn
from collaboration.meetings.host_turn import Turn
from collaboration.models import Activity, Forum
from collaboration.models.forum import ForumQuerySet
from portal.models import Appointment, User
from supervision.models import FollowUp

MOST = 4
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Desk:
    forums: list[tuple[Forum, Turn | None]]
    next: Activity | None
    missing: list[str]
    brought: list[FollowUp]
    unminuted: list[Activity]
    trying: list[Activity]


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """The next meeting and what is missing for it; no ratings, no other schools' sessions.

    Six queries, whatever the number of rows.
    """
    forums = Forum.objects.visible_to(user)
    if appointment.cluster_id:
        forums = forums.filter(cluster=appointment.cluster_id)
    else:
        forums = forums.filter(
            Q(subdistrict=appointment.region_id) | Q(cluster__subdistrict=appointment.region_id)
        )
    activities = Activity.objects.visible_to(user).filter(
        forum__in=forums.values("pk"), cancelled_at=None
    )
    now = timezone.now()
    turns = host_turn.with_turn(forums, today).select_related("cluster", "subdistrict", "school")
    coming = activities.filter(starts_at__gte=now).order_by("starts_at")
    found = coming.select_related("host", "forum__cluster").first()
    past = activities.filter(starts_at__lt=now)
    return Desk(
        forums=[(forum, host_turn.turn_of(forum, now)) for forum in turns[:5]],
        next=found,
        missing=missing(found) if found else [],
        brought=brought(forums, now),
        unminuted=list(past.filter(minuted_at=None)[:3]),
        trying=list(past.exclude(to_try="")[:3]),
    )


def missing(activity: Activity) -> list[str]:
    """Names of the fields a meeting still lacks, as keys for the page."""
    return [name for name in ("agenda", "problem", "place") if not getattr(activity, name)]


def brought(forums: ForumQuerySet, now: dt.datetime) -> list[FollowUp]:
    """Open steps that members took to meetings of a year; only their text travels. One query."""
    rows = FollowUp.objects.open().filter(
        activities__forum__in=forums.values("pk"),
        activities__starts_at__gte=now - YEAR,
        may_travel=True,
    )
    return list(rows.distinct().order_by("due_on", "pk")[:MOST])
