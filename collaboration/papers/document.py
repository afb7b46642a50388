"""A lesson plan as a text document (.docx) to go on working with: real headings, no pictures."""

from __future__ import annotations

import io

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as Text
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from collaboration.papers.plan import Printed
from collaboration.plans.sections import written
from portal.exports import printable
from portal.paper.document import sign

LANGUAGES = {"id": "id-ID", "en": "en-GB"}


def as_docx(of: Printed) -> bytes:
    """The plan with its title, parts and sections as headings and its signatures as a table."""
    text = Document()
    language = LANGUAGES.get(get_language() or "id", "id-ID")
    set_up(text, of, language)
    text.add_paragraph(printable(of.plan.school.name))
    text.add_heading(printable(of.title), level=0)
    for name, value in of.facts:
        line = text.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(printable(value))
    for part, rows in written(of.version.sections):
        text.add_heading(printable(str(part.label)), level=1)
        for section, words in rows:
            text.add_heading(printable(str(section.label)), level=2)
            for line_of_words in printable(words).splitlines():
                text.add_paragraph(line_of_words)
    if of.files:
        text.add_heading(_("Files"), level=1)
        for row in of.files:
            text.add_paragraph(printable(row.on_paper), style="List Bullet")
    sign(text, of.signatures)
    kept = io.BytesIO()
    text.save(kept)
    return kept.getvalue()


def set_up(text: Text, of: Printed, language: str) -> None:
    """A4, the language of its words, and who made what and when, in the file's properties."""
    page = text.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(20)
    about = text.core_properties
    about.title, about.language = printable(of.title), language
    about.author = printable("; ".join(user.paper_name for user in of.authors))
    about.last_modified_by = printable(of.version.author.paper_name)
    about.subject = printable(of.version.text["subject"])
    about.category, about.comments = _("Lesson plan"), ""
    about.version, about.revision = str(of.version.number), of.version.number
    about.created, about.modified = of.plan.made_at, of.version.made_at
    for mark in text.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)
    normal = text.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), language)
    normal.append(mark)
