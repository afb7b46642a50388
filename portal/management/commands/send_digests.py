from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import digests


class Command(BaseCommand):
    help = "Send the daily e-mail digests. Run it once a day, after ``remind``; again is harmless."

    def handle(self, *args: object, **options: object) -> None:
        sent, failed = digests.send(timezone.now())
        self.stdout.write(f"{sent} digests sent.")
        if failed:
            raise CommandError(f"{failed} digests could not be sent; they go with the next run.")
