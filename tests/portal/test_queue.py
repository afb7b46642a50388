"""The real queue, on the database: done once, taken up again, given up, forgotten."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from portal import queue
from portal.models import Region

NOW = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parent.parent.parent


@task
def name_region(code: str, name: str) -> int:
    return Region.objects.filter(code=code).update(name=name)


@task
def stumble() -> None:
    raise ValueError("as told")


@pytest.fixture
def on_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def work():
    """Do what waits, as the worker does; its signals and log stay out of the test."""
    return lambda: call_command("work", once=True)


def row(task_path: str = f"{__name__}.name_region", **more: object) -> DBTaskResult:
    return DBTaskResult.objects.create(
        args_kwargs={"args": ["35", "Anew"], "kwargs": {}},
        task_path=task_path,
        backend_name="default",
        run_after=NOW,
        **more,
    )


@pytest.mark.django_db(transaction=True)
def test_a_task_waits_for_the_worker_and_is_done_once(on_database, work):
    region = Region.objects.create(code="35", name="Old")
    with transaction.atomic():
        transaction.on_commit(lambda: name_region.enqueue("35", "New"))
    region.refresh_from_db()
    assert region.name == "Old"
    work()
    region.refresh_from_db()
    assert region.name == "New"
    Region.objects.update(name="Later")
    work()
    region.refresh_from_db()
    assert region.name == "Later"
    assert DBTaskResult.objects.get().return_value == 1


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_task_back(on_database):
    with transaction.atomic():
        name_region.enqueue("35", "New")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_that_stumbles_keeps_its_traceback_and_the_next_is_done(on_database, work):
    Region.objects.create(code="35", name="Old")
    stumble.enqueue()
    name_region.enqueue("35", "New")
    work()
    failed = DBTaskResult.objects.failed().get()
    assert failed.exception_class_path == "builtins.ValueError"
    assert "as told" in failed.traceback
    assert Region.objects.get().name == "New"


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_left_is_done_by_the_next(on_database, work):
    Region.objects.create(code="35", name="Old")
    left = row(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now() - queue.LONGEST - dt.timedelta(seconds=1),
        worker_ids=["dead"],
    )
    work()
    left.refresh_from_db()
    assert (left.status, len(left.worker_ids)) == (TaskResultStatus.SUCCESSFUL, 2)
    assert Region.objects.get().name == "Anew"


@pytest.mark.django_db
def test_a_task_that_still_may_run_is_left_alone():
    young = row(
        status=TaskResultStatus.RUNNING, started_at=NOW - queue.LONGEST, worker_ids=["alive"]
    )
    assert queue.recover(NOW) == (0, 0)
    young.refresh_from_db()
    assert young.status == TaskResultStatus.RUNNING


@pytest.mark.django_db
def test_after_three_workers_it_has_failed_and_the_operator_is_told(
    settings, django_capture_on_commit_callbacks
):
    settings.ADMINS = [("Operator", "operator@example.id")]
    long_ago = NOW - dt.timedelta(hours=1)
    lost = row(status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=["a", "b", "c"])
    with django_capture_on_commit_callbacks(execute=True):
        assert queue.recover(NOW) == (0, 1)
        assert queue.recover(NOW) == (0, 0)
    lost.refresh_from_db()
    assert (lost.status, lost.finished_at) == (TaskResultStatus.FAILED, NOW)
    assert lost.exception_class_path == "portal.queue.Abandoned"
    assert [message.to for message in mail.outbox] == [["operator@example.id"]]
    assert "name_region" in mail.outbox[0].body
    assert "Anew" not in mail.outbox[0].body


@pytest.mark.django_db
def test_results_are_forgotten_after_a_fortnight():
    old, waiting = NOW - queue.KEPT - dt.timedelta(seconds=1), NOW - dt.timedelta(days=90)
    row(status=TaskResultStatus.SUCCESSFUL, finished_at=old)
    row(status=TaskResultStatus.FAILED, finished_at=old)
    kept = [
        row(status=TaskResultStatus.SUCCESSFUL, finished_at=NOW - queue.KEPT),
        row(enqueued_at=waiting),
    ]
    assert queue.prune(NOW) == 2
    assert set(DBTaskResult.objects.all()) == set(kept)


PARENT = """
import os, subprocess, sys
subprocess.Popen([sys.executable, "manage.py", "work", "--parent", str(os.getpid())])
sys.stdin.read()
"""


@pytest.fixture
def environment(tmp_path):
    """For processes of their own: a file that holds the queue's table alone."""
    found = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'queue.sqlite3'}",
    }
    command = [sys.executable, "manage.py", "migrate", "django_tasks_database", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=found, check=True)
    return found


def test_the_worker_ends_with_the_process_that_started_it(environment):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    # The pipe stays open as long as the worker holds it: this returns when both are gone.
    parent.communicate(timeout=120)
    assert parent.returncode == 0
