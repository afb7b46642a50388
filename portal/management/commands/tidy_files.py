from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from portal import leftovers


class Command(BaseCommand):
    help = (
        "Delete bytes of files that no record names and that are older than a day: of uploads that"
        " were broken off, and of files taken away while their store was away."
    )

    def handle(self, **options: object) -> None:
        try:
            gone = leftovers.clear()
        except OSError as error:
            raise CommandError(f"The store of files does not answer: {error}") from error
        self.stdout.write(f"{gone} files that nothing names are gone.")
