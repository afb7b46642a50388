from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from portal import queue

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult


class QueueWorker(Worker):
    """Runs tasks one after another, tidies the queue between them, ends with its parent."""

    def __init__(self, *, interval: float, parent: int | None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=True,  # come back here when the queue is empty
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.parent = parent
        self.tidied = timezone.now() - queue.EVERY

    def tidy(self) -> None:
        if timezone.now() - self.tidied >= queue.EVERY:
            queue.tidy()
            self.tidied = timezone.now()

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        super().run_task(db_task_result)
        self.tidy()
        self.running = self.running and self.has_parent()

    def has_parent(self) -> bool:
        return self.parent is None or os.getppid() == self.parent

    def work(self) -> None:
        """Until a signal, or until the process that started it is gone."""
        while self.running and self.has_parent():
            self.tidy()
            self.run()
            if self.running:
                time.sleep(self.interval)


class Command(BaseCommand):
    help = "Do what waits in the background queue, until stopped. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks")
        parser.add_argument("--parent", type=int, help="end when this process is not the parent")
        parser.add_argument("--once", action="store_true", help="do what waits now, then end")

    def handle(self, *, interval: float, parent: int | None, once: bool, **options: object) -> None:
        worker = QueueWorker(interval=interval, parent=parent)
        if once:
            worker.tidy()
            worker.run()
            return
        worker.configure_signals()
        worker.work()
