"""Work together: called, changed, called off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.actions.attendance import number
from collaboration.meetings import circle, versions
from collaboration.models import (
    Activity,
    ActivityAspect,
    Attendance,
    Forum,
)
from collaboration.signals import meeting_told
from portal import audit, drafts, notify
from portal.models import Appointment, School, User

Rows = Iterable[Any] | None


@transaction.atomic
def convene(
    activity_id: UUID,
    *,
    by: User,
    forum: Forum | None = None,
    school: School | None = None,
    aspects: Iterable[str],
    indicators: Rows = None,
    follow_ups: Rows = None,
    plans: Rows = None,
    invited: Iterable[User] | None = None,
    **about: Any,
) -> Activity:
    """Call people together; a second send finds the first.

    On the list are those ``invited``; None is everybody of the forum or the school. What was held
    before it is entered asks nobody to come. Raises ``ValidationError`` without an aspect: each
    hour together says what it is meant to help.
    """
    sent = Activity.objects.filter(pk=activity_id).first()
    if sent:
        if sent.host_id != by.pk:
            raise ValidationError(_("This form was sent before. Open the page again."))
        return sent
    wanted = list(aspects)
    if not wanted:
        raise ValidationError({"aspects": _("Choose at least one aspect this is meant to help.")})
    activity = Activity.objects.create(pk=activity_id, host=by, forum=forum, school=school, **about)
    _tie(activity, wanted, indicators, follow_ups, plans)
    told = invite(activity, invited)
    drafts.discard(by, f"activity-new:{(forum or school).pk}")  # type: ignore[union-attr]
    audit.record("activity_call", activity, by=by)
    if activity.starts_at > timezone.now():
        notify.tell("activity_called", activity, to=told, by=by)
        meeting_told.send(Activity, activity=activity)
    return activity


def _tie(
    activity: Activity,
    aspects: Iterable[str],
    indicators: Rows,
    follow_ups: Rows,
    plans: Rows,
) -> None:
    """Write what the activity is for; None leaves what a kind's form does not ask."""
    wanted = list(aspects)
    activity.aspects.exclude(aspect__in=wanted).delete()
    for aspect in wanted:
        ActivityAspect.objects.get_or_create(activity=activity, aspect=aspect)
    if indicators is not None:
        activity.indicators.set(indicators)
    if follow_ups is not None:
        activity.follow_ups.set(follow_ups)
    if plans is not None:
        activity.plans.set(plans)


def invite(activity: Activity, invited: Iterable[User] | None) -> list[User]:
    """Put people on the list, each with the school of today; None is everybody of the place."""
    day = timezone.localdate()
    if invited is not None:
        people = list(invited)
    else:
        place: Forum | School = activity.forum or activity.school  # type: ignore[assignment]
        people = list(circle.people(place))
        if activity.forum_id and activity.host not in people:
            people.append(activity.host)
    schools = dict(
        Appointment.objects.on(day)
        .filter(user__in=people, school__isnull=False)
        .order_by("pk")
        .values_list("user", "school")
    )
    Attendance.objects.bulk_create(
        [
            Attendance(activity=activity, user=user, school_id=schools.get(user.pk))
            for user in people
        ],
        ignore_conflicts=True,
    )
    number(activity)
    return people


class Changed(Exception):
    """Somebody else saved the activity after this form was opened."""


@transaction.atomic
def change(
    activity: Activity,
    *,
    by: User,
    seen: str = "",
    aspects: Iterable[str],
    indicators: Rows = None,
    follow_ups: Rows = None,
    plans: Rows = None,
    reason: str = "",
    **about: Any,
) -> Activity:
    """Change what an activity is; to move one that is still to come needs a ``reason``.

    Everybody on the list is told of a move. With another day the answers given are asked anew.
    ``seen`` is the mark of how it stood when the form was opened; what is sent twice changes
    nothing more. Raises ``Changed`` where it stands otherwise by now, and ``ValidationError`` for
    a move without a reason.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    now = versions.standing(activity)
    typed = {**about, "aspects": aspects, "indicators": indicators}
    if not versions.differing(now, {**typed, "follow_ups": follow_ups, "plans": plans}):
        return activity
    if seen and seen != versions.mark(now):
        raise Changed
    before, day = activity.starts_at, activity.day
    for name, value in about.items():
        setattr(activity, name, value)
    moved = activity.starts_at != before and before > timezone.now()
    if moved and not reason.strip():
        raise ValidationError({"reason": _("Write why the date changes.")})
    if moved:
        activity.moved_from, activity.move_reason = before, reason.strip()
    activity.save(update_fields=[*about, "moved_from", "move_reason"])
    if moved:
        _tell_of_move(activity, by=by, other_day=activity.day != day)
    _tie(activity, aspects, indicators, follow_ups, plans)
    summaries.refresh_activity(activity)
    audit.record("activity_change", activity, by=by)
    return activity


def _tell_of_move(activity: Activity, *, by: User, other_day: bool) -> None:
    if other_day:
        activity.attendance.update(answer="", answer_words="", answered_at=None)
    event = activity.starts_at.isoformat()
    notify.tell("activity_moved", activity, to=listed(activity), by=by, event=event)
    meeting_told.send(Activity, activity=activity)


def listed(activity: Activity) -> list[User]:
    return list(User.objects.filter(attendance__activity=activity))


@transaction.atomic
def cancel(activity: Activity, *, by: User, reason: str) -> Activity:
    """Call a meeting off; its list and words stay, and its list is told. Twice is harmless.

    With the first meeting of a series its second one falls, unless that one has been held.
    """
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.cancelled_at is None:
        second = falls_with(activity)
        for row in (activity, *([second] if second else ())):
            row.cancelled_at, row.cancel_reason = timezone.now(), reason.strip()
            row.save(update_fields=["cancelled_at", "cancel_reason"])
            summaries.refresh_activity(row)
            audit.record("activity_cancel", row, by=by)
            if row.starts_at > timezone.now():
                notify.tell("activity_cancelled", row, to=listed(row), by=by)
                meeting_told.send(Activity, activity=row)
    return activity


def falls_with(activity: Activity) -> Activity | None:
    """The second meeting of the series that ``activity`` opens, while nothing is held of it."""
    rows = Activity.objects.filter(closes__first=activity, cancelled_at=None, minuted_at=None)
    return rows.select_related("school", "forum__cluster", "forum__subdistrict").first()
