"""The engine, the names and the spreadsheets: what goes in is text, whatever it looks like."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from portal import exports, paper
from portal.paper import engine
from tests.factories import RegionFactory, SchoolFactory

ODD = '#read("/etc/passwd") *bold* $x$ = _a_ <b> \\ @ref // `code`'


def sheet(*blocks: paper.Block, **more: object) -> paper.Sheet:
    head = paper.Letterhead(
        ["Pemerintah Kabupaten Pasuruan"], "SD Negeri Contoh", ["NPSN 20512345"]
    )
    fields = {
        "title": "Catatan",
        "letterhead": head,
        "code": "OBS-7F3K",
        "foot": "Dicetak hari ini",
    }
    return paper.Sheet(blocks=blocks, **{**fields, **more})  # type: ignore[arg-type]


def words_of(found: paper.Sheet) -> str:
    """The sheet's text as the engine has laid it out, without the marks of a page."""
    page = engine.compiled(engine.data_of(found, paper.Size.A4), "html").decode()
    text = re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    for sign, written in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(sign, written)
    return " ".join(text.split())


def all_blocks() -> list[paper.Block]:
    person = paper.Signer("Guru", "Siti Aminah, S.Pd.", "198503122010012003")
    return [
        paper.Facts([("Guru", "Siti"), ("Kelas", "4A")]),
        paper.Heading("Kesepakatan"),
        paper.Words("Fokus\nbaris kedua", label="Fokus"),
        paper.Heading("Rinci", level=2),
        paper.Table(["No.", "Butir"], [["R01", paper.Boxes(["1", "2"])], ["R02", "x"]], [0, 1], 9),
        paper.Lines(2),
        paper.square("https://contoh.id/supervisi/", text="Pindai", alt="Kode QR"),
        paper.Break(),
        paper.Signatures("Kraton, 26 November 2026", person, paper.Signer("Pengamat"), [person]),
    ]


@pytest.mark.parametrize("size", list(paper.Size))
@pytest.mark.parametrize("wide", [False, True])
def test_every_block_makes_an_accessible_pdf_of_the_size_asked_for(size, wide):
    found = paper.as_pdf(sheet(*all_blocks(), wide=wide), size, standards=["ua-1"])
    assert found.startswith(b"%PDF-")
    data = engine.data_of(sheet(wide=wide), size)
    measures = (data["width"], data["height"])
    assert measures == (size.value[::-1] if wide else size.value)


def test_a_cover_carries_the_title_of_an_accessible_document():
    found = sheet(paper.Cover("Program", ["SD Contoh"]), paper.Heading("BAB I", centred=True))
    assert paper.as_pdf(found, standards=["ua-1"]).startswith(b"%PDF-")


def test_what_looks_like_markup_is_printed_as_it_was_typed():
    found = sheet(
        paper.Words(ODD),
        paper.Table(["A"], [[ODD]], [1]),
        paper.Facts([("Nama", ODD)]),
        title=ODD,
    )
    assert words_of(found).count(ODD) == 3
    assert "root:" not in words_of(found)
    assert ODD.upper() in words_of(found)


@given(st.text(max_size=60))
def test_any_text_can_be_printed(text):
    assert paper.as_pdf(sheet(paper.Words(text), paper.Table(["x"], [[text]], [1]))).startswith(
        b"%PDF"
    )


def test_a_row_stays_whole_unless_it_is_very_long():
    table = paper.Table(["A"], [["kata " * 20], ["kata " * 200]], [1])
    assert table.breakable == [False, True]


def test_a_page_says_which_of_how_many_it_is():
    assert engine.data_of(sheet(), paper.Size.A4)["page"] == "Halaman \x1e dari \x1e"


@pytest.mark.django_db
def test_the_letterhead_names_the_authority_of_a_public_school_only():
    RegionFactory(code="35.14", name="Kabupaten Pasuruan")
    public = SchoolFactory(name="SD Negeri Contoh", npsn="20512345", address="Jl. Raya 1")
    head = paper.letterhead(public)
    assert head.above == ["Pemerintah Kabupaten Pasuruan", "Dinas Pendidikan dan Kebudayaan"]
    assert head.below == ["Jl. Raya 1, Kecamatan Kraton, Kabupaten Pasuruan", "NPSN 20512345"]
    private = SchoolFactory(name="SD Islam", status="private")
    assert paper.letterhead(private).above == []


def test_a_file_is_named_for_people_and_safe_on_every_system():
    parts = ("Supervisi", "Siti Aminah", "IPAS", "2026-11-26")
    assert paper.file_name(*parts) == "Supervisi - Siti Aminah - IPAS - 2026-11-26.pdf"
    assert paper.file_name("Nur'aini", "a/b\\c:d\r\nX: 1", "") == "Nur'aini - a-b-c d X 1.pdf"
    assert len(paper.file_name("x" * 500)) <= 154


def test_a_receipt_is_short_the_same_each_time_and_free_of_doubtful_signs():
    code = paper.receipt("OBS", UUID(int=0x12345 << 108))
    assert re.fullmatch(r"OBS-[2-9A-HJ-NP-Z]{4}", code)
    assert code == paper.receipt("OBS", UUID(int=0x12345 << 108))
    assert code != paper.receipt("OBS", UUID(int=0x12346 << 108))


@pytest.mark.parametrize(
    ("asked", "size"), [("f4", "F4"), ("F4", "F4"), ("", "A4"), ("x\x00", "A4")]
)
def test_the_size_of_paper_is_a4_unless_f4_is_asked_for(asked, size):
    assert paper.size_of(asked).name == size


def raw(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if "sheet" in name)


def grid(*rows: list[exports.Value]) -> exports.Grid:
    return exports.Grid("Daftar", [("Tanggal", dt.date(2026, 11, 26))], ["Nama", "Nilai"], rows)


BAD = st.sampled_from(["=", "+", "-", "@", "\t=", "\x00=", "\ud800", "\ufffe", "{=", "http://"])


@given(st.lists(st.tuples(BAD, st.text(max_size=20)), max_size=6))
def test_no_text_of_anybody_becomes_a_formula_a_link_or_a_broken_file(texts):
    rows: list[list[exports.Value]] = [[start + rest, rest + start] for start, rest in texts]
    book = exports.as_xlsx(grid(*rows))
    assert "<f>" not in raw(book)
    assert "hyperlink" not in raw(book)
    CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def test_a_workbook_opens_with_headings_real_days_and_numbers():
    book = exports.as_xlsx(grid(["=1+1", 3], ["Siti", 2.5], [dt.date(2026, 4, 5), None]))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows == [
        ["Tanggal", dt.date(2026, 11, 26)],
        ["", ""],
        ["Nama", "Nilai"],
        ["=1+1", 3.0],
        ["Siti", 2.5],
        [dt.date(2026, 4, 5), ""],
    ]


def test_a_csv_guards_what_a_spreadsheet_would_take_for_a_formula():
    found = exports.as_csv(grid(["=1+1", 2.5], ["Siti; 'x\"", dt.date(2026, 4, 5)]))
    assert found.decode("utf-8-sig").split("\r\n")[1:3] == [
        '"\'=1+1";2,5',
        '"Siti; \'x""";"05-04-2026"',
    ]


def test_a_word_too_long_for_its_column_may_break():
    found = sheet(paper.Table(["A", "B"], [["x" * 60, "y"]], [1, 1]))
    assert "\u200b" in words_of(found)
    assert "x" * 60 in words_of(found).replace("\u200b", "")


def test_signatures_never_stand_alone_on_a_page():
    signed = paper.Signatures("Pasuruan", paper.Signer("Kepala"), paper.Signer("Guru"))

    def signs_on_last_page(*blocks):
        pages = engine.compiled(engine.data_of(sheet(*blocks), engine.Size.A4), "svg")
        last = pages if isinstance(pages, bytes) else pages[-1]  # bytes alone are one page
        return last.count(b"<use")

    alone = signs_on_last_page(paper.Words("kata"), paper.Break(), signed)
    for lines in range(12, 46, 3):
        words = paper.Words("\n".join(["kata"] * lines), label="Langkah")
        assert signs_on_last_page(words, signed) > alone, lines
