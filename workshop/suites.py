"""The suite on SQLite, the same on PostgreSQL, then the browser; each must pass.

What touches no database is the same on both, and is run once, with SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import postgres

BASE = Path(__file__).resolve().parent.parent
QUICK = ["-n", "2", "--dist", "worksteal", "--ignore=tests/browser"]
AGAIN = [*QUICK, "--with-database"]


def pytest(name: str, *words: str, **env: str) -> None:
    print(f"\n== {name}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", *words]
    done = subprocess.run(command, cwd=BASE, env={**os.environ, **env}, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"{name} failed.")


def main() -> None:
    pytest("Suite on SQLite", *QUICK, DATABASE_URL="")
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        pytest("Suite on the given PostgreSQL", *AGAIN, DATABASE_URL=given)
    else:
        with postgres.server() as url:
            pytest("Suite on PostgreSQL", *AGAIN, DATABASE_URL=url)
    pytest("Browser", "tests/browser", "-p", "no:randomly", DATABASE_URL="")


if __name__ == "__main__":
    main()
