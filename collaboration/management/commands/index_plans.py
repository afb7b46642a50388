from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collaboration.models import LessonPlan
from collaboration.plans import texts as plan_texts


class Command(BaseCommand):
    help = "Make the search index of lesson plans anew, or with --check only compare it with them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, name differences")
        parser.add_argument("--if-missing", action="store_true", help="only if plans lack a row")

    def handle(self, *, check: bool, if_missing: bool, **options: Any) -> None:
        if if_missing and not LessonPlan.objects.filter(text=None).exists():
            return
        if not check:
            self.stdout.write(f"{plan_texts.rebuild()} plans are in the index.")
        differing = plan_texts.stale()
        if differing:
            rows = ", ".join(str(plan.pk) for plan in differing[:10])
            raise CommandError(f"{len(differing)} plans differ from their index row: {rows}")
        self.stdout.write("The index equals what the plans say.")
