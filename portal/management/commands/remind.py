from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from collaboration.actions import intention
from supervision.actions.remind import remind


class Command(BaseCommand):
    help = "Write today's reminders. Run it each morning; again on the same day is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=dt.date.fromisoformat, help="pretend it is this day")

    def handle(self, *, today: dt.date | None, **options: object) -> None:
        now = timezone.now()
        if today:
            now = timezone.make_aware(dt.datetime.combine(today, dt.time(6)))
        with transaction.atomic():
            remind(today or timezone.localdate())
            intention.ask(now)
