"""The parts of a lesson plan as data: what may be written, in which order, and where it stands.

The order is that of a plan of 2025 (identification, design, experience, assessment), with the
general information before it and the appendices after it. Every section may stay empty.
A section's value is text; a section with ``choices`` holds the chosen codes, one a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MINUTES = 35  # of one lesson hour (JP) in a primary school


@dataclass(frozen=True, slots=True)
class Section:
    """``kind`` is "text", "line" (short), "number" (a whole one) or "choices" (codes)."""

    name: str
    label: Any
    hint: Any = ""
    kind: str = "text"
    choices: Mapping[str, Any] = field(default_factory=dict)

    def said(self, value: str) -> str:
        """The value as a reader sees it: choices by their names, hours with their minutes."""
        if self.kind == "choices":
            return "\n".join(str(self.choices.get(code, code)) for code in value.split())
        if self.name == "hours" and value.isdecimal():
            told = {"n": value, "minutes": int(value) * MINUTES}
            return (
                ngettext(
                    "%(n)s lesson hour (%(minutes)s minutes)",
                    "%(n)s lesson hours (%(minutes)s minutes)",
                    int(value),
                )
                % told
            )
        return value


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    label: Any
    sections: tuple[Section, ...]


PROFILE = {  # graduate profile, Permendikdasmen 10/2025
    "faith": _("Faith and devotion to God Almighty"),
    "citizenship": _("Citizenship"),
    "reasoning": _("Critical reasoning"),
    "creativity": _("Creativity"),
    "collaboration": _("Collaboration"),
    "independence": _("Independence"),
    "health": _("Health"),
    "communication": _("Communication"),
}
PRINCIPLES = {"mindful": _("Mindful"), "meaningful": _("Meaningful"), "joyful": _("Joyful")}
KINDS = {
    "content": _("Content: what pupils learn from"),
    "process": _("Process: how they learn it"),
    "product": _("Product: how they show it"),
    "environment": _("Environment: where and with whom"),
}

PARTS = (
    Part(
        "information",
        _("General information"),
        (
            Section("hours", _("Lesson hours (JP)"), _("One hour is 35 minutes."), "number"),
            Section("meetings", _("Number of meetings"), kind="number"),
            Section("setting", _("Model of learning"), _("Face to face, outdoors, mixed."), "line"),
        ),
    ),
    Part(
        "identification",
        _("Identification"),
        (
            Section(
                "readiness",
                _("Readiness of the pupils"),
                _("What they know, like and need. Without names of pupils."),
            ),
            Section(
                "matter",
                _("Subject matter"),
                _("What kind of knowledge it is, how hard, and where pupils meet it in life."),
            ),
            Section(
                "profile",
                _("Graduate profile"),
                _("Tick only what this plan works on; one or two are enough."),
                "choices",
                PROFILE,
            ),
        ),
    ),
    Part(
        "design",
        _("Design of the lesson"),
        (
            Section(
                "outcome",
                _("National learning outcome (CP)"),
                _("Paste the text from the official document. Rembuk does not bring it along."),
            ),
            Section(
                "objectives",
                _("Objectives"),
                _("What pupils will be able to do, in words they can read themselves."),
            ),
            Section(
                "criteria",
                _("Criteria of reaching the objectives"),
                _("A description, a rubric or an interval (KKTP)."),
            ),
            Section(
                "understanding",
                _("Meaningful understanding"),
                _("What will stay with them when the details are forgotten?"),
            ),
            Section("questions", _("Questions that make curious")),
            Section("across", _("Across subjects")),
            Section("pedagogy", _("Pedagogical practice"), _("Model, strategy and method.")),
            Section("partners", _("Partners"), _("Parents, colleagues, people of the village.")),
            Section("surroundings", _("Learning environment")),
            Section("digital", _("Use of digital tools"), _("And what if there is no signal?")),
            Section(
                "media",
                _("Media and sources"),
                _("What is at hand at school, and what if there is no power?"),
            ),
        ),
    ),
    Part(
        "experience",
        _("Learning experience"),
        (
            Section("principles", _("Principles of learning"), kind="choices", choices=PRINCIPLES),
            Section("steps", _("Steps"), _("Opening, main part and closing, with minutes.")),
            Section("opening", _("Opening")),
            Section("understand", _("Understanding"), _("How pupils build the knowledge.")),
            Section("apply", _("Applying"), _("Where they use it in a real situation.")),
            Section("reflect", _("Reflecting"), _("How they look back on what they learned.")),
            Section("closing", _("Closing")),
            Section(
                "differentiation_kinds",
                _("Differentiation by"),
                kind="choices",
                choices=KINDS,
            ),
            Section(
                "differentiation",
                _("Differentiation"),
                _("Help for those not ready yet, a challenge for those already beyond."),
            ),
        ),
    ),
    Part(
        "assessment",
        _("Assessment"),
        (
            Section(
                "assessment_before",
                _("Assessment before"),
                _("What shows you where pupils stand before you begin?"),
            ),
            Section(
                "assessment_during",
                _("Assessment during"),
                _("What do you look and listen for while they learn?"),
            ),
            Section(
                "assessment_after",
                _("Assessment after"),
                _("How will you and they know that it worked?"),
            ),
        ),
    ),
    Part(
        "reflection",
        _("Reflection"),
        (
            Section("reflection_pupils", _("Questions for the pupils")),
            Section("reflection_teacher", _("Questions for the teacher")),
        ),
    ),
    Part(
        "appendices",
        _("Appendices"),
        (
            Section("worksheet", _("Worksheet for pupils (LKPD)")),
            Section("reading", _("Reading for teacher and pupils")),
            Section("remedial", _("More help")),
            Section("enrichment", _("Enrichment")),
            Section("glossary", _("Glossary")),
            Section("references", _("References")),
        ),
    ),
)
SECTIONS = {section.name: section for part in PARTS for section in part.sections}
SHORT = ("objectives", "steps", "assessment_during")  # the short form, first on a phone
ABOUT = {
    section.name: section
    for section in (
        Section("title", _("Title"), kind="line"),
        Section("grade", _("Class"), kind="number"),
        Section("subject", _("Subject"), kind="line"),
        Section("topic", _("Topic"), kind="line"),
    )
}
EVERY = {**ABOUT, **SECTIONS}  # all that a version holds and two authors may both change


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """Known sections with something in them, in the order of a plan."""
    tidy = {name: values.get(name, "").replace("\r\n", "\n").strip() for name in SECTIONS}
    return {name: text for name, text in tidy.items() if text}


def written(values: Mapping[str, str]) -> list[tuple[Part, list[tuple[Section, str]]]]:
    """Parts that have something, each with its sections and their text as a reader sees it."""
    found = []
    for part in PARTS:
        rows = [(row, row.said(values[row.name])) for row in part.sections if values.get(row.name)]
        if rows:
            found.append((part, rows))
    return found
