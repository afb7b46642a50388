from __future__ import annotations

from django.core.management.base import BaseCommand

from supervision import library, seed


class Command(BaseCommand):
    help = "Publish the instruments and ready steps that come with the portal; again is harmless."

    def handle(self, *args: object, **options: object) -> None:
        for instrument in seed.load():
            self.stdout.write(f"{instrument.key} {instrument.version}")
        self.stdout.write(f"{library.load()} ready steps added.")
