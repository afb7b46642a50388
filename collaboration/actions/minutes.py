"""What was talked over, decided and is to be tried."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from collaboration import summaries
from collaboration.actions.attendance import begun
from collaboration.actions.trial import hand_out
from collaboration.models import Activity
from portal import audit, drafts, notify
from portal.models import User


@transaction.atomic
def minute(activity: Activity, *, by: User, problem: str, decision: str, to_try: str) -> Activity:
    """Write down problem, decision and one thing to try; those on the list are told once.

    Raises ``ValidationError`` before the day of the activity.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    begun(activity)
    first = activity.minuted_at is None
    activity.problem, activity.decision, activity.to_try = problem, decision, to_try
    activity.minuted_at = activity.minuted_at or timezone.now()
    activity.save(update_fields=["problem", "decision", "to_try", "minuted_at"])
    hand_out(activity)
    drafts.discard(by, f"activity-minutes:{activity.pk}")
    summaries.refresh_activity(activity)
    audit.record("activity_minute", activity, by=by)
    if first:
        people = list(User.objects.filter(attendance__activity=activity))
        notify.tell("minutes_written", activity, to=people, by=by)
    return activity
