"""Rows of a school list: NPSN, name, subdistrict by its names, cluster. What the file can tell."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from portal import fields, names
from portal.imports.reader import Line, Sheet
from portal.imports.rows import Note, Reader, Row, refuse_repeated

STATUSES = {"negeri": "public", "n": "public", "swasta": "private", "s": "private"}
PRIMARY = {"", "sd", "sekolah dasar", "sdn", "sds", "sdlb"}
PREFIX = re.compile(
    r"^(kecamatan|kec|kabupaten|kab|kota|provinsi|propinsi|prov|prop)\b[. ]*",
    re.IGNORECASE,
)
FORMULA_SIGNS = ("=", "+", "@", "\uff1d", "\uff0b", "\uff20")


def check(sheet: Sheet) -> list[Row]:
    """All rows of ``sheet``, refused where the file alone shows that they cannot be."""
    rows = [_row(line, sheet.columns) for line in sheet.lines]
    return refuse_repeated(
        rows,
        {"npsn": sheet.columns["npsn"]},
        lambda number: (
            _("The same NPSN already stands in row %(row)s. Remove one of the two rows.")
            % {"row": number}
        ),
    )


def place_key(text: str) -> str:
    """A place's name without "Kec.", "Kab." or "Prov.", fit to compare: "kraton"."""
    text = PREFIX.sub("", text.strip())
    return names.key(text).replace(" ", "")


def is_city(text: str) -> bool:
    """ "Kota Pasuruan" is another place than "Kab. Pasuruan"."""
    return text.strip().casefold().startswith("kota")


def _row(line: Line, labels: dict[str, str]) -> Row:
    if line.skip:
        return Row(line.number, skip=line.skip)
    reader = Reader(line, labels)
    npsn = reader.number("npsn", fields.read_npsn)
    if not npsn and not any(note.stops for note in reader.notes):
        reader.note("npsn", _("Without an NPSN a school cannot be told apart."), stops=True)
    name = names.in_school_case(reader.text("name"))[:120]
    if not name or name.startswith(FORMULA_SIGNS) or "name" in line.computed:
        reader.note("name", _("There is no name. Fill it in, or remove the row."), stops=True)
    status = reader.text("status").casefold()
    if status and status not in STATUSES:
        reader.note("status", _("Write NEGERI or SWASTA."), stops=True)
    row = reader.row(
        {
            "npsn": npsn,
            "name": name,
            "status": STATUSES.get(status, "public"),
            "address": reader.text("address")[:200],
            "village": reader.text("village")[:120],
            "subdistrict": reader.text("subdistrict")[:120],
            "regency": reader.text("regency")[:120],
            "province": reader.text("province")[:120],
            "cluster": _cluster(reader.text("cluster")),
        }
    )
    if row.refused or reader.text("form").casefold() in PRIMARY:
        return row
    left = _("Not a primary school, so this row is left out.")
    return row.leave_out(Note(labels.get("form", ""), reader.text("form"), left))


def _cluster(text: str) -> str:
    """ "1", "I" stay as they are but get their word: "Gugus 1"."""
    text = names.clean(text)[:120]
    if not text or text in fields.NONE_WRITTEN:
        return ""
    return text if text.casefold().startswith("gugus") else f"Gugus {text}"[:120]
