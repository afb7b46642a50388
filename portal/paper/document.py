"""A sheet as a text document (.docx) to go on working with: real headings, repeated heads."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from django.utils.translation import get_language
from docx import Document
from docx.document import Document as Text
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from portal.exports import printable
from portal.paper.blocks import (
    Block,
    Break,
    Cover,
    Facts,
    Heading,
    Lines,
    Sheet,
    Signatures,
    Signer,
    Table,
    Words,
)

LANGUAGES = {"id": "id-ID", "en": "en-GB"}
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(sheet: Sheet, *, author: str, now: dt.datetime) -> bytes:
    """The sheet's blocks in order; squares and boxes to tick are for paper and stay out."""
    text = Document()
    set_up(text, sheet, author, now)
    head = [*sheet.letterhead.above, sheet.letterhead.name, *sheet.letterhead.below]
    for line in head:
        paragraph = text.add_paragraph(printable(line))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Mm(0)
    text.add_heading(printable(sheet.title), level=0)
    if sheet.subtitle:
        text.add_paragraph(printable(sheet.subtitle))
    for block in sheet.blocks:
        add(text, block)
    text.add_paragraph(printable(sheet.foot))
    kept = io.BytesIO()
    text.save(kept)
    return kept.getvalue()


def set_up(text: Text, sheet: Sheet, author: str, now: dt.datetime) -> None:
    """A4, the language of its words, and who made what and when, in the file's properties."""
    page = text.sections[0]
    width, height = Mm(210), Mm(297)
    if sheet.wide:
        page.orientation, width, height = WD_ORIENT.LANDSCAPE, height, width
    page.page_width, page.page_height = width, height
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(20)
    language = LANGUAGES.get(get_language() or "id", "id-ID")
    about = text.core_properties
    about.title, about.language, about.comments = printable(sheet.title), language, ""
    about.author = about.last_modified_by = printable(author)
    about.created = about.modified = now
    for mark in text.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)


def add(text: Text, block: Block) -> None:
    match block:
        case Heading(words, level):
            text.add_heading(printable(words), level=level)
        case Words(words, label=label):
            paragraphs(text, words, label)
        case Table(head, rows):
            table(text, head, rows)
        case Signatures():
            sign(text, block)
        case Break():
            text.add_page_break()
        case _:
            for label, words in lines_of(block):
                paragraphs(text, words, label)


def lines_of(block: Block) -> list[tuple[str, str]]:
    """Labels and words of a block that is words alone."""
    match block:
        case Facts(rows):
            return list(rows)
        case Cover(_title, lines):
            return [("", "\n".join(lines))]
        case Lines(count):
            return [("", "\n".join(["_" * 60] * count))]
    return []


def paragraphs(text: Text, words: str, label: str = "") -> None:
    for at, line in enumerate(printable(words).splitlines() or [""]):
        paragraph = text.add_paragraph()
        if label and at == 0:
            paragraph.add_run(f"{printable(label)}: ").bold = True
        paragraph.add_run(line)


def table(text: Text, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    found = text.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, name in zip(found.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(printable(name)).bold = True
    repeat = OxmlElement("w:tblHeader")
    found.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in rows:
        for cell, value in zip(found.add_row().cells, row, strict=True):
            cell.text = printable(value) if isinstance(value, str) else ""
    text.add_paragraph()


def sign(text: Text, block: Signatures) -> None:
    """Left and right under place and day; others below. The last line before goes with them."""
    text.add_paragraph()
    for paragraph in text.paragraphs[-2:]:
        paragraph.paragraph_format.keep_with_next = True
    found = text.add_table(rows=2, cols=2)
    found.rows[0].cells[1].text = printable(block.place_and_day)
    for cell, signer in zip(found.rows[1].cells, (block.left, block.right), strict=True):
        cell.text = printable(signed(signer)) if signer else ""
    for signer in block.below:
        text.add_paragraph(printable(signed(signer))).paragraph_format.keep_together = True
    for row in found.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell in found.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def signed(signer: Signer) -> str:
    number = f"\nNIP {signer.number}" if signer.nip else ""
    return f"{signer.role}\n\n\n\n{signer.name or '.' * 30}{number}"
