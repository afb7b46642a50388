from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Q
from django.utils import timezone

from collaboration.models import Activity, Forum, Membership
from portal.models import Appointment, User


@dataclass(frozen=True, slots=True)
class Desk:
    forums: list[Forum]
    next: Activity | None
    missing: list[str]
    unminuted: list[Activity]
    trying: list[Activity]
    host: User | None


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """The next meeting and what is missing for it; no ratings, no other schools' sessions."""
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
        unminuted=list(past.filter(minuted_at=None)[:3]),
        trying=list(past.exclude(to_try="")[:3]),
        host=next_host(forums),
    )


def missing(activity: Activity) -> list[str]:
    """Names of the fields a meeting still lacks, as keys for the page."""
    return [name for name in ("agenda", "problem", "place") if not getattr(activity, name)]


def next_host(forums: object) -> User | None:
    """The member who has hosted longest ago or never; equal ones in order of name."""
    row = (
        Membership.objects.filter(forum__in=forums, ended_on=None)  # type: ignore[misc]
        .annotate(last=Max("user__hosted__starts_at", filter=Q(user__hosted__forum__in=forums)))
        .order_by("last", "user__name")
        .select_related("user")
    )
    never = row.filter(last=None).first()
    found = never or row.first()
    return found.user if found else None
