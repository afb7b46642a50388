from __future__ import annotations

import datetime as dt

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from collaboration import climate_figures, doses, figures, needs
from supervision import over_time, publishing


class Command(BaseCommand):
    help = (
        "Fix this month's figures of ratings and climate for the pages above the school, of what "
        "moved by indicator, plan and hours, of what forums need, and of schools over their terms. "
        "Run it each morning: it acts once a month and term."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=dt.date.fromisoformat, help="pretend it is this day")

    def handle(self, *, today: dt.date | None, **options: object) -> None:
        day = today or timezone.localdate()
        terms, closed = publishing.publish(day), climate_figures.publish(day)
        self.stdout.write(f"{terms} terms of ratings and {closed} of the climate were published.")
        fixed = figures.publish(noon(day))
        self.stdout.write(f"{fixed} figures of indicators and plans were fixed.")
        beside = doses.publish(noon(day))
        self.stdout.write(f"{beside} figures of hours beside change were fixed.")
        self.stdout.write(f"{needs.publish(day)} needs of forums were fixed.")
        self.stdout.write(f"{over_time.rebuild(day)} terms of schools were reckoned.")


def noon(day: dt.date) -> dt.datetime:
    """An instant of ``day`` that lies in no other month in any zone; never in the future."""
    return min(dt.datetime.combine(day, dt.time(12), dt.UTC), timezone.now())
