from __future__ import annotations

from django.core.management.base import BaseCommand

from collaboration import estimates


class Command(BaseCommand):
    help = "Reckon anew what moved around every activity; pages read what this keeps."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{estimates.rebuild()} estimates were made.")
