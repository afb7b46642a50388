from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from supervision.actions.remind import remind


class Command(BaseCommand):
    help = "Write today's reminders. Run it each morning; again on the same day is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=dt.date.fromisoformat, help="pretend it is this day")

    def handle(self, *, today: dt.date | None, **options: object) -> None:
        with transaction.atomic():
            remind(today or timezone.localdate())
