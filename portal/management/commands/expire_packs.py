from __future__ import annotations

from django.core.management.base import BaseCommand

from portal.research.actions import pack


class Command(BaseCommand):
    help = "Close packs for researchers whose time is over. Run it each day; again is harmless."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{pack.expire()} packs are closed.")
