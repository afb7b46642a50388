"""A school's vision: written, pledged to, and served by what people do together."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import (
    Activity,
    Pledge,
    Vision,
    VisionLine,
    VisionPart,
    VisionService,
)
from portal import audit, drafts
from portal.models import School, Term, User

MOST_PARTS = 5
FORM = "vision"  # of the draft


@transaction.atomic
def write(
    vision_id: UUID, *, by: User, school: School, sentence: str, parts: Sequence[str]
) -> Vision:
    """Begin a new version and end the one before; the same words again change nothing.

    A second send of the same form finds the first. Raises ``ValidationError`` without a part.
    """
    School.objects.select_for_update().get(pk=school.pk)  # one pen at a time
    sent = Vision.objects.filter(pk=vision_id).first()
    if sent:
        return own(sent, sent.written_by_id, by)
    texts = list(dict.fromkeys(text.strip() for text in parts if text.strip()))
    if not 1 <= len(texts) <= MOST_PARTS:
        raise ValidationError({"part_1": _("Write one to five short parts.")})
    before = Vision.objects.filter(school=school, ended_at=None).first()
    if before and (before.sentence, words_of(before)) == (sentence, texts):
        return before
    now = timezone.now()
    Vision.objects.filter(school=school, ended_at=None).update(ended_at=now)
    vision = Vision.objects.create(
        pk=vision_id, school=school, sentence=sentence, written_by=by, began_at=now
    )
    for order, text in enumerate(texts):
        part, _made = VisionPart.objects.get_or_create(school=school, text=text)
        VisionLine.objects.create(vision=vision, part=part, order=order)
    drafts.discard(by, FORM)
    audit.record("vision_write", vision, by=by)
    return vision


def own(row: Vision, writer: int, by: User) -> Vision:
    if writer != by.pk:
        raise ValidationError(_("This form has been sent by somebody else."))
    return row


def words_of(vision: Vision) -> list[str]:
    return [line.part.text for line in vision.lines.select_related("part")]


@transaction.atomic
def pledge(
    pledge_id: UUID, *, by: User, school: School, term: Term, sentence: str, part: VisionPart | None
) -> Pledge:
    """Write or change one's pledge of the term; a second send changes nothing more."""
    User.objects.select_for_update().get(pk=by.pk)
    found = Pledge.objects.filter(user=by, school=school, term=term).first()
    if found is None and Pledge.objects.filter(pk=pledge_id).exists():
        raise ValidationError(_("This form was sent before. Open the page again."))
    row = found or Pledge(pk=pledge_id, user=by, school=school, term=term)
    row.sentence, row.part, row.at = sentence, part, timezone.now()
    row.save()
    drafts.discard(by, "pledge")
    audit.record("pledge_write", row, by=by, subject=by)
    return row


@transaction.atomic
def withdraw(row: Pledge, *, by: User) -> None:
    """Take one's pledge back; nothing of its words stays."""
    audit.record("pledge_withdraw", row, by=by, subject=by)
    row.delete()


@transaction.atomic
def serve(activity: Activity, part: VisionPart, *, by: User, evidence: str) -> VisionService:
    """Say which part an activity served, and in a sentence what showed; again: change it."""
    Activity.objects.select_for_update().get(pk=activity.pk)
    row, _made = VisionService.objects.update_or_create(
        activity=activity,
        part=part,
        defaults={"evidence": evidence, "written_by": by, "at": timezone.now()},
    )
    drafts.discard(by, f"activity-vision:{activity.pk}")
    audit.record("activity_serve", activity, by=by)
    return row


@transaction.atomic
def untie(activity: Activity, part: int, *, by: User) -> None:
    """An activity serves a part no longer. Twice is harmless."""
    if VisionService.objects.filter(activity=activity, part=part).delete()[0]:
        audit.record("activity_untie", activity, by=by)
