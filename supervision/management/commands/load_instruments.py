from __future__ import annotations

from django.core.management.base import BaseCommand

from supervision import library, methods, seed


class Command(BaseCommand):
    help = "Load the portal's instruments, ready steps and methods; again is harmless."

    def handle(self, *args: object, **options: object) -> None:
        for instrument in seed.load():
            self.stdout.write(f"{instrument.key} {instrument.version}")
        self.stdout.write(f"{library.load()} ready steps added.")
        self.stdout.write(f"{methods.load()} teaching methods.")
