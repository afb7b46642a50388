"""An instrument as a workbook in the manner of an XLSForm, and back, without loss.

Sheet ``survey`` holds sections (``begin group``) and items with their texts, ``choices`` the
described levels of each item, ``settings`` what the form is called and how it is scored,
``bands`` its bands. Every cell is text, so that nothing is taken for a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from portal.fields import clean_text
from portal.sheets import Row
from supervision import content
from supervision.models import Aspect, Indicator, Instrument, Scale
from supervision.models.scale import WORDS_OF
from supervision.models.scale import values as levels_of
from supervision.stats import bands as arithmetic

Cells = dict[str, str]
IN = {"id": "Bahasa Indonesia (id)", "en": "English (en)"}
COLUMN = {"text": "label", "help": "hint"}  # XLSForm's own words; the others are ours
SAID = ("text", "help", "twin", "good", "thin", "questions")
SHEETS = {
    "survey": [
        "type",
        "name",
        *(f"{COLUMN.get(name, name)}::{IN[lang]}" for name in SAID for lang in IN),
        "scale",
        "applies_to",
        "grades",
    ],
    "choices": ["list_name", "name", "word", *(f"label::{IN[lang]}" for lang in IN)],
    "settings": [
        "form_id",
        *(f"form_title::{IN[lang]}" for lang in IN),
        "default_language",
        "kind",
        "aspect",
        "scoring",
        *(f"source::{IN[lang]}" for lang in IN),
    ],
    "bands": ["from", *(f"label::{IN[lang]}" for lang in IN)],
}
LONGEST = {"text": 400, "twin": 400, "help": 1000, "good": 600, "thin": 600, "questions": 2000}
MOST_BANDS = 8


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell, or with ``row`` 0 in the whole sheet."""

    sheet: str
    row: int
    column: str
    read: str
    advice: str


class Refused(Exception):
    """The workbook is not taken; ``faults`` say what to mend."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def write(said: Mapping[str, Any]) -> bytes:
    """The workbook of what ``content.written`` gives."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for name, rows in sheets(said).items():
        sheet = book.add_worksheet(name)
        for col, label in enumerate(SHEETS[name]):
            sheet.write_string(0, col, label, bold)
            sheet.set_column(col, col, 36 if "::" in label else 16, wrap)
        for at, row in enumerate(rows, 1):
            for col, label in enumerate(SHEETS[name]):
                sheet.write_string(at, col, row.get(label, ""), wrap)
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def sheets(said: Mapping[str, Any]) -> dict[str, list[Cells]]:
    survey: list[Cells] = []
    choices: list[Cells] = []
    for number, part in enumerate(said["sections"], 1):
        survey.append({"type": "begin group", "name": f"s{number}", **both(part["title"], "label")})
        for item in part["indicators"]:
            survey.append(question(item))
            choices += levels(item)
        survey.append({"type": "end group"})
    settings = {
        "form_id": said["key"],
        "default_language": IN["id"],
        **{name: said[name] for name in ("kind", "aspect", "scoring")},
        **both(said["title"], "form_title"),
        **both(said["source"], "source"),
    }
    bands = [{"from": str(band["from"]), **both(band["label"], "label")} for band in said["bands"]]
    return {"survey": survey, "choices": choices, "settings": [settings], "bands": bands}


def both(texts: Mapping[str, str], column: str) -> Cells:
    return {f"{column}::{IN[lang]}": texts[lang] for lang in IN if texts.get(lang)}


def question(item: Mapping[str, Any]) -> Cells:
    row = {
        "type": f"select_one {item['code']}" if item["scale"] != Scale.WORDS else "text",
        "name": item["code"],
        "scale": item["scale"],
        "applies_to": " ".join(content.listed(item["applies_to"])),
        "grades": " ".join(content.listed(item["grades"])),
    }
    for name in SAID:
        texts = item[name]
        if name == "questions":
            texts = {lang: "\n".join(lines) for lang, lines in texts.items()}
        row |= both(texts, COLUMN.get(name, name))
    return row


def levels(item: Mapping[str, Any]) -> Iterator[Cells]:
    for at, (level, word) in enumerate(WORDS_OF[item["scale"]]):
        words = {lang: own[at] for lang, own in item["levels"].items() if at < len(own)}
        named = {"list_name": item["code"], "name": str(level), "word": str(word)}
        yield named | both(words, "label")


class Reading:
    """One workbook being read; collects what is wrong instead of stopping at the first."""

    def __init__(self, book: Mapping[str, list[Row]]) -> None:
        self.faults: list[Fault] = []
        self.rows = {name: list(self.table(name, book.get(name, []))) for name in SHEETS}

    def fault(self, sheet: str, row: int, column: str, read: str, advice: str) -> None:
        self.faults.append(Fault(sheet, row, column, read[:80], advice))

    def table(self, sheet: str, rows: list[Row]) -> Iterator[tuple[int, Cells]]:
        """The rows under the header as text by column; formulas are refused."""
        if not rows:
            if sheet in ("survey", "settings"):
                self.fault(sheet, 0, "", "", _("This sheet is missing. Export a form to see it."))
            return
        header = [str(cell).strip() for cell in rows[0].cells]
        for row in rows[1:]:
            cells = {}
            for at, (name, cell) in enumerate(zip(header, row.cells, strict=False)):
                if at in row.computed:
                    advice = _("A formula is not taken. Write the text itself.")
                    self.fault(sheet, row.number, name, str(cell), advice)
                cells[name] = shown(cell)
            yield row.number, cells

    def texts(self, sheet: str, number: int, row: Cells, column: str, most: int) -> dict[str, str]:
        found = {}
        for lang, name in IN.items():
            text = clean_text(row.get(f"{column}::{name}", "")).strip()
            if len(text) > most:
                advice = _("At most %(most)s letters fit here. Shorten it.") % {"most": most}
                self.fault(sheet, number, f"{column}::{name}", text, advice)
            if text:
                found[lang] = text
        return found

    def choice(self, sheet: str, number: int, row: Cells, column: str, known: list[str]) -> str:
        text = row.get(column, "").strip()
        if text not in known:
            advice = _("Write one of: %(known)s.") % {"known": ", ".join(known)}
            self.fault(sheet, number, column, text, advice)
        return text

    def several(self, number: int, row: Cells, column: str, known: list[str]) -> str:
        chosen = row.get(column, "").split()
        for text in chosen:
            if text not in known:
                advice = _("Write one of: %(known)s.") % {"known": ", ".join(known)}
                self.fault("survey", number, column, text, advice)
        return content.joined(chosen)


def shown(cell: object) -> str:
    """A cell as text; a whole number that a program has made of it without ".0"."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def read(book: Mapping[str, list[Row]]) -> dict[str, Any]:
    """What ``content.written`` would give. Raises ``Refused`` with all faults at once."""
    reading = Reading(book)
    said = settings_of(reading)
    said["bands"] = bands_of(reading)
    said["sections"] = sections_of(reading, levels_by_item(reading))
    if reading.faults:
        raise Refused(reading.faults)
    return said


def settings_of(reading: Reading) -> dict[str, Any]:
    number, row = next(iter(reading.rows["settings"]), (0, {}))
    title = reading.texts("settings", number, row, "form_title", 120)
    if not title.get("id"):
        column = f"form_title::{IN['id']}"
        reading.fault("settings", number, column, "", _("Write the title of the form."))
    Kind, Scoring = Instrument.Kind, Instrument.Scoring
    return {
        "key": row.get("form_id", ""),
        "title": title,
        "kind": reading.choice("settings", number, row, "kind", Kind.values),
        "aspect": reading.choice("settings", number, row, "aspect", Aspect.values),
        "scoring": reading.choice("settings", number, row, "scoring", Scoring.values),
        "source": reading.texts("settings", number, row, "source", 2000),
    }


def bands_of(reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, row in reading.rows["bands"][: MOST_BANDS + 1]:
        text = row.get("from", "").strip()
        label = reading.texts("bands", number, row, "label", 60)
        try:
            bound = float(text.replace(",", "."))
            found.append({"from": int(bound) if bound.is_integer() else bound, "label": label})
        except ValueError:
            reading.fault("bands", number, "from", text, _("Write a number, for example 60,5."))
        if not label.get("id"):
            column = f"label::{IN['id']}"
            reading.fault("bands", number, column, "", _("Write the word of this band."))
    bounds = [band["from"] for band in found]
    if len(found) > MOST_BANDS or (bounds and arithmetic.faults(bounds)):
        advice = _("Bands begin at 0, each begins above the one before, and the last below 100.")
        reading.fault("bands", 0, "from", ", ".join(map(str, bounds)), advice)
    return found


def levels_by_item(reading: Reading) -> dict[str, dict[str, dict[str, str]]]:
    """Descriptions by code and level."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for number, row in reading.rows["choices"]:
        own = found.setdefault(row.get("list_name", "").strip(), {})
        own[row.get("name", "").strip()] = reading.texts("choices", number, row, "label", 600)
    return found


def sections_of(reading: Reading, described: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    codes: set[str] = set()
    for number, row in reading.rows["survey"]:
        kind = row.get("type", "").strip()
        if kind == "begin group":
            title = reading.texts("survey", number, row, "label", 120)
            if not title.get("id"):
                column = f"label::{IN['id']}"
                reading.fault("survey", number, column, "", _("Write the name of the section."))
            found.append({"title": title, "indicators": []})
        elif kind == "text" or kind.startswith("select_one"):
            if not found:
                advice = _("Begin with a row of type “begin group”, the first section.")
                reading.fault("survey", number, "type", kind, advice)
                found.append({"title": {}, "indicators": []})
            found[-1]["indicators"].append(item_of(reading, number, row, described, codes))
        elif kind and kind != "end group":
            advice = _("Write begin group, end group, text or select_one with the item's code.")
            reading.fault("survey", number, "type", kind, advice)
    count = sum(len(part["indicators"]) for part in found)
    if len(found) > content.MOST_SECTIONS or count > content.MOST_ITEMS:
        advice = _("A form has at most %(sections)s sections and %(items)s indicators.")
        most = {"sections": content.MOST_SECTIONS, "items": content.MOST_ITEMS}
        reading.fault("survey", 0, "", str(count), advice % most)
    return found


def item_of(
    reading: Reading, number: int, row: Cells, described: Mapping[str, Any], codes: set[str]
) -> dict[str, Any]:
    code = row.get("name", "").strip()
    if not code or len(code) > 8 or code in codes:
        advice = _("Write a code of at most 8 letters and digits that no other item has.")
        reading.fault("survey", number, "name", code, advice)
    codes.add(code)
    scale = reading.choice("survey", number, row, "scale", Scale.values)
    said: dict[str, Any] = {
        name: reading.texts("survey", number, row, COLUMN.get(name, name), LONGEST[name])
        for name in SAID
    }
    if not said["text"].get("id"):
        advice = _("Write the indicator in Indonesian.")
        reading.fault("survey", number, f"label::{IN['id']}", "", advice)
    said["questions"] = {
        lang: [line for line in text.split("\n") if line.strip()]
        for lang, text in said["questions"].items()
    }
    own = described.get(code, {})
    levels: dict[str, list[str]] = {}
    for lang in IN:
        words = [
            own.get(str(n), {}).get(lang, "")
            for n in (levels_of(scale) if scale in Scale.values else ())
        ]
        if any(words):
            levels[lang] = words
    kinds = Indicator.ClassKind.values
    grades = [str(grade) for grade in range(1, 7)]
    return said | {
        "code": code,
        "scale": scale,
        "levels": levels,
        "applies_to": reading.several(number, row, "applies_to", kinds),
        "grades": reading.several(number, row, "grades", grades),
    }
