"""Suggestions on a section of a plan: written, taken over or kept, always with thanks."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import PlanVersion, Suggestion
from portal import audit, drafts, notify
from portal.models import User


@transaction.atomic
def suggest(
    version: PlanVersion, suggestion_id: UUID, *, by: User, section: str, text: str, why: str
) -> Suggestion:
    """Offer other words for a section of ``version``; a second send finds the first."""
    sent = Suggestion.objects.filter(pk=suggestion_id).first()
    if sent:
        if sent.author_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        return sent
    row = Suggestion.objects.create(
        pk=suggestion_id,
        version=version,
        section=section,
        author=by,
        text=text,
        why=why,
        made_at=timezone.now(),
    )
    plan = version.plan
    audit.record("plan_suggest", plan, by=by, subject=by)
    notify.tell("suggestion_written", plan, to=list(plan.authors.all()), by=by, event=str(row.pk))
    drafts.discard(by, f"plan-suggest:{plan.pk}:{section}")
    return row


def accept(row: Suggestion, version: PlanVersion, *, by: User) -> Suggestion:
    """It stands in ``version`` now, which was saved from it; its writer is told and thanked."""
    return _answer(row, Suggestion.Answer.ACCEPTED, by=by, version=version)


def keep(row: Suggestion, *, by: User) -> Suggestion:
    """Not now: it stays readable for the authors, and its writer is thanked."""
    return _answer(row, Suggestion.Answer.KEPT, by=by, version=None)


@transaction.atomic
def _answer(
    row: Suggestion, answer: Suggestion.Answer, *, by: User, version: PlanVersion | None
) -> Suggestion:
    """The first answer stands; a second one is harmless."""
    row = Suggestion.objects.select_for_update().get(pk=row.pk)
    if row.answered_at:
        return row
    row.answer, row.answered_by, row.answered_at = answer, by, timezone.now()
    row.became = version
    row.save(update_fields=["answer", "answered_by", "answered_at", "became"])
    plan = row.version.plan
    audit.record(f"suggestion_{answer.value}", plan, by=by, subject=row.author)
    notify.tell(f"suggestion_{answer.value}", plan, to=[row.author], by=by, event=str(row.pk))
    return row
