"""What people take home from a meeting, and what they say happened."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Activity, Trial
from portal import audit
from portal.models import User


def hand_out(activity: Activity) -> None:
    """A line for each who came, once there are minutes; nobody else keeps an unanswered one."""
    if activity.minuted_at is None:
        return
    came = set(
        activity.attendance.filter(came=True, user__isnull=False).values_list("user", flat=True)
    )
    rows = activity.trials
    rows.filter(answered_at=None).exclude(user__in=came).delete()
    known = set(rows.values_list("user", flat=True))
    Trial.objects.bulk_create(
        [Trial(activity=activity, user_id=user) for user in sorted(came - known)],
        ignore_conflicts=True,
    )


@transaction.atomic
def answer(trial: Trial, *, by: User, outcome: str) -> Trial:
    """Say in one line what happened; saying it again replaces the line.

    Raises ``ValidationError`` without words: who has none to say skips instead.
    """
    words = " ".join(outcome.split())
    if not words:
        raise ValidationError({"outcome": _("Write one line, or choose to skip it.")})
    row = Trial.objects.select_for_update().get(pk=trial.pk)
    row.outcome, row.answered_at, row.skipped_at = words, timezone.now(), None
    row.save(update_fields=["outcome", "answered_at", "skipped_at"])
    audit.record("trial_answer", row, by=by)
    return row


@transaction.atomic
def skip(trial: Trial, *, by: User) -> Trial:
    """Take the line off the home. A line that was answered stays; skipping twice is harmless."""
    row = Trial.objects.select_for_update().get(pk=trial.pk)
    if row.answered_at is None and row.skipped_at is None:
        row.skipped_at = timezone.now()
        row.save(update_fields=["skipped_at"])
        audit.record("trial_skip", row, by=by)
    return row
