"""Files beside an activity: added by those who take part, within the rooms for files."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Activity, Attachment
from portal import audit, files
from portal.models import School, User


def school_of(activity: Activity, user: User) -> School | None:
    """Where a file counts: the activity's school, else the school its giver came from."""
    if activity.school:
        return activity.school
    row = activity.attendance.filter(user=user).select_related("school").first()
    return row.school if row else None


@transaction.atomic
def add(
    activity: Activity,
    attachment_id: UUID,
    *,
    by: User,
    file: files.Checked,
    role: str,
    caption: str = "",
) -> Attachment:
    """Keep a file beside the activity; a second send finds the first.

    Raises ``ValidationError`` once the activity is called off, and when a room for files is full.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    sent = Attachment.objects.filter(pk=attachment_id).first()
    if sent:
        if sent.added_by_id != by.pk or sent.activity_id != activity.pk:
            raise ValidationError(_("This form was sent before. Open the page again."))
        return sent
    if activity.cancelled_at:
        raise ValidationError(_("This activity is cancelled."))
    row = Attachment.objects.create(
        pk=attachment_id,
        activity=activity,
        file=files.keep(file, owner=by, school=school_of(activity, by)),
        role=role,
        caption=caption,
        added_by=by,
        added_at=timezone.now(),
    )
    audit.record("attachment_add", activity, by=by)
    return row


@transaction.atomic
def remove(row: Attachment, *, by: User) -> None:
    """Take a file away for good, its bytes with it."""
    activity, file = row.activity, row.file
    row.delete()
    files.drop(file)
    if activity:
        audit.record("attachment_remove", activity, by=by)
