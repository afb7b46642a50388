"""What the meeting before decided, and what came of the one thing to try."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Subquery

from collaboration.meetings import kinds
from collaboration.models import Activity, Trial
from portal.models import User

MOST = 40


@dataclass(frozen=True, slots=True)
class Review:
    """``outcomes`` are lines that were written, oldest first; of ``handed_out`` people."""

    activity: Activity
    outcomes: list[Trial]
    handed_out: int


def before(activity: Activity, user: User) -> Review | None:
    """What comes back at ``activity`` from the minuted meeting before it; one query.

    It comes back once, at the next meeting: not in a lesson or a visit, and not at the meeting
    after. None without one, and for who may not read what its people try.
    """
    if activity.kind not in kinds.MEETINGS:
        return None
    here = Activity.objects.filter(
        starts_at__lt=activity.starts_at,
        forum=activity.forum_id,
        school=activity.school_id,
        cancelled_at=None,
    )
    earlier = here.filter(minuted_at__isnull=False).exclude(decision="", to_try="")
    last = earlier.order_by("-starts_at", "pk").values("pk")[:1]
    between = here.filter(starts_at__gt=OuterRef("activity__starts_at"), kind__in=kinds.MEETINGS)
    rows = list(
        Trial.objects.visible_to(user)
        .filter(~Exists(between), activity=Subquery(last))
        .select_related("activity", "user")
        .order_by(F("answered_at").asc(nulls_last=True), "pk")
    )
    if not rows:
        return None
    told = [row for row in rows if row.answered_at]
    return Review(activity=rows[0].activity, outcomes=told[:MOST], handed_out=len(rows))
