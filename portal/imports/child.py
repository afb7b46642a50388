"""The process that opens an uploaded file: limited, thrown away, and blind to Django.

Opening and its limits are those of ``portal.workbook``. The file comes on stdin and lives in
memory alone. One JSON line a row goes out: first the header
``{"columns": {field: label}, "titles": [...]}``, then ``{"row": 7, "cells": {field: value}}``, or
``{"row": 7, "skip": "total"}``. A refusal is one line, ``{"refused": "encrypted"}``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence

from portal.imports import headers
from portal.workbook import MAX_ROWS, OLE, Cells, Refused, limit, named, plain, shown

TOTAL = re.compile(r"^\s*(jumlah|total|rekap)", re.IGNORECASE)


def sheets(data: bytes) -> Iterator[tuple[list[Cells], set[tuple[int, int]]]]:
    """Rows of each sheet of the file, and the places (row, column from 1) of its formulas."""
    if data.startswith((OLE, b"PK")):
        for _name, rows, formulas in named(data):
            yield rows, formulas
    else:
        yield table(data), set()


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


def main(kind: str) -> None:
    data = sys.stdin.buffer.read()
    limit()
    out = []
    try:
        out = [json.dumps(line) for line in lines(kind, data)]
    except Refused as refusal:
        out = [json.dumps({"refused": refusal.args[0]})]
    sys.stdout.write("\n".join(out) + "\n")
