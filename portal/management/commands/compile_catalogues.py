from __future__ import annotations

from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand


class Command(BaseCommand):
    """Compile ``locale/*/LC_MESSAGES/django.po``; needs no gettext on the machine."""

    help = "Compile the catalogues of translations."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        for source in (settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/django.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
                self.stdout.write(f"{source.parent.parent.name}: compiled")
