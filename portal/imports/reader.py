"""Read an uploaded roster without trusting it: a child process with limits does the opening."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.imports import headers

MAX_BYTES = 10 << 20
MAX_SECONDS = 30
RUN_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); from portal.imports.child import main;"
    "main(sys.argv[2])"
)
REASONS: dict[str, Any] = {
    "too_big": _(
        "The file is larger than 10 MB. Split it by subdistrict, or remove pictures from it."
    ),
    "too_big_unpacked": _(
        "Unpacked, the file is far larger than a roster. Copy the rows into a new file."
    ),
    "too_many_rows": _(
        "The sheet has more than 20,000 rows, filled or not. "
        "Copy only the filled rows into a new file."
    ),
    "too_wide": _("A cell far outside the table is filled. Copy the table into a new file."),
    "encrypted": _("The file is protected by a password. Save it without one, then try again."),
    "old": _("This is an old .xls file. Open it and save it as .xlsx, then try again."),
    "web_page": _(
        "This file is a web page with the name of a spreadsheet. "
        "Open it in a spreadsheet program and save it as .xlsx."
    ),
    "no_spreadsheet": _("This file is not a spreadsheet. Choose a file of type .xlsx or .csv."),
    "empty": _("The file is empty."),
    "no_header": _(
        "The row with the column names was not found in the first 15 rows. "
        "Compare your file with the example file."
    ),
    "no_column": _("A column that is needed is missing: %(columns)s."),
    "unreadable": _(
        "This file cannot be read. Open it in a spreadsheet program, save it as .xlsx, "
        "then try again."
    ),
}


class Unreadable(Exception):
    """The file cannot be taken. ``sentence`` says why and what to do."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = str(REASONS[code]) % params if params else str(REASONS[code])


@dataclass(frozen=True, slots=True)
class Line:
    """One row as read: ``cells`` by field; ``skip`` is "", "empty" or "total"."""

    number: int
    cells: dict[str, Any]
    computed: tuple[str, ...] = ()
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was kept of a file: the labels of its columns, lines above the header, rows."""

    columns: dict[str, str]
    titles: tuple[str, ...]
    lines: tuple[Line, ...]


def read(data: bytes, kind: str) -> Sheet:
    """The needed columns of ``data``, a file's bytes; ``kind``: "staff" or "schools".

    Raises Unreadable. Takes about 0.1 s and one more for 10,000 rows; at most 30 s.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big")
    if not data:
        raise Unreadable("empty")
    try:
        child = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", RUN_CHILD, str(settings.BASE_DIR), kind],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MAX_SECONDS,
            env={"PYTHONUTF8": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("unreadable") from None
    if child.returncode:
        raise Unreadable("unreadable")
    first, *rest = (json.loads(line) for line in child.stdout.splitlines())
    if "refused" in first:
        raise Unreadable(first["refused"])
    missing = [name for name in headers.WANTED[kind] if name not in first["columns"]]
    if missing:
        raise Unreadable("no_column", columns=", ".join(headers.USUAL[n] for n in missing))
    return Sheet(first["columns"], tuple(first["titles"]), tuple(_line(row) for row in rest))


def _line(row: dict[str, Any]) -> Line:
    return Line(
        number=row["row"],
        cells=row.get("cells", {}),
        computed=tuple(row.get("computed", ())),
        skip=row.get("skip", ""),
    )
