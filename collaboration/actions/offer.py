"""What a person offers her colleagues: written, changed, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Nudge, Offer
from portal import audit, drafts
from portal.models import School, Term, User
from supervision.models import Indicator


@transaction.atomic
def offer(
    offer_id: UUID,
    *,
    by: User,
    school: School,
    sentence: str,
    grade: int | None,
    indicators: Iterable[Indicator],
) -> Offer:
    """Write or change one's offer at a school; a second send changes nothing more."""
    User.objects.select_for_update().get(pk=by.pk)
    found = Offer.objects.filter(user=by, school=school).first()
    if found is None and Offer.objects.filter(pk=offer_id).exists():
        raise ValidationError(_("This form was sent before. Open the page again."))
    row = found or Offer(pk=offer_id, user=by, school=school)
    row.sentence, row.grade, row.at = sentence, grade, timezone.now()
    row.save()
    row.indicators.set(indicators)
    drafts.discard(by, "offer")
    audit.record("offer_write", row, by=by, subject=by)
    return row


@transaction.atomic
def withdraw(row: Offer, *, by: User) -> None:
    audit.record("offer_withdraw", row, by=by, subject=by)
    row.delete()


def put_aside(term: Term, *, by: User) -> None:
    """Do not show the invitation after ``term`` again. Twice is harmless."""
    Nudge.objects.get_or_create(user=by, term=term)
