"""Six letters read aloud: who is on the list marks herself, on the day and on no other."""

from __future__ import annotations

import datetime as dt
import secrets
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.actions.trial import hand_out
from collaboration.models import Activity, Attendance, AttendanceCode
from portal import audit
from portal.models import User


@transaction.atomic
def renew(activity: Activity, *, by: User) -> AttendanceCode:
    """New letters for ``activity``; the old ones stop at once."""
    letters = "".join(
        secrets.choice(AttendanceCode.LETTERS) for _number in range(AttendanceCode.LENGTH)
    )
    row, _new = AttendanceCode.objects.update_or_create(
        activity=activity, defaults={"letters": letters, "made_at": timezone.now()}
    )
    audit.record("attendance_code", activity, by=by)
    return row


def tidy(typed: str) -> str:
    """The letters of a code as typed: capitals, without blanks and hyphens."""
    return "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())[:40]


@transaction.atomic
def check_in(typed: str, *, by: User, now: dt.datetime) -> Attendance:
    """Mark ``by`` as present at the activity whose letters she typed; twice is harmless.

    Only activities on whose list she stands are looked at, so a code read elsewhere opens
    nothing. Raises ``ValidationError``: for letters of another day that it is not their day,
    for everything else one sentence alike.
    """
    letters = tidy(typed)
    rows = Attendance.objects.filter(
        user=by, activity__code__isnull=False, activity__cancelled_at=None
    ).select_related(
        "activity__code",
        "activity__school",
        "activity__forum__cluster",
        "activity__forum__school",
        "activity__forum__subdistrict",
    )
    fitting = [row for row in rows if constant_time_compare(row.activity.code.letters, letters)]
    today = [row for row in fitting if row.activity.day == day_at(row.activity, now)]
    if not today:
        raise ValidationError(not_its_day() if fitting else unknown())
    row = Attendance.objects.select_for_update(of=("self",)).get(pk=today[0].pk)
    if not row.came:
        row.came = True
        row.save(update_fields=["came"])
        hand_out(today[0].activity)
        summaries.refresh_activity(today[0].activity)
        audit.record("attendance_mark", today[0].activity, by=by)
    return row


def day_at(activity: Activity, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(activity.zone)).date()


def unknown() -> str:
    return _(
        "These letters fit no meeting that you are invited to today. "
        "Please read them once more, or ask the host to mark you on the list."
    )


def not_its_day() -> str:
    return _(
        "These letters only work on the day of the meeting itself. "
        "The host can still mark you on the list."
    )
