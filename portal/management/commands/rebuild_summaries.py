from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.dashboards import equality


class Command(BaseCommand):
    help = (
        "Count the summaries that dashboards read anew, and say what differed. With --sample, "
        "compare that many schools and change nothing: for a nightly look; it fails if one differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", type=int, help="compare so many schools, change nothing")

    def handle(self, *, sample: int | None, **options: object) -> None:
        found = equality.compare(sample)
        for line in found[:50]:
            self.stdout.write(line)
        if sample is None:
            self.stdout.write(f"{len(found)} rows differed and have been counted anew.")
        elif found:
            raise CommandError(f"{len(found)} rows differ: run rebuild_summaries.")
        else:
            self.stdout.write("Every row equals what was counted from the records.")
