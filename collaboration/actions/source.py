"""Where a plan comes from, said afterwards by one of its authors."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.models import LessonPlan, OtherSource
from portal import audit
from portal.models import User

DEEPEST = 50  # generations looked back for a circle


@transaction.atomic
def name(plan: LessonPlan, source: LessonPlan, *, by: User) -> LessonPlan:
    """Say that ``plan`` comes from ``source``, in its newest version. Again is harmless.

    Raises ``ValidationError`` if the source itself comes from the plan. A source that is named
    already stays.
    """
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.adapted_from_id:
        return plan
    if plan.pk in ancestors(source):
        raise ValidationError(_("That plan itself comes from this one."))
    plan.adapted_from = source.versions.order_by("-number")[0]
    plan.save(update_fields=["adapted_from"])
    audit.record("plan_source", plan, by=by)
    summaries.refresh_plans(plan)
    return plan


def ancestors(plan: LessonPlan) -> set[UUID]:
    """Keys of ``plan`` and of the plans it comes from."""
    found: set[UUID] = set()
    key: UUID | None = plan.pk
    while key and key not in found and len(found) < DEEPEST:
        found.add(key)
        key = LessonPlan.objects.filter(pk=key).values_list("adapted_from__plan", flat=True).first()
    return found


@transaction.atomic
def deny(plan: LessonPlan, other: LessonPlan, *, by: User) -> OtherSource:
    """Say that ``plan`` does not come from ``other``; nobody is asked about it again."""
    row, _new = OtherSource.objects.get_or_create(
        plan=plan, other=other, defaults={"by": by, "at": timezone.now()}
    )
    return row
