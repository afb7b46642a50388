"""Make the database ready, load the demo into an empty one, print its accounts, and serve.

Beside the server runs one worker for the background queue. It is the server's child and looks
every second whether that still lives, so that both end together however the server ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
STATIC = BASE / "build" / "collected" / "staticfiles.json"
ACCOUNTS = """
Demo accounts, password rembuk-demo:
  guru, ketua, kurikulum, kepsek   SDN Rejosari: teacher, KKG chair, coordinator, principal
  guru2, kepsek2                   SDN Curahdukuh I: teacher, principal
  pengawas, pengawas2, operator    Kecamatan Kraton: two supervisors, operator
  dinas, provinsi                  Kabupaten Pasuruan, Jawa Timur: officers
"""


def newest(*folders: str) -> float:
    files = (path for folder in folders for path in (BASE / folder).rglob("*") if path.is_file())
    return max((path.stat().st_mtime for path in files), default=0)


def prepare() -> bool:
    """Tables and, in an empty database, the demo. Is the demo there?

    Catalogues are compiled before this process begins: it keeps those that it has once read.
    """
    import django  # noqa: PLC0415  settings come from the environment
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    from portal.models import User  # noqa: PLC0415  after the setup

    call_command("migrate", verbosity=0)
    call_command("load_holidays", verbosity=0)
    call_command("demo", if_empty=True)
    call_command("index_plans", if_missing=True)
    made_from = newest("static", "build/static", "docs/manual/pictures")
    if not STATIC.exists() or STATIC.stat().st_mtime < made_from:
        call_command("collectstatic", interactive=False, verbosity=0)
    return User.objects.filter(username="guru").exists()


def main() -> None:
    os.chdir(BASE)
    sys.path.insert(0, str(BASE))
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    wanted = os.environ.get("REMBUK_DEMO")
    os.environ["REMBUK_DEMO"] = wanted or "1"
    has_demo = prepare()
    os.environ["REMBUK_DEMO"] = "1" if has_demo and wanted != "0" else "0"
    port = os.environ.get("PORT") or "8000"
    address = f"Rembuk is at http://127.0.0.1:{port}/"
    print(address + (ACCOUNTS if has_demo else ""), flush=True)
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    options += ["--worker-class", "gthread", "--timeout", "60", "--no-control-socket"]
    work = [sys.executable, "manage.py", "work", "--parent", str(os.getpid())]
    subprocess.Popen(work, stdin=subprocess.DEVNULL)  # noqa: S603  this process becomes the server
    os.execv(  # noqa: S606
        sys.executable, [sys.executable, "-m", "gunicorn", *options, "portal.wsgi:application"]
    )


if __name__ == "__main__":
    main()
