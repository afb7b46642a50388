"""What the last meeting decided, and what came of the one thing to try."""

from __future__ import annotations

from dataclasses import dataclass

from collaboration.models import Activity, Forum, Trial
from portal.models import School, User


@dataclass(frozen=True, slots=True)
class Review:
    """``outcomes`` are the lines that may be read; ``handed_out`` counts who came then."""

    activity: Activity
    outcomes: list[Trial]
    handed_out: int


def of_place(place: Forum | School) -> dict[str, object]:
    return {"forum": place} if isinstance(place, Forum) else {"school": place, "forum": None}


def before(activity: Activity, user: User) -> Review | None:
    """What comes back at ``activity`` from the meeting before it; three queries."""
    rows = Activity.objects.filter(starts_at__lt=activity.starts_at).exclude(pk=activity.pk)
    if activity.forum_id:
        rows = rows.filter(forum=activity.forum_id)
    else:
        rows = rows.filter(forum=None, school=activity.school_id)
    return newest(rows, user)


def newest(rows: object, user: User) -> Review | None:
    """The latest minuted one of ``rows`` (activities) that left something to look back on."""
    held = rows.filter(minuted_at__isnull=False, cancelled_at=None)  # type: ignore[attr-defined]
    last = held.exclude(decision="", to_try="").order_by("-starts_at", "pk").first()
    if last is None:
        return None
    told = Trial.objects.visible_to(user).filter(activity=last, answered_at__isnull=False)
    return Review(
        activity=last,
        outcomes=list(told.select_related("user").order_by("answered_at")[:40]),
        handed_out=last.trials.count(),
    )
