"""The process that opens an uploaded file: limited, thrown away, and blind to Django.

A workbook can claim 512 GiB, and the library then ends the process: so it is never the server's.
The file comes on stdin and lives in memory alone. One JSON line a row goes out: first the header
``{"columns": {field: label}, "titles": [...]}``, then ``{"row": 7, "cells": {field: value}}``, or
``{"row": 7, "skip": "total"}``. A refusal is one line, ``{"refused": "encrypted"}``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator, Sequence

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from portal.imports import headers

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
TOTAL = re.compile(r"^\s*(jumlah|total|rekap)", re.IGNORECASE)
ROW = re.compile(rb"<(?:\w+:)?row\b")
PLACE = re.compile(rb'\sr="([A-Z]{1,3})?([0-9]{1,7})"')
FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f\b')

Cells = list[object]


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


def sheets(data: bytes) -> Iterator[tuple[list[Cells], set[tuple[int, int]]]]:
    """Rows of each sheet of the file, and the places (row, column from 1) of its formulas."""
    if data.startswith(OLE):
        raise Refused("encrypted" if ENCRYPTED in data else "old")
    if data.startswith(b"PK"):
        yield from workbook(data)
    else:
        yield table(data), set()


def workbook(data: bytes) -> Iterator[tuple[list[Cells], set[tuple[int, int]]]]:
    formulas = examine(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for at, sheet in enumerate(book.sheets_metadata[:10]):
        if sheet.visible == SheetVisibleEnum.Visible:
            rows = book.get_sheet_by_index(at).to_python(skip_empty_area=False)
            yield rows, formulas.get(at, set())  # type: ignore[misc]


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


def table(data: bytes) -> list[Cells]:
    """A CSV file's rows, whatever its encoding and separator."""
    text = decoded(data)
    if re.match(r"\s*(<|%PDF|\{\\rtf)", text):
        raise Refused("web_page" if text.lstrip().startswith("<") else "no_spreadsheet")
    lines = text.splitlines()
    if lines and lines[0].casefold().startswith("sep="):
        text = text.partition("\n")[2]
        lines = lines[1:]
    head = "\n".join(lines[: headers.SEARCHED_ROWS])
    separator = max(";,\t", key=head.count)
    if separator not in head:
        raise Refused("no_spreadsheet")
    rows: list[Cells] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(list(row))
            if len(rows) > MAX_ROWS:
                raise Refused("too_many_rows")
    except csv.Error:
        raise Refused("unreadable") from None
    return rows


def decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused("unreadable") from None
    if b"\0" in data or data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8", b"%PDF")):
        raise Refused("no_spreadsheet")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def lines(kind: str, data: bytes) -> Iterator[dict[str, object]]:
    """What goes out for ``data``: the first sheet in which a header is found."""
    empty = True
    for rows, formulas in sheets(data):
        empty = empty and not any(any(row) for row in rows)
        if header := headers.find(kind, rows):
            titles = [shown(cell)[:200] for row in rows[: header.first - 1] for cell in row if cell]
            labels = {field: shown(label)[:60] for field, label in header.labels.items()}
            yield {"columns": labels, "titles": titles[:20]}
            yield from body(header, rows, formulas)
            return
    raise Refused("empty" if empty else "no_header")


def body(
    header: headers.Header, rows: Sequence[Cells], formulas: set[tuple[int, int]]
) -> Iterator[dict[str, object]]:
    last = max((at for at, row in enumerate(rows) if any(row)), default=-1)
    totals = False
    for at in range(header.first, last + 1):
        row, number = rows[at], at + 1
        cells = {
            field: plain(row[col])
            for field, col in header.columns.items()
            if col < len(row) and str(row[col]).strip()
        }
        computed = [field for field, col in header.columns.items() if (number, col + 1) in formulas]
        if any(isinstance(cell, str) and TOTAL.match(cell) for cell in row):
            totals = True
            yield {"row": number, "skip": "total"}
        elif not cells and not computed:
            yield {"row": number, "skip": "empty"}
        elif totals and len(cells) < 3:
            yield {"row": number, "skip": "total"}
        else:
            yield {"row": number, "cells": cells, "computed": computed}


def plain(value: object) -> object:
    """Numbers stay numbers, so that lost digits are seen; days become ISO text."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, float)):
        return value
    return shown(value)[:MAX_CELL]


def shown(value: object) -> str:
    """Text that every database can keep."""
    return UNKEPT.sub("", str(value))


def main(kind: str) -> None:
    data = sys.stdin.buffer.read()
    limit()
    out = []
    try:
        out = [json.dumps(line) for line in lines(kind, data)]
    except Refused as refusal:
        out = [json.dumps({"refused": refusal.args[0]})]
    sys.stdout.write("\n".join(out) + "\n")
