"""What was seen when a plan was taught, and the next version that is made of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import LessonPlan, PlanVersion, TeachingNote
from portal import audit, drafts, notify
from portal.models import User


@transaction.atomic
def note(
    plan: LessonPlan,
    note_id: UUID,
    *,
    by: User,
    taught_on: dt.date,
    class_name: str,
    worked: str,
    change: str,
) -> TeachingNote:
    """Write down how the newest version went; a second send finds the first. Authors are told."""
    sent = TeachingNote.objects.filter(pk=note_id).first()
    if sent:
        if sent.author_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        return sent
    row = TeachingNote.objects.create(
        pk=note_id,
        version=plan.versions.order_by("-number")[0],
        author=by,
        taught_on=taught_on,
        class_name=class_name,
        worked=worked,
        change=change,
        made_at=timezone.now(),
    )
    audit.record("teaching_note", plan, by=by, subject=by)
    notify.tell("plan_taught", plan, to=list(plan.authors.all()), by=by, event=str(row.pk))
    drafts.discard(by, f"plan-teach:{plan.pk}")
    return row


@transaction.atomic
def change(row: TeachingNote, *, by: User, **values: object) -> TeachingNote:
    """Mend one's own note; ``values`` are fields of the form."""
    row = TeachingNote.objects.select_for_update().get(pk=row.pk)
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    audit.record("teaching_note_change", row.version.plan, by=by, subject=by)
    return row


@transaction.atomic
def withdraw(row: TeachingNote, *, by: User) -> None:
    audit.record("teaching_note_withdraw", row.version.plan, by=by, subject=by)
    row.delete()


def taken_up(row: TeachingNote, version: PlanVersion) -> None:
    """Remember which version was made of a note; the first one stays."""
    TeachingNote.objects.filter(pk=row.pk, became=None).update(became=version)
