"""Work together: called, attended, minuted, and traced to what changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.actions.attendance import number
from collaboration.models import (
    Activity,
    ActivityAspect,
    Attendance,
    Forum,
    Link,
    Membership,
)
from portal import audit, drafts, notify
from portal.models import Appointment, School, User
from portal.roles import AT_SCHOOL
from supervision.models import SupervisionSession


@transaction.atomic
def convene(
    activity_id: UUID,
    *,
    by: User,
    forum: Forum | None = None,
    school: School | None = None,
    aspects: Iterable[str],
    indicators: Iterable[Any] = (),
    follow_ups: Iterable[Any] = (),
    plans: Iterable[Any] = (),
    **about: Any,
) -> Activity:
    """Call people together; a second send finds the first.

    Everybody of the forum or the school is on the list. Raises ``ValidationError`` without an
    aspect: each hour together says what it is meant to help.
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
    invited = _invite(activity)
    drafts.discard(by, f"activity-new:{(forum or school).pk}")  # type: ignore[union-attr]
    audit.record("activity_call", activity, by=by)
    notify.tell("activity_called", activity, to=invited, by=by)
    return activity


def _tie(
    activity: Activity,
    aspects: Iterable[str],
    indicators: Iterable[Any],
    follow_ups: Iterable[Any],
    plans: Iterable[Any],
) -> None:
    wanted = list(aspects)
    activity.aspects.exclude(aspect__in=wanted).delete()
    for aspect in wanted:
        ActivityAspect.objects.get_or_create(activity=activity, aspect=aspect)
    activity.indicators.set(indicators)
    activity.follow_ups.set(follow_ups)
    activity.plans.set(plans)


def _invite(activity: Activity) -> list[User]:
    """Put everybody of the forum or school on the list, each with the school of today."""
    day = timezone.localdate()
    if activity.forum_id:
        members = Membership.objects.filter(forum=activity.forum_id, ended_on=None)
        belong = Q(pk__in=members.values("user")) | Q(pk=activity.host_id)
        people = list(User.objects.filter(belong))
    else:
        serving = Appointment.objects.on(day).filter(school=activity.school_id, role__in=AT_SCHOOL)
        people = list(User.objects.filter(pk__in=serving.values("user")))
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


@transaction.atomic
def change(
    activity: Activity,
    *,
    by: User,
    aspects: Iterable[str],
    indicators: Iterable[Any] = (),
    follow_ups: Iterable[Any] = (),
    plans: Iterable[Any] = (),
    **about: Any,
) -> Activity:
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    for name, value in about.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(about))
    _tie(activity, aspects, indicators, follow_ups, plans)
    summaries.refresh_activity(activity)
    audit.record("activity_change", activity, by=by)
    return activity


@transaction.atomic
def cancel(activity: Activity, *, by: User) -> Activity:
    """Call a meeting off; its list and words stay. Twice is harmless."""
    activity = Activity.objects.select_for_update().get(pk=activity.pk)
    if activity.cancelled_at is None:
        activity.cancelled_at = timezone.now()
        activity.save(update_fields=["cancelled_at"])
        summaries.refresh_activity(activity)
        audit.record("activity_cancel", activity, by=by)
    return activity


@transaction.atomic
def link(
    activity: Activity,
    link_id: UUID,
    *,
    by: User,
    aspect: str,
    session: SupervisionSession,
    sentence: str,
) -> Link:
    """Write a trace from an activity to a session: one sentence on what changed.

    The writer's own side is confirmed with it, the other side is asked. A second send finds
    the first. Raises ``ValidationError`` for an aspect the activity was not meant for.
    """
    sent = Link.objects.filter(pk=link_id, activity=activity, written_by=by).first()
    if sent:
        return sent
    if Link.objects.filter(pk=link_id).exists():
        raise ValidationError(_("This form was sent before. Open the page again."))
    if not activity.aspects.filter(aspect=aspect).exists():
        raise ValidationError({"aspect": _("The activity was not meant for this aspect.")})
    if not sentence.strip():
        raise ValidationError({"sentence": _("Write in one sentence what changed.")})
    row = Link.objects.create(
        pk=link_id,
        activity=activity,
        aspect=aspect,
        session=session,
        sentence=sentence.strip(),
        written_by=by,
        written_at=timezone.now(),
    )
    confirm(row, by=by)
    audit.record("link_write", row, by=by, subject=session.teacher)
    principals = User.objects.filter(
        pk__in=Appointment.objects.on(timezone.localdate())
        .filter(school=session.school_id, role="principal")
        .values("user")
    )
    notify.tell(
        "link_written",
        activity,
        to=[session.teacher, *principals],
        by=by,
        event=str(row.pk),
    )
    return row


@transaction.atomic
def confirm(row: Link, *, by: User) -> Link:
    """Teacher and principal confirm, each for himself. Twice is harmless."""
    row = Link.objects.select_for_update(of=("self",)).select_related("session").get(pk=row.pk)
    if row.session and by.pk == row.session.teacher_id:
        row.teacher_confirmed_at = row.teacher_confirmed_at or timezone.now()
    elif row.session and ("principal", row.session.school_id) in by.scope.schools:
        row.principal_confirmed_at = row.principal_confirmed_at or timezone.now()
    row.save(update_fields=["teacher_confirmed_at", "principal_confirmed_at"])
    audit.record("link_confirm", row, by=by, subject=row.session.teacher if row.session else None)
    return row
