"""Tables for spreadsheets: real dates, numbers as numbers, and no formula out of anybody's text."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | dt.date | None
KEPT = {"\t", "\n"}
UNSEEN = r"\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff"
FORMULA = re.compile(rf"^[\t\r\n\0]|^[{UNSEEN}\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
MOST = 32_000  # signs in one cell; the format allows 32,767


def printable(text: str) -> str:
    """``text`` without what no file can hold: controls, lone surrogates, non-characters."""
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in unicodedata.normalize("NFC", lines)
        if sign in KEPT or (unicodedata.category(sign) not in ("Cc", "Cs") and not _is_none(sign))
    )


def _is_none(sign: str) -> bool:
    """One of Unicode's 66 non-characters, such as U+FFFE."""
    return ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: what it is in ``above`` (date, filter), the headings, the rows as on screen."""

    name: str
    above: Sequence[tuple[str, Value]]
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = field(default=())


def as_xlsx(*grids: Grid) -> bytes:
    """A workbook with one sheet a grid."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    formats = (
        book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left"}),
    )
    for grid in grids:
        _fill(book.add_worksheet(printable(grid.name)[:31]), grid, *formats)
    book.close()
    return file.getvalue()


def _fill(sheet: Worksheet, grid: Grid, bold: object, plain: object, day: object) -> None:
    for at, width in enumerate(grid.widths):
        sheet.set_column(at, at, width)
    for number, (label, value) in enumerate(grid.above):
        sheet.write_string(number, 0, printable(label))
        _write(sheet, number, 1, value, None, day)
    first = len(grid.above) + 1 if grid.above else 0
    for at, heading in enumerate(grid.head):
        sheet.write_string(first, at, printable(heading), bold)
    for number, row in enumerate(grid.rows, first + 1):
        for at, value in enumerate(row):
            _write(sheet, number, at, value, plain, day)
    sheet.freeze_panes(first + 1, 0)
    sheet.repeat_rows(first)


def _write(
    sheet: Worksheet, row: int, column: int, value: Value, plain: object, day: object
) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, plain)
    elif value:
        sheet.write_string(row, column, printable(value)[:MOST], plain)


def as_csv(grid: Grid) -> bytes:
    """Headings and rows for Indonesian spreadsheets: BOM, ``;``, decimal comma, CRLF, quotes.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    lines = [";".join(_csv_cell(value) for value in row) for row in (grid.head, *grid.rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f'"{value:%d-%m-%Y}"'
    if isinstance(value, (int, float)):
        return f"{value}".replace(".", ",")
    guard = "'" if FORMULA.search(value) else ""
    return '"' + (guard + printable(value)).replace('"', '""') + '"'
