"""What leaders of a school say of a plan, and that they have read it together with its authors."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import PlanReading, PlanRemark, PlanVersion
from portal import audit, drafts, notify
from portal.models import User


@transaction.atomic
def review(version: PlanVersion, remark_id: UUID, *, by: User, words: str, together: bool) -> None:
    """Leave words for the authors, the mark "read together", or both; repeating is harmless."""
    plan = version.plan
    if words:
        sent = PlanRemark.objects.filter(pk=remark_id).first()
        if sent and sent.author_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        if sent is None:
            row = PlanRemark.objects.create(
                pk=remark_id, version=version, author=by, words=words, made_at=timezone.now()
            )
            audit.record("plan_remark", plan, by=by)
            _tell("plan_remarked", version, by=by, event=str(row.pk))
    if together:
        _row, new = PlanReading.objects.get_or_create(
            version=version, reader=by, defaults={"at": timezone.now()}
        )
        if new:
            audit.record("plan_read_together", plan, by=by)
            _tell("plan_read_together", version, by=by, event=str(version.number))
    drafts.discard(by, f"plan-review:{plan.pk}")


def _tell(kind: str, version: PlanVersion, *, by: User, event: str) -> None:
    notify.tell(kind, version.plan, to=list(version.plan.authors.all()), by=by, event=event)
