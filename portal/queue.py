"""Work in the background: what a dead worker left behind is taken up again, what is old goes.

Tasks are functions under ``django_tasks.task``, enqueued in ``transaction.on_commit`` and safe to
repeat: a worker may die at any line, and the next one runs the task from its beginning.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging

from django.core.mail import mail_admins
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.exceptions import InvalidTaskError
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

LONGEST = dt.timedelta(minutes=10)  # no task may take longer: cut it into several
TRIES = 3
EVERY = dt.timedelta(minutes=5)
KEPT = dt.timedelta(days=14)

logger = logging.getLogger(__name__)


class Abandoned(Exception):
    """Its worker died each time it was tried."""


def recover(now: dt.datetime) -> tuple[int, int]:
    """Put tasks whose worker died back into the queue; the third time they have failed.

    Returns how many were put back and how many were given up. Two workers may do so at once:
    each row is changed only while it still runs since ``started_at``.
    """
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST)
    back = given_up = 0
    for row in lost:
        still = lost.filter(pk=row.pk, started_at=row.started_at)
        if len(row.worker_ids) < TRIES:
            back += still.update(status=TaskResultStatus.READY, started_at=None)
        elif give_up(still, row, now):
            given_up += 1
    return back, given_up


def give_up(still: object, row: DBTaskResult, now: dt.datetime) -> bool:
    """Mark it failed and tell whoever runs the server, by log and, where one is set, by e-mail.

    What waits for the task hears of it as of any other failure, by ``task_finished``.
    """
    told = f"{row.task_path} lost its worker {TRIES} times and was given up (task {row.pk})."
    changed = still.update(  # type: ignore[attr-defined]
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path=f"{Abandoned.__module__}.{Abandoned.__qualname__}",
        traceback=told,
    )
    if changed:
        logger.error(told)
        row.refresh_from_db()
        with contextlib.suppress(ImportError, InvalidTaskError):  # of a version or settings before
            task_finished.send(sender=type(row.task.get_backend()), task_result=row.task_result)
        transaction.on_commit(lambda: mail_admins("A background task was given up", told))
    return bool(changed)


def prune(now: dt.datetime) -> int:
    """Delete what finished more than ``KEPT`` ago; returns how many rows went."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()[0]


def tidy() -> None:
    """What a worker does at its start and every ``EVERY``; repeating it changes nothing more."""
    now = timezone.now()
    with transaction.atomic():
        recover(now)
        prune(now)
