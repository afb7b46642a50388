"""Which row of a sheet is the header, and which of its columns we keep. No Django here.

Only the columns named below are ever kept; all others of a roster are dropped unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

STAFF = {
    "name": (
        "nama",
        "nama lengkap",
        "nama ptk",
        "nama guru",
        "nama gtk",
        "nama guru/ptk",
    ),
    "nuptk": ("nuptk", "no nuptk"),
    "nip": ("nip", "nip/ni pppk", "nip/nippppk", "nip baru", "ni pppk"),
    "sex": ("jk", "l/p", "jenis kelamin", "kelamin", "jk (l/p)", "p/l"),
    "status": ("status kepegawaian", "status pegawai", "status", "gt/gty/gtt"),
    "kind": ("jenis ptk", "jenis gtk", "jenis guru", "jabatan ptk"),
    "duty": ("tugas tambahan", "jabatan tambahan"),
    "since": ("tmt pengangkatan", "tmt tugas", "tmt"),
    "phone": ("hp", "no hp", "nomor hp", "no. hp/wa"),
    "email": ("email", "e-mail", "surel", "alamat email"),
    "npsn": ("npsn", "npsn sekolah"),
    "school": (
        "satuan pendidikan",
        "nama sekolah",
        "sekolah",
        "sekolah induk",
        "tempat tugas",
    ),
}
SCHOOLS = {
    "npsn": ("npsn",),
    "name": (
        "nama satuan pendidikan",
        "nama sekolah",
        "satuan pendidikan",
        "sekolah",
        "nama",
    ),
    "form": ("bentuk pendidikan", "bp", "bentuk", "jenjang"),
    "status": ("status sekolah", "status"),
    "address": ("alamat", "alamat jalan", "alamat sekolah"),
    "village": ("desa/kelurahan", "kelurahan", "desa", "kelurahan/desa"),
    "subdistrict": ("kecamatan", "nama kecamatan", "kec"),
    "regency": (
        "kab.-kota",
        "kab/kota",
        "kabupaten/kota",
        "kabupaten",
        "nama kabupaten",
    ),
    "province": ("propinsi", "provinsi", "nama provinsi"),
    "cluster": ("gugus", "nama gugus", "gugus sekolah", "kkg"),
}
COLUMNS = {"staff": STAFF, "schools": SCHOOLS}
LEAST = {"staff": 5, "schools": 3}
WANTED = {"staff": ("name", "kind"), "schools": ("npsn", "name", "subdistrict")}
USUAL = {
    "name": "Nama",
    "kind": "Jenis PTK",
    "npsn": "NPSN",
    "subdistrict": "Kecamatan",
}
SEARCHED_ROWS = 15


@dataclass(frozen=True, slots=True)
class Header:
    """Where the table begins: ``first`` is the index of its first row of data, from 0."""

    columns: dict[str, int]
    labels: dict[str, str]
    first: int


def key(cell: object) -> str:
    """Letters and digits alone: " NIP/NI-PPPK " and "nip ni pppk" are one name."""
    text = unicodedata.normalize("NFKC", str(cell or "")).casefold()
    return re.sub(r"[^a-z0-9]", "", text)


ALIASES = {
    kind: {
        key(alias): (field, rank)
        for field, names in fields.items()
        for rank, alias in enumerate(names)
    }
    for kind, fields in COLUMNS.items()
}


def known(kind: str, row: Sequence[object]) -> dict[str, int]:
    """Field to column of the known names in ``row``; the first alias of a field wins."""
    found: dict[str, tuple[int, int]] = {}
    for at, cell in enumerate(row):
        field, rank = ALIASES[kind].get(key(cell), ("", 0))
        if field and (field not in found or rank < found[field][0]):
            found[field] = (rank, at)
    return {field: at for field, (_rank, at) in found.items()}


def joined(kind: str, upper: Sequence[object], lower: Sequence[object]) -> list[object]:
    """A header of two levels as one row: the lower name where it is a known one."""
    width = max(len(upper), len(lower))
    over = [*upper, *[""] * (width - len(upper))]
    under = [*lower, *[""] * (width - len(lower))]
    return [
        low if key(low) in ALIASES[kind] or not key(high) else high
        for high, low in zip(over, under, strict=True)
    ]


def is_second_level(kind: str, row: Sequence[object]) -> bool:
    """Names alone, at least two of them known: no row of data looks like this."""
    cells = [key(cell) for cell in row if key(cell)]
    return sum(cell in ALIASES[kind] for cell in cells) >= 2 and not any(
        cell.isdigit() for cell in cells
    )


def is_numbering(row: Sequence[object]) -> bool:
    """The row "1 2 3 4" that some sheets print under their header."""
    cells = [str(cell).removesuffix(".0").strip("() ") for cell in row if str(cell).strip()]
    if len(cells) < 3 or not cells[0].isdigit():
        return False
    start = int(cells[0])
    return cells == [str(number) for number in range(start, start + len(cells))]


def find(kind: str, rows: Sequence[Sequence[object]]) -> Header | None:
    """The header among the first rows of a sheet, or None."""
    for at, row in enumerate(rows[:SEARCHED_ROWS]):
        below = rows[at + 1] if at + 1 < len(rows) else ()
        first = at + 1
        if is_second_level(kind, below):
            row, first = joined(kind, row, below), at + 2
        columns = known(kind, row)
        if len(columns) < LEAST[kind]:
            continue
        if first < len(rows) and is_numbering(rows[first]):
            first += 1
        labels = {field: " ".join(str(row[col]).split()) for field, col in columns.items()}
        return Header(columns, labels, first)
    return None
