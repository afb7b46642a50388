"""Example files to fill in. Columns of numbers are text, so that no digit is lost."""

from __future__ import annotations

import io

import xlsxwriter

STAFF = (
    ("NPSN", "20501234", "20501234"),
    ("Nama", "Siti Aminah, S.Pd.", "Hadi Saputra, M.Pd."),
    ("NUPTK", "1234567890123456", ""),
    ("JK", "P", "L"),
    ("NIP", "", "197008171998031004"),
    ("Status Kepegawaian", "Guru Honor Sekolah", "PNS"),
    ("Jenis PTK", "Guru Kelas", "Kepala Sekolah"),
    ("Tugas Tambahan", "", "Kepala Sekolah"),
    ("TMT Pengangkatan", "01/07/2019", "01/03/1998"),
    ("HP", "081234567890", ""),
    ("Email", "siti@contoh.id", "hadi@contoh.id"),
)
SCHOOLS = (
    ("NPSN", "20501234", "20501235"),
    ("Nama Satuan Pendidikan", "SD Negeri Contoh 1", "SD Islam Contoh"),
    ("Bentuk Pendidikan", "SD", "SD"),
    ("Status Sekolah", "NEGERI", "SWASTA"),
    ("Alamat", "Jl. Melati No. 1", "Jl. Mawar No. 2"),
    ("Desa/Kelurahan", "Rejosari", "Pukul"),
    ("Kecamatan", "Kec. Kraton", "Kec. Kraton"),
    ("Kab.-Kota", "Kab. Pasuruan", "Kab. Pasuruan"),
    ("Propinsi", "Prov. Jawa Timur", "Prov. Jawa Timur"),
    ("Gugus", "Gugus 01", "Gugus 01"),
)
KINDS = {
    "staff": ("contoh-daftar-guru.xlsx", STAFF),
    "schools": ("contoh-daftar-sekolah.xlsx", SCHOOLS),
}


def example(kind: str) -> tuple[str, bytes]:
    """File name and content of the example for ``kind``, "staff" or "schools"."""
    name, columns = KINDS[kind]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
    sheet = book.add_worksheet()
    for at, (label, *cells) in enumerate(columns):
        sheet.set_column(at, at, max(12, len(label) + 4, *(len(cell) + 2 for cell in cells)), text)
        sheet.write_string(0, at, label, bold)
        for row, cell in enumerate(cells, start=1):
            sheet.write_string(row, at, cell, text)
    sheet.freeze_panes(1, 0)
    book.close()
    return name, out.getvalue()
