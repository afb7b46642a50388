"""Opens a workbook in a process of its own: limited, thrown away, and blind to Django.

A workbook can claim 512 GiB, and the library then ends the process: so it is never the server's.
The file comes on stdin and lives in memory alone. Run as it is, one JSON line a row goes out,
``{"sheet": "survey", "row": 7, "cells": [...], "computed": [2]}`` with the columns (from 0) of
formulas; a refusal is one line, ``{"refused": "encrypted"}``.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator

from python_calamine import CalamineWorkbook, SheetVisibleEnum

MEMORY = 640 << 20
SECONDS = 20
MAX_UNPACKED = 64 << 20
MAX_MEMBERS = 1000
MAX_ROWS = 20_000
MAX_COLUMNS = 256
MAX_CELL = 500
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ROW = re.compile(rb"<(?:\w+:)?row\b")
PLACE = re.compile(rb'\sr="([A-Z]{1,3})?([0-9]{1,7})"')
FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f\b')

MOST_LETTERS = 32_767  # that a cell can hold

Cells = list[object]
Places = set[tuple[int, int]]


class Refused(Exception):
    """The file cannot be taken; ``args[0]`` is the reason's code."""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def named(data: bytes) -> Iterator[tuple[str, list[Cells], Places]]:
    """Name and rows of each visible sheet, and the places (row, column from 1) of formulas."""
    if data.startswith(OLE):
        raise Refused("encrypted" if ENCRYPTED in data else "old")
    formulas = examine(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for at, sheet in enumerate(book.sheets_metadata[:10]):
        if sheet.visible == SheetVisibleEnum.Visible:
            rows = book.get_sheet_by_index(at).to_python(skip_empty_area=False)
            yield sheet.name, rows, formulas.get(at, set())  # type: ignore[misc]


def examine(data: bytes) -> dict[int, set[tuple[int, int]]]:
    """Look through the archive before the library opens it; formulas by sheet number."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except zipfile.BadZipFile:
        raise Refused("unreadable") from None
    if any(member.flag_bits & 1 for member in members):
        raise Refused("encrypted")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused("too_big_unpacked")
    if not any(member.filename.endswith("workbook.xml") for member in members):
        raise Refused("no_spreadsheet")
    found = {}
    for member in members:
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename):
            found[member.filename] = examine_sheet(archive.read(member))
    return {at: found.get(path, set()) for at, path in enumerate(paths(archive))}


def examine_sheet(xml: bytes) -> set[tuple[int, int]]:
    rows = sum(1 for _ in ROW.finditer(xml))
    if rows > MAX_ROWS:
        raise Refused("too_many_rows")
    for place in PLACE.finditer(xml):
        if int(place[2]) > MAX_ROWS:
            raise Refused("too_many_rows")
        if place[1] and column_number(place[1]) > MAX_COLUMNS:
            raise Refused("too_wide")
    formulas = set()
    for cell in FORMULA.finditer(xml):
        letters = cell[1].rstrip(b"0123456789")
        formulas.add((int(cell[1][len(letters) :]), column_number(letters)))
    return formulas


def paths(archive: zipfile.ZipFile) -> list[str]:
    """Files of the sheets in the order of the workbook."""
    try:
        book = archive.read("xl/workbook.xml").decode()
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return []
    targets = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        parts = dict(re.findall(r'(\w+)="([^"]*)"', link))
        target = parts.get("Target", "").removeprefix("/").removeprefix("xl/")
        targets[parts.get("Id", "")] = f"xl/{target}"
    ids = re.findall(r'<(?:\w+:)?sheet\b[^>]*?\w+:id="([^"]*)"', book)
    return [targets.get(name, "") for name in ids]


def plain(value: object, most: int = MAX_CELL) -> object:
    """Numbers stay numbers, so that lost digits are seen; days become ISO text."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return value
    return shown(value)[:most]


def shown(value: object) -> str:
    """Text that every database can keep."""
    return UNKEPT.sub("", str(value))


def lines(data: bytes) -> Iterator[dict[str, object]]:
    """Every row of every sheet with something in it; whole numbers come as they are."""
    for name, rows, formulas in named(data):
        for number, row in enumerate(rows, 1):
            cells = [plain(cell, MOST_LETTERS) for cell in row]
            computed = [col for col in range(len(row)) if (number, col + 1) in formulas]
            if computed or any(str(cell).strip() for cell in cells):
                yield {"sheet": name, "row": number, "cells": cells, "computed": computed}


def main() -> None:
    data = sys.stdin.buffer.read()
    limit()
    try:
        out = [json.dumps(line) for line in lines(data)]
    except Refused as refusal:
        out = [json.dumps({"refused": refusal.args[0]})]
    sys.stdout.write("\n".join(out) + "\n")
