"""A demo database of its own under ``build/``, for pictures and speed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent


def prepare() -> str:
    """Set Django up on a fresh demo; returns its ``DATABASE_URL``."""
    path = BASE / "build" / "demo.sqlite3"
    path.parent.mkdir(exist_ok=True)
    for old in path.parent.glob("demo.sqlite3*"):
        old.unlink()
    url = f"sqlite:///{path}"
    os.environ.update(DATABASE_URL=url, REMBUK_DEMO="1", DJANGO_SETTINGS_MODULE="portal.settings")
    sys.path.insert(0, str(BASE))
    import django  # noqa: PLC0415  settings come from the environment above
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo")
    return url
