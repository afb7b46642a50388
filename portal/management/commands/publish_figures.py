from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from supervision import publishing


class Command(BaseCommand):
    help = (
        "Fix this month's figures of ratings for the pages above the school. "
        "Run it each morning: it acts once a month and term."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=dt.date.fromisoformat, help="pretend it is this day")

    def handle(self, *, today: dt.date | None, **options: object) -> None:
        terms = publishing.publish(today or timezone.localdate())
        self.stdout.write(f"{terms} terms were published.")
