"""Make the database ready, load the demo into an empty one, print its accounts, and serve."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
STATIC = BASE / "build" / "collected" / "staticfiles.json"
ACCOUNTS = """
Rembuk is at http://127.0.0.1:{port}/
Demo accounts, password rembuk-demo:
  guru, ketua, kurikulum, kepsek   SDN Rejosari: teacher, KKG chair, coordinator, principal
  guru2, kepsek2                   SDN Curahdukuh I: teacher, principal
  pengawas, operator               Kecamatan Kraton: supervisor, operator
  dinas                            Kabupaten Pasuruan: district officer
"""


def manage(*words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=BASE, check=True)  # noqa: S603


def newest(*folders: str) -> float:
    files = (path for folder in folders for path in (BASE / folder).rglob("*") if path.is_file())
    return max((path.stat().st_mtime for path in files), default=0)


def main() -> None:
    os.environ.setdefault("REMBUK_DEMO", "1")
    port = os.environ.get("PORT") or "8000"
    manage("migrate", "--verbosity", "0")
    manage("demo", "--if-empty")
    made_from = newest("static", "build/static", "docs/manual/pictures")
    if not STATIC.exists() or STATIC.stat().st_mtime < made_from:
        manage("collectstatic", "--no-input", "--verbosity", "0")
    print(ACCOUNTS.format(port=port), flush=True)
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    options += ["--worker-class", "gthread", "--timeout", "60", "--no-control-socket"]
    os.chdir(BASE)
    os.execv(  # noqa: S606
        sys.executable, [sys.executable, "-m", "gunicorn", *options, "portal.wsgi:application"]
    )


if __name__ == "__main__":
    main()
