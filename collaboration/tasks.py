"""Background work of collaboration. Arithmetic is imported by the worker alone, never by a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from collaboration.models import Activity
from supervision.models import SupervisionSession


@task
def estimate_activity(activity: str) -> int:
    """Reckon anew what moved around one activity; returns how many estimates were written."""
    from collaboration import estimates  # noqa: PLC0415  no page loads numpy

    return estimates.estimate(Activity.objects.filter(pk=activity))


@task
def mail_meeting(activity: str) -> int:
    """Tell people on the list by e-mail how a meeting stands; returns how many were told."""
    from collaboration.meetings import mails  # noqa: PLC0415  sheets and calendars, as above

    return sum(mails.send(row, timezone.now()).sent for row in Activity.objects.filter(pk=activity))


@task
def estimate_teacher(teacher: int, day: str) -> int:
    """Reckon anew what a change in a teacher's levels of ``day`` (ISO) can touch."""
    from collaboration import estimates  # noqa: PLC0415  no page loads numpy

    return estimates.around(teacher, dt.date.fromisoformat(day))


def after_activity(activity: Activity, **kwargs: Any) -> None:
    """Receiver of ``activity_changed``: estimate once what is being written is safe."""
    transaction.on_commit(lambda: estimate_activity.enqueue(str(activity.pk)))


def after_news(activity: Activity, **kwargs: Any) -> None:
    """Receiver of ``meeting_told``: write to those who want it once the act is safe."""
    transaction.on_commit(lambda: mail_meeting.enqueue(str(activity.pk)))


def after_levels(session: SupervisionSession, **kwargs: Any) -> None:
    """Receiver of ``levels_changed``: estimate once the release or withdrawal is safe."""
    day = session.planned_on.isoformat()
    transaction.on_commit(lambda: estimate_teacher.enqueue(session.teacher_id, day))
