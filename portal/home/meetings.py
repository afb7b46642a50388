"""What meetings leave on a home: the next one, letters of today, and lines to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from collaboration.models import Activity, Attendance, Trial
from portal.models import User

MOST = 3
LOOKED_AT = 60  # rows; far more than anybody has ahead and open at once


@dataclass(frozen=True, slots=True)
class Lines:
    """``trials`` are attendance rows with ``trial_key``, newest first.

    ``today`` has letters, and the reader is not marked there yet; ``coming`` is the next one
    beside it. ``answer`` is what she said to the invitation of ``coming``, "" for nothing yet;
    ``ahead`` has her rows of all that come, by the key of the activity.
    """

    coming: Activity | None
    answer: str
    ahead: Mapping[str, Attendance]
    today: Activity | None
    trials: Sequence[Attendance]


def lines(user: User, day: dt.date, zone: str, now: dt.datetime) -> Lines:
    """The reader's own lines on ``day`` by the clock of ``zone``; one query."""
    begin = dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
    with_letters = Q(
        activity__starts_at__gte=begin,
        activity__starts_at__lt=begin + dt.timedelta(days=1),
        activity__code__isnull=False,
        came=False,
    )
    open_ones = Trial.objects.filter(user=user, activity=OuterRef("activity")).open()
    rows = list(
        Attendance.objects.visible_to(user)
        .with_place()
        .filter(user=user, activity__cancelled_at=None)
        .annotate(
            trial_key=Subquery(open_ones.order_by().values("pk")[:1]),
            with_letters=ExpressionWrapper(with_letters, BooleanField()),
        )
        .filter(Q(trial_key__isnull=False) | Q(with_letters=True) | Q(activity__starts_at__gte=now))
        .order_by("-activity__starts_at", "pk")[:LOOKED_AT]
    )
    ahead = [row for row in rows if row.activity.starts_at >= now]
    letters = [row.activity for row in rows if row.with_letters]  # type: ignore[attr-defined]
    today = letters[-1] if letters else None
    coming = [row for row in ahead if row.activity != today][-1:]
    return Lines(
        coming=coming[0].activity if coming else None,
        answer=coming[0].answer if coming else "",
        ahead={str(row.activity_id): row for row in ahead},
        today=today,
        trials=[row for row in rows if row.trial_key][:MOST],
    )
