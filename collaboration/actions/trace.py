"""Traces from work together to what changed in a session, confirmed by both sides."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Activity, Link
from portal import audit, notify
from portal.models import Appointment, User
from supervision.models import Indicator, SupervisionSession


@transaction.atomic
def link(
    activity: Activity,
    link_id: UUID,
    *,
    by: User,
    aspect: str,
    session: SupervisionSession,
    sentence: str,
    indicator: Indicator | None = None,
) -> Link:
    """Write a trace from an activity to a session: one sentence on what changed.

    The writer's own side is confirmed with it, the other side is asked. A second send finds
    the first. Raises ``ValidationError`` for an aspect the activity was not meant for and for an
    indicator of another aspect.
    """
    sent = Link.objects.filter(pk=link_id, activity=activity, written_by=by).first()
    if sent:
        return sent
    if Link.objects.filter(pk=link_id).exists():
        raise ValidationError(_("This form was sent before. Open the page again."))
    if not activity.aspects.filter(aspect=aspect).exists():
        raise ValidationError({"aspect": _("The activity was not meant for this aspect.")})
    same_aspect(indicator, aspect)
    if not sentence.strip():
        raise ValidationError({"sentence": _("Write in one sentence what changed.")})
    row = Link.objects.create(
        pk=link_id,
        activity=activity,
        aspect=aspect,
        indicator=indicator,
        session=session,
        sentence=sentence.strip(),
        teacher=session.teacher,
        written_by=by,
        written_at=timezone.now(),
        observed_at=timezone.now(),
    )
    confirm(row, by=by)
    audit.record("link_write", row, by=by, subject=session.teacher)
    told = [session.teacher, *principals(session.school_id)]
    notify.tell("link_written", activity, to=told, by=by, event=str(row.pk))
    return row


def principals(school: int) -> list[User]:
    """Who leads the school with this key today."""
    leads = Appointment.objects.on(timezone.localdate()).filter(school=school, role="principal")
    return list(User.objects.filter(pk__in=leads.values("user")))


def same_aspect(indicator: Indicator | None, aspect: str) -> None:
    """Raises ``ValidationError`` for an indicator of another aspect."""
    if indicator and indicator.instrument.aspect != aspect:
        raise ValidationError({"indicator": _("This indicator belongs to another aspect.")})


@transaction.atomic
def confirm(row: Link, *, by: User) -> Link:
    """Teacher and principal confirm, each for himself. Twice is harmless."""
    row = Link.objects.select_for_update(of=("self",)).select_related("session").get(pk=row.pk)
    if by.pk == row.teacher_id or (row.session and by.pk == row.session.teacher_id):
        row.teacher_confirmed_at = row.teacher_confirmed_at or timezone.now()
    elif ("principal", row.session.school_id if row.session else row.school_id) in by.scope.schools:
        row.principal_confirmed_at = row.principal_confirmed_at or timezone.now()
    row.save(update_fields=["teacher_confirmed_at", "principal_confirmed_at"])
    subject = row.session.teacher if row.session else row.teacher
    audit.record("link_confirm", row, by=by, subject=subject)
    return row
