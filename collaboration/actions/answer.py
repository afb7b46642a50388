"""What people say to an invitation before the meeting; never a mark of attendance."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.models import Attendance
from portal import audit
from portal.models import User


@transaction.atomic
def answer(
    row: Attendance, *, by: User, said: str, words: str = "", now: dt.datetime
) -> Attendance:
    """Keep what ``by`` says on her own row; the last answer counts, the same again is harmless.

    Raises ``ValidationError`` once the activity has begun or is called off.
    """
    row = Attendance.objects.select_for_update(of=("self",)).get(pk=row.pk, user=by)
    if row.activity.cancelled_at:
        raise ValidationError(_("This activity is cancelled."))
    if row.activity.starts_at <= now:
        raise ValidationError(_("The meeting has begun. Who is there is marked on the list."))
    if (row.answer, row.answer_words) != (said, words):
        row.answer, row.answer_words, row.answered_at = said, words, now
        row.save(update_fields=["answer", "answer_words", "answered_at"])
        audit.record("activity_answer", row.activity, by=by)
    return row
