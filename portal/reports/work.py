"""The counting of a report, step by step in the background."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from portal.models import AreaReport
from portal.reports.meetings import Meetings
from portal.reports.schools import Schools

PATIENCE = dt.timedelta(minutes=10)


@task
def count(pk: str) -> str:
    """Count the figures of the report that still waits for them; says how it ended.

    Safe to repeat: it begins anew and writes the result in one update. Somebody who cancels
    takes the row (or its waiting) away, which each step notices; then nothing is left.
    """
    waiting = AreaReport.objects.filter(pk=pk, ready_at=None, stopped_at=None)
    places = ("cluster__subdistrict", "region", "term__year", "year")
    report = waiting.select_related(*places).first()
    if report is None:
        return "gone"
    work = Meetings(report) if report.kind == AreaReport.Kind.KKG else Schools(report)
    steps = len(work.batches) + 1
    for done, batch in enumerate(work.batches, 1):
        work.take(batch)  # type: ignore[arg-type]
        if not waiting.update(done=done, steps=steps):
            return "cancelled"
    figures = work.result()
    ready = waiting.update(done=steps, steps=steps, figures=figures, ready_at=timezone.now())
    return "ready" if ready else "cancelled"


def is_lost(report: AreaReport, now: dt.datetime) -> bool:
    """Does it wait for a counting that is not in the queue?

    A process that ended between keeping the report and asking for the counting leaves it so.
    """
    if not report.is_counting or report.made_at > now - PATIENCE:
        return False
    waiting = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    tasks = DBTaskResult.objects.filter(task_path=count.module_path, status__in=waiting)
    return not tasks.filter(args_kwargs__args__0=str(report.pk)).exists()


def after(task_result: TaskResult[object], **_more: object) -> None:
    """Note that the counting broke down, so that the page can offer to begin it anew."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    if task_result.task.module_path == count.module_path:
        rows = AreaReport.objects.filter(pk=task_result.args[0], ready_at=None, stopped_at=None)
        rows.update(stopped_at=timezone.now())
