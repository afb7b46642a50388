"""Who came and what each gave: by the list, by numbers from paper, or by a code of the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.actions.trial import hand_out
from collaboration.models import Activity, Attendance
from collaboration.models.attendance import GAVE
from portal import audit, periods
from portal.models import User


def number(activity: Activity) -> None:
    """Give everybody on the list without a number the next one; numbers given stay."""
    rows = activity.attendance
    last = rows.aggregate(last=Max("number"))["last"] or 0
    fresh = list(rows.filter(number=None).as_list())
    for at, row in enumerate(fresh, last + 1):
        row.number = at
    Attendance.objects.bulk_update(fresh, ["number"])


def begun(activity: Activity) -> None:
    """Raises ``ValidationError`` before the day of the activity, by the clock of its place."""
    if activity.day > periods.today(activity.zone):
        raise ValidationError(
            _("The day of this activity is still to come. Attendance and minutes are written from"
              " that day on.")
        )  # fmt: skip


@transaction.atomic
def attend(
    activity: Activity,
    *,
    by: User,
    came: Collection[int],
    gave: Mapping[int, Collection[str]],
    guest: str = "",
) -> None:
    """Mark who came and what each gave, by key of the attendance row; the rest stays unmarked.

    Raises ``ValidationError`` before the day of the activity.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    begun(activity)
    rows = list(activity.attendance.all())
    for row in rows:
        row.came = row.pk in came
        given = gave.get(row.pk, ())
        for name in GAVE:
            setattr(row, name, row.came and name in given)
    Attendance.objects.bulk_update(rows, ["came", *GAVE])
    if guest.strip():
        Attendance.objects.get_or_create(
            activity=activity,
            user=None,
            guest=guest.strip()[:160],
            defaults={"came": True},
        )
    number(activity)
    hand_out(activity)
    summaries.refresh_activity(activity)
    audit.record("activity_attend", activity, by=by)
