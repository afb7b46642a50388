"""Makers of files as schools send them, and as nobody should."""

import io
import zipfile

import xlsxwriter
from django.conf import settings

ROSTERS = settings.BASE_DIR / "portal/data/rosters"
STAFF = ["No", "Nama", "NUPTK", "JK", "NIP", "Status Kepegawaian", "Jenis PTK", "Tugas Tambahan"]
STAFF += ["TMT Pengangkatan", "Email", "NPSN", "NIK", "Nama Ibu Kandung"]
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def roster(name):
    return (ROSTERS / name).read_bytes()


def xlsx(*rows):
    """A workbook whose first sheet has ``rows``."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def staff(*people, header=STAFF, titles=()):
    """A staff list; each person is a dict by column name, at SDN Rejosari unless it says so."""
    plain = {"JK": "P", "Jenis PTK": "Guru Kelas", "Status Kepegawaian": "Guru Honor Sekolah"}
    plain["NPSN"] = "95141621"
    rows = [[{**plain, **person}.get(name, "") for name in header] for person in people]
    return xlsx(*([title] for title in titles), header, *rows)


def with_sheet(xml):
    """A workbook whose sheet is ``xml``, an iterable of byte chunks written as they come."""
    whole = xlsx(["x"])
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename != "xl/worksheets/sheet1.xml":
                new.writestr(member.filename, old.read(member))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for chunk in xml:
                sheet.write(chunk)
    return out.getvalue()


def far_cell():
    """Four kibibytes that make the library ask for 512 GiB."""
    cell = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return with_sheet([f"{SHEET}{cell}</worksheet>".encode()])


def unnamed_far_cell():
    """The same without a word about where: a million rows that do not say their number."""
    return with_sheet(
        [f"{SHEET}<sheetData>".encode(), *[b"<row/>" * 1000] * 1049, b"</sheetData></worksheet>"]
    )


def million_empty_rows():
    chunks = (
        "".join(f'<row r="{row}"/>' for row in range(start, start + 10_000)).encode()
        for start in range(1, 1_000_001, 10_000)
    )
    return with_sheet([f"{SHEET}<sheetData>".encode(), *chunks, b"</sheetData></worksheet>"])


def bomb():
    """A few hundred kibibytes that unpack to 300 MiB."""
    return with_sheet([f"{SHEET}<!--".encode(), *[b" " * (1 << 20)] * 300, b"--></worksheet>"])


def encrypted_member():
    """A workbook with the flag of an encrypted archive."""
    data = bytearray(xlsx(["x"]))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
