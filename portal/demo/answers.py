"""What people have said to invitations of the days ahead; the demo's teacher still may."""

from __future__ import annotations

import datetime as dt
import random

from django.utils import timezone

from collaboration.models import Attendance
from portal import notify
from portal.models import User

SEED = 6190
WORDS = (
    "Ada rapat wali murid, bahan saya titipkan.",
    "Mendampingi lomba di kecamatan.",
    "",
)
SILENT = ("guru", "guru2")  # they see the question on their homes


def tell() -> None:
    """Most come, few cannot, some have said nothing yet."""
    chance, now = random.Random(SEED), timezone.now()  # noqa: S311  the same demo each time
    rows = Attendance.objects.filter(
        user__isnull=False, activity__starts_at__gt=now, activity__cancelled_at=None
    ).exclude(user__username__in=SILENT)
    invite_silent(now)
    told = []
    for row in rows.order_by("activity__starts_at", "pk"):
        drawn = chance.random()
        if drawn > 0.7:
            continue
        row.answer = "coming" if drawn < 0.6 else "cannot"
        row.answer_words = chance.choice(WORDS) if row.answer == "cannot" else ""
        row.answered_at = now - dt.timedelta(hours=chance.randrange(2, 40))
        told.append(row)
    fields = ["answer", "answer_words", "answered_at"]
    Attendance.objects.bulk_update(told, fields, batch_size=500)


def invite_silent(now: dt.datetime) -> None:
    """Who has not answered still has the notice of her next meeting of a forum."""
    for user in User.objects.filter(username__in=SILENT):
        rows = Attendance.objects.ahead_of(user, now).filter(activity__forum__isnull=False)
        row = rows.select_related("activity__host").order_by("activity__starts_at").first()
        if row:
            notify.tell("activity_called", row.activity, to=[user], by=row.activity.host)
