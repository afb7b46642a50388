from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Max, Q
from django.utils import timezone

from collaboration.models import Activity, Forum, Membership
from collaboration.models.forum import ForumQuerySet
from portal.models import Appointment, User
from supervision.models import FollowUp

MOST = 4
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Desk:
    forums: list[Forum]
    next: Activity | None
    missing: list[str]
    brought: list[FollowUp]
    unminuted: list[Activity]
    trying: list[Activity]
    host: User | None


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """The next meeting and what is missing for it; no ratings, no other schools' sessions.

    Seven queries, whatever the number of rows.
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
    coming = activities.filter(starts_at__gte=timezone.now()).order_by("starts_at")
    found = coming.select_related("host", "forum__cluster").first()
    past = activities.filter(starts_at__lt=timezone.now())
    return Desk(
        forums=list(forums[:5]),
        next=found,
        missing=missing(found) if found else [],
        brought=brought(forums, timezone.now()),
        unminuted=list(past.filter(minuted_at=None)[:3]),
        trying=list(past.exclude(to_try="")[:3]),
        host=next_host(forums),
    )


def missing(activity: Activity) -> list[str]:
    """Names of the fields a meeting still lacks, as keys for the page."""
    return [name for name in ("agenda", "problem", "place") if not getattr(activity, name)]


def next_host(forums: ForumQuerySet) -> User | None:
    """The member who has hosted longest ago or never; equal ones in order of name. One query."""
    held = Q(user__hosted__forum__in=forums.values("pk"), user__hosted__cancelled_at=None)
    rows = Membership.objects.running().filter(forum__in=forums.values("pk"))
    rows = rows.annotate(last=Max("user__hosted__starts_at", filter=held)).select_related("user")
    row = rows.order_by(F("last").asc(nulls_first=True), "user__name", "pk").first()
    return row.user if row else None


def brought(forums: ForumQuerySet, now: dt.datetime) -> list[FollowUp]:
    """Open steps that members took to meetings of a year; only their text travels. One query."""
    rows = FollowUp.objects.open().filter(
        activities__forum__in=forums.values("pk"),
        activities__starts_at__gte=now - YEAR,
        may_travel=True,
    )
    return list(rows.distinct().order_by("due_on", "pk")[:MOST])
