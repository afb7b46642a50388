"""Read an uploaded workbook without trusting it: a child process with limits does the opening."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 10 << 20
MAX_SECONDS = 30
RUN_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); from importlib import import_module;"
    "import_module(sys.argv[2]).main(*sys.argv[3:])"
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
class Row:
    """One row of a sheet as read; ``computed`` are the columns, from 0, that hold a formula."""

    number: int
    cells: list[Any]
    computed: tuple[int, ...]


def run(data: bytes, module: str, *arguments: str) -> list[dict[str, Any]]:
    """The lines that ``main`` of ``module`` makes of ``data`` in a child process.

    Raises Unreadable. Takes about 0.1 s and one more for 10,000 rows; at most 30 s.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big")
    if not data:
        raise Unreadable("empty")
    try:
        child = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", RUN_CHILD, str(settings.BASE_DIR), module, *arguments],
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
    lines = [json.loads(line) for line in child.stdout.splitlines()]
    if lines and "refused" in lines[0]:
        raise Unreadable(lines[0]["refused"])
    return lines


def read(data: bytes) -> dict[str, list[Row]]:
    """Rows by the name of their sheet, of an .xlsx file. Raises Unreadable."""
    if not data.startswith(b"PK") and data:
        raise Unreadable("no_spreadsheet")
    found: dict[str, list[Row]] = {}
    for line in run(data, "portal.workbook"):
        row = Row(line["row"], line["cells"], tuple(line["computed"]))
        found.setdefault(line["sheet"], []).append(row)
    return found
