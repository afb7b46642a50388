"""What a teacher means to try after working together, and what came of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.actions.trace import principals, same_aspect
from collaboration.models import Activity, LessonPlan, Link
from portal import audit, notify
from portal.models import School, User
from supervision.models import FollowUp, Indicator, SupervisionSession


@transaction.atomic
def intend(
    source: Activity | LessonPlan,
    link_id: UUID,
    *,
    by: User,
    aspect: str,
    intention: str,
    indicator: Indicator | None = None,
) -> Link:
    """Write down what ``by`` means to try. A second send finds the first.

    Raises ``ValidationError`` for an aspect the activity was not meant for, an indicator of
    another aspect, and a key that somebody else has used.
    """
    sent = Link.objects.filter(pk=link_id).first()
    if sent:
        if sent.written_by_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        return sent
    if isinstance(source, Activity) and not source.aspects.filter(aspect=aspect).exists():
        raise ValidationError({"aspect": _("The activity was not meant for this aspect.")})
    same_aspect(indicator, aspect)
    row = Link.objects.create(
        pk=link_id,
        activity=source if isinstance(source, Activity) else None,
        plan=source if isinstance(source, LessonPlan) else None,
        teacher=by,
        aspect=aspect,
        indicator=indicator,
        intention=intention,
        written_by=by,
        written_at=timezone.now(),
    )
    audit.record("trace_intend", row, by=by, subject=by)
    return row


@transaction.atomic
def observe(
    row: Link,
    *,
    by: User,
    sentence: str,
    session: SupervisionSession | None = None,
    follow_up: FollowUp | None = None,
    indicator: Indicator | None = None,
    school: School | None = None,
) -> Link:
    """Say what came of it, and in which talk or step it showed. The first answer stands.

    The teacher's own side is confirmed with it; with a session, principal and observer are told.
    Without one, the principal of ``school`` reads it, if a school is given. An indicator chosen
    before stays. Raises ``ValidationError`` for an indicator of another aspect.
    """
    row = Link.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.is_open:
        return row
    if row.indicator_id is None:
        same_aspect(indicator, row.aspect)
        row.indicator = indicator
    row.sentence, row.session, row.follow_up = sentence, session, follow_up
    row.observed_at = row.teacher_confirmed_at = timezone.now()
    row.save()
    audit.record("trace_observe", row, by=by, subject=by)
    if session:
        told = [session.observer, *principals(session.school_id)]
        notify.tell("trace_observed", row, to=told, by=by)
    elif school:
        show(row, school, by=by)
    return row


@transaction.atomic
def show(row: Link, school: School | None, *, by: User) -> Link:
    """Let the principal of ``school`` read and confirm what no talk shows; None takes it back.

    Nothing happens once a principal has confirmed, or where a talk shows it. Twice is harmless.
    """
    row = Link.objects.select_for_update(of=("self",)).get(pk=row.pk)
    may_change = row.observed_at and not row.session_id and not row.principal_confirmed_at
    if not may_change or row.school_id == (school.pk if school else None):
        return row
    row.school = school
    row.save(update_fields=["school"])
    audit.record("trace_show", row, by=by, subject=by)
    if school:
        notify.tell("trace_observed", row, to=principals(school.pk), by=by)
    return row


@transaction.atomic
def let_go(row: Link, *, by: User) -> Link:
    """Put an intention aside; no reason is asked. Twice is harmless."""
    row = Link.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.is_open:
        row.let_go_at = timezone.now()
        row.save(update_fields=["let_go_at"])
        audit.record("trace_let_go", row, by=by, subject=by)
    return row


def ask(now: dt.datetime) -> None:
    """Ask once about each intention that has been open for three weeks; again asks nothing."""
    for row in Link.objects.ripe(now).select_related("teacher").iterator():
        if row.teacher:
            notify.tell("intention_open", row, to=[row.teacher], by=None)
