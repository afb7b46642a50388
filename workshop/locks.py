"""The lock files name no host and fit pyproject.toml; with --write they are compiled anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
GROUPS = ("test", "lint", "e2e")


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[;! ]", row)[0].lower().replace("_", "-") for row in requirements}


def pinned(text: str) -> set[str]:
    return {found.lower() for found in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}


def faults() -> list[str]:
    project = tomllib.loads((BASE / "pyproject.toml").read_text())
    runtime = (BASE / "requirements.txt").read_text()
    found = [
        f"{row} is not pinned"
        for row in names(project["project"]["dependencies"]) - pinned(runtime)
    ]
    for group in GROUPS:
        text = (BASE / f"requirements-{group}.txt").read_text()
        missing = names(project["dependency-groups"][group]) - pinned(text)
        found += [f"{row} of {group} is not pinned" for row in missing]
    files = [BASE / "requirements.txt", *(BASE / f"requirements-{group}.txt" for group in GROUPS)]
    return found + [f"{path.name} names a host" for path in files if "://" in path.read_text()]


def write() -> None:
    compile_ = ["uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    compile_ += ["--python-version", "3.11", "--no-header", "--no-annotate"]
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    tool = [sys.executable, "-m", *compile_]
    whole = ["pyproject.toml", "-o", "requirements.txt"]
    subprocess.run([*tool, *whole], cwd=BASE, env=env, check=True)  # noqa: S603
    for group in GROUPS:
        extra = ["--group", group, "-c", "requirements.txt", "-o", f"requirements-{group}.txt"]
        subprocess.run([*tool, *extra], cwd=BASE, env=env, check=True)  # noqa: S603


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    problems = faults()
    print("\n".join(problems) or "Lock files fit and name no host.")
    sys.exit(1 if problems else 0)
