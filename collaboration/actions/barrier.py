"""What stood in the way: named in three taps, taken back by its writer."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.models import Activity, Barrier
from portal import audit, drafts
from portal.models import School, User


@transaction.atomic
def name(
    barrier_id: UUID,
    *,
    by: User,
    kind: str,
    tried: str,
    month: dt.date,
    words: str = "",
    school: School | None = None,
    activity: Activity | None = None,
) -> Barrier:
    """Write down a barrier of a school's month or of an activity; a second send finds the first.

    A barrier of a school's own activity counts in the school's month too.
    """
    sent = Barrier.objects.filter(pk=barrier_id).first()
    if sent:
        if sent.written_by_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        return sent
    row = Barrier.objects.create(
        pk=barrier_id,
        school=activity.school if activity else school,
        activity=activity,
        month=month.replace(day=1),
        kind=kind,
        tried=tried,
        words=words,
        written_by=by,
    )
    if row.school:
        summaries.refresh_barriers(row.school, row.month)
    drafts.discard(by, f"barrier:{(activity or school).pk}")  # type: ignore[union-attr]
    audit.record("barrier_write", row, by=by, subject=by)
    return row


@transaction.atomic
def withdraw(row: Barrier, *, by: User) -> None:
    audit.record("barrier_withdraw", row, by=by, subject=by)
    school, month = row.school, row.month
    row.delete()
    if school:
        summaries.refresh_barriers(school, month)
