from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collaboration.meetings import mails
from portal import digests


class Command(BaseCommand):
    help = (
        "Send invitations that waited and the daily e-mail digests. Run it once a day, after "
        "``remind``; again is harmless."
    )

    def handle(self, *args: object, **options: object) -> None:
        told = mails.send_waiting(timezone.now())
        self.stdout.write(f"{told.sent} invitations sent.")
        sent, failed = digests.send(timezone.now())
        self.stdout.write(f"{sent} digests sent.")
        if failed or told.failed:
            raise CommandError(
                f"{failed} digests and {told.failed} invitations could not be sent; "
                "they go with the next run."
            )
