import io

import pytest
import xlsxwriter

from portal.imports import reader
from tests.portal.imports import files

HEADER = ["No", "Nama", "NUPTK", "JK", "Jenis PTK", "NPSN"]
LINE = ["1", "Siti Aminah", "", "P", "Guru Kelas", "95141621"]


def read(data, kind="staff"):
    return reader.read(data, kind)


def code(data, kind="staff"):
    with pytest.raises(reader.Unreadable) as caught:
        read(data, kind)
    assert caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (files.far_cell, "too_many_rows"),
        (files.unnamed_far_cell, "too_many_rows"),
        (files.million_empty_rows, "too_many_rows"),
        (files.bomb, "too_big_unpacked"),
        (files.encrypted_member, "encrypted"),
        (lambda: files.OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (lambda: files.OLE, "old"),
        (lambda: b"PK\x03\x04" + b"\0" * 100, "unreadable"),
        (lambda: files.with_sheet([b"<worksheet><row"]), "unreadable"),
        (lambda: b"<html><table><tr><td>Nama</td></tr></table></html>", "web_page"),
        (lambda: b"%PDF-1.7 \xff\xff", "no_spreadsheet"),
        (lambda: b"\x89PNG\r\n\x1a\n\0\0", "no_spreadsheet"),
        (lambda: b"hello world", "no_spreadsheet"),
        (lambda: b"", "empty"),
        (lambda: files.xlsx([""]), "empty"),
        (lambda: files.xlsx(["Nama", "JK"], ["Siti", "P"]), "no_header"),
        (lambda: b"x" * (reader.MAX_BYTES + 1), "too_big"),
        (
            lambda: files.xlsx(["Nama", "NIP", "NUPTK", "JK", "Status"], ["Siti", "", "", "P", ""]),
            "no_column",
        ),
        (lambda: files.xlsx(*[[""] * 300 + ["x"]] * 2), "too_wide"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(make, reason):
    assert code(make()) == reason


def test_the_sentence_says_which_column_is_missing():
    with pytest.raises(reader.Unreadable) as caught:
        read(files.xlsx(["Nama", "NIP", "NUPTK", "JK", "Status"], ["Siti", "", "", "P", ""]))
    assert caught.value.sentence == "Kolom yang diperlukan tidak ada: Jenis PTK."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_whatever_its_encoding_and_separator(encoding, separator):
    row = ["1", "Désirée Ma\u2019ruf", "", "P", "Guru Kelas", "01234567"]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in line) for line in (HEADER, row))
    sheet = read(text.encode(encoding))
    assert [line.cells for line in sheet.lines] == [
        {"name": "Désirée Ma\u2019ruf", "sex": "P", "kind": "Guru Kelas", "npsn": "01234567"}
    ]


def test_the_header_is_found_below_titles_and_in_any_writing():
    sheet = read(
        files.xlsx(
            ["Daftar Guru"],
            ["SD NEGERI REJOSARI"],
            [],
            ["no.", " nama   LENGKAP ", "Nuptk", "l/p", "JENIS-PTK", "npsn"],
            LINE,
        )
    )
    assert sheet.titles == ("Daftar Guru", "SD NEGERI REJOSARI")
    assert sheet.columns["name"] == "nama LENGKAP"
    assert [line.number for line in sheet.lines] == [5]


def test_a_header_of_two_levels_and_a_row_of_column_numbers_are_understood():
    sheet = read(
        files.xlsx(
            ["No", "Nama", "Nomor", "", "JK", "Kepegawaian", ""],
            ["", "", "NUPTK", "NIP", "", "Jenis PTK", "NPSN"],
            ["1", "2", "3", "4", "5", "6", "7"],
            ["1", "Siti", "1234567890123456", "", "P", "Guru Kelas", "95141621"],
        )
    )
    assert [(line.number, line.cells["name"], line.cells["nuptk"]) for line in sheet.lines] == [
        (4, "Siti", "1234567890123456")
    ]


def test_a_second_sheet_is_used_when_the_first_is_a_cover():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "Sampul")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, LINE)
    sheet.write_formula(1, 1, '=HYPERLINK("http://contoh.invalid","Siti")', None, "Siti")
    book.close()
    (line,) = read(out.getvalue()).lines
    assert line.computed == ("name",)


def test_empty_and_total_rows_are_told_apart():
    sheet = read(
        files.xlsx(HEADER, LINE, ["2"], ["Jumlah", "1"], [], ["", "Mengetahui"], ["", "Mei"])
    )
    assert [(line.number, line.skip) for line in sheet.lines] == [
        (2, ""),
        (3, "empty"),
        (4, "total"),
        (5, "empty"),
        (6, "total"),
        (7, "total"),
    ]


def test_only_the_needed_columns_leave_the_child():
    sheet = read(files.roster("daftar-guru-kecamatan-kraton.xlsx"))
    assert set().union(*(line.cells for line in sheet.lines)) == {
        "npsn", "school", "name", "nuptk", "nip", "sex", "status", "kind", "duty", "since",
        "phone", "email",
    }  # fmt: skip


def test_signs_that_no_database_keeps_are_dropped():
    row = ["1", "Si\x00ti\x07 Aminah", "", "P", "Guru Kelas", "95141621"]
    text = "\n".join(
        ";".join(line) for line in (["No", "Nama", "NUPTK", "JK", "Jenis PTK", "NPSN"], row)
    )
    assert code(text.encode()) == "no_spreadsheet"
    (line,) = read(text.encode("utf-16")).lines
    assert line.cells["name"] == "Siti Aminah"
