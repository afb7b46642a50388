"""What a teacher means to try after working together, and what came of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Activity, LessonPlan, Link
from portal import audit, notify
from portal.models import Appointment, User
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
    if indicator and indicator.instrument.aspect != aspect:
        raise ValidationError({"indicator": _("This indicator belongs to another aspect.")})
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
) -> Link:
    """Say what came of it, and in which talk or step it showed. The first answer stands.

    The teacher's own side is confirmed with it; with a session, principal and observer are told.
    """
    row = Link.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.is_open:
        return row
    now = timezone.now()
    row.sentence, row.session, row.follow_up = sentence, session, follow_up
    row.observed_at = row.teacher_confirmed_at = now
    row.save(
        update_fields=["sentence", "session", "follow_up", "observed_at", "teacher_confirmed_at"]
    )
    audit.record("trace_observe", row, by=by, subject=by)
    if session:
        today = timezone.localdate()
        leads = Appointment.objects.on(today).filter(school=session.school_id, role="principal")
        people = User.objects.filter(pk__in=leads.values("user"))
        notify.tell("trace_observed", row, to=[session.observer, *people], by=by)
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
