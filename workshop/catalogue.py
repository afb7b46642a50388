"""Keep the Indonesian catalogue complete: collect messages, or with --check fail on a gap."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polib

BASE = Path(__file__).resolve().parent.parent
CATALOGUE = BASE / "locale" / "id" / "LC_MESSAGES" / "django.po"
SOURCES = ("portal", "supervision", "collaboration", "templates")
OPTIONS = ("--locale=id", "--no-location", "--verbosity=0")


def collected() -> polib.POFile:
    """Every message of the code and the templates, as ``makemessages`` finds them in a copy."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            shutil.copytree(BASE / name, copy / name)
        (copy / "locale").mkdir()
        subprocess.run(  # noqa: S603
            [sys.executable, str(BASE / "manage.py"), "makemessages", *OPTIONS],
            check=True,
            cwd=copy,
            env={**os.environ, "PYTHONPATH": folder, "SECRET_KEY": "collect"},
        )
        return polib.pofile(str(copy / "locale" / "id" / "LC_MESSAGES" / "django.po"))


def gaps(catalogue: polib.POFile, wanted: polib.POFile) -> list[str]:
    """What the catalogue lacks, holds in vain, or holds with other placeholders."""
    known = {(row.msgctxt, row.msgid): row for row in catalogue if not row.obsolete}
    found = []
    for row in wanted:
        entry = known.get((row.msgctxt, row.msgid))
        if entry is None or not entry.translated():
            found.append(f"not translated: {row.msgid!r}")
        elif row.msgid_plural and entry.msgid_plural != row.msgid_plural:
            found.append(f"plural differs: {row.msgid!r}")
    needed = {(row.msgctxt, row.msgid) for row in wanted}
    found += [f"not used any more: {key[1]!r}" for key in known if key not in needed]
    return found + [f"unsure: {row.msgid!r}" for row in catalogue.fuzzy_entries()]


def merge(catalogue: polib.POFile, wanted: polib.POFile) -> None:
    kept = {(row.msgctxt, row.msgid): row for row in catalogue}
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = catalogue.metadata
    for row in sorted(wanted, key=lambda row: row.msgid.casefold()):
        old = kept.get((row.msgctxt, row.msgid))
        entry = polib.POEntry(msgid=row.msgid, msgctxt=row.msgctxt, flags=row.flags)
        if row.msgid_plural:
            entry.msgid_plural = row.msgid_plural
            entry.msgstr_plural = old.msgstr_plural if old and old.msgstr_plural else {0: ""}
        else:
            entry.msgstr = old.msgstr if old else ""
        fresh.append(entry)
    fresh.save(str(CATALOGUE))


def main() -> int:
    catalogue, wanted = polib.pofile(str(CATALOGUE), wrapwidth=100), collected()
    if "--check" not in sys.argv:
        merge(catalogue, wanted)
        catalogue = polib.pofile(str(CATALOGUE))
    found = gaps(catalogue, wanted)
    print("\n".join(found) or f"{len(wanted)} messages, all translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
