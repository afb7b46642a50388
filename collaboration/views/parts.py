"""What the page of an activity shows of the record that its kind has, for this reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from collaboration.models import Activity, LookBack, PeerVisit
from portal import access
from portal.models import User

Part = dict[str, Any]


def look_back(activity: Activity, _user: User) -> Part:
    return {"row": LookBack.objects.select_related("owner").filter(activity=activity).first()}


def peer_visit(activity: Activity, user: User) -> Part:
    visits = PeerVisit.objects.visible_to(user).select_related("visitor", "visited")
    visit = visits.filter(activity=activity).first()
    if visit is None:
        return {"visit": None}
    return {
        "visit": visit,
        "can": access.allowed(user, "peer_visit", visit),
        "readers": access.readers("peer_visit", visit, sub=visit.visited, obs=visit.visitor),
        "must_agree": visit.agreed_at is None and visit.focus_by_id != user.pk,
        "is_past": activity.starts_at < timezone.now(),
    }


PARTS: dict[str, Callable[[Activity, User], Part]] = {
    Activity.Kind.REFLECTIVE: look_back,
    Activity.Kind.PEER_VISIT: peer_visit,
}


def of(activity: Activity, user: User) -> Part:
    found = PARTS.get(activity.kind)
    return found(activity, user) if found else {}
