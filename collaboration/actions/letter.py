"""Letters of attendance: made once for the facts as they stand, proved by their code."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Activity, Attendance, Letter
from portal import audit
from portal.models import User

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1: it is typed from paper


@transaction.atomic
def issue(row: Attendance, *, by: User) -> Letter:
    """The letter of one attendance; asked again, the one whose facts still stand.

    After a correction of the list, the time or the title the old one is no longer valid, and a
    new one has a code of its own. Raises ``ValidationError`` when there is nothing to certify.
    """
    row = Attendance.objects.select_for_update(of=("self",)).select_related("user").get(pk=row.pk)
    activity = Activity.objects.get(pk=row.activity_id)
    if row.user is None or not row.came or not activity.minuted_at or activity.cancelled_at:
        raise ValidationError(
            _("A letter is made for who came to an activity whose minutes are written.")
        )
    facts = {
        "name": row.user.paper_name,
        "title": activity.title,
        "starts_at": activity.starts_at,
        "minutes": activity.minutes,
    }
    there = Letter.objects.valid().filter(attendance=row, **facts).first()
    if there:
        return there
    code = "".join(secrets.choice(SIGNS) for _number in range(Letter.SIGNS))
    letter = Letter.objects.create(attendance=row, code=code, issued_at=timezone.now(), **facts)
    audit.record("letter_issue", letter, by=by, subject=row.user)
    return letter


def tidy(typed: str) -> str:
    """A code as typed: capitals, without blanks and hyphens."""
    return "".join(sign for sign in typed.upper() if sign in SIGNS)[: Letter.SIGNS + 1]
