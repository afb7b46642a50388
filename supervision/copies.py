"""One cycle as plain text in the five stages of Ruang GTK, for the teacher to copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from supervision.models import EvidenceNote, FollowUp, Reflection, SupervisionSession, Turn


@dataclass(frozen=True, slots=True)
class Box:
    """The words of one stage; ``private`` for what only its author reads."""

    key: str
    title: str
    text: str
    private: bool = False

    @property
    def rows(self) -> int:
        """How high its field is: its lines, within reason."""
        lines = sum(1 + len(line) // 60 for line in self.text.split("\n"))
        return min(max(lines, 3), 14)


def lines(*rows: tuple[str, str]) -> str:
    """ "Label: words" each on a line of its own; empty ones are left out."""
    return "\n".join(f"{label}: {words}" if label else words for label, words in rows if words)


def preparation(session: SupervisionSession) -> Box:
    agreement = session.agreement
    items = [f"- {row.name}" for row in agreement.indicators.all()]
    what = f"{session.subject}: {session.topic}" if session.topic else session.subject
    text = lines(
        (_("What I want to see more clearly"), agreement.focus or agreement.no_focus_reason),
        (_("Day"), date_format(session.planned_on, "l, j F Y")),
        (_("Class"), session.class_name),
        (_("Lesson"), what),
        (_("Observer"), session.observer.name),
        (_("How evidence is taken"), str(agreement.get_technique_display())),
        (_("Indicators"), "\n" + "\n".join(items) if items else ""),
    )
    return Box("persiapan", _("Preparation"), text)


def observation(notes: Iterable[EvidenceNote], seen: Iterable[str]) -> Box:
    """Notes by minute, then the evidence of single indicators."""
    rows = [
        (
            _("Minute %(minute)s") % {"minute": row.minute} if row.minute is not None else "",
            row.text,
        )
        for row in notes
    ]
    return Box("observasi", _("Observation"), lines(*rows, *[("", words) for words in seen]))


def talk(turns: Iterable[Turn]) -> Box:
    rows = [
        (f"{turn.author.call} ({turn.get_kind_display().lower()})", turn.text) for turn in turns
    ]
    return Box("diskusi", _("Follow-up discussion"), lines(*rows))


def effort(steps: Iterable[FollowUp]) -> Box:
    parts = [
        lines(
            ("", f"- {row.what}"),
            (_("By when"), date_format(row.due_on, "j F Y")),
            (_("Sign of success"), row.sign),
            (_("Support"), row.support),
            (_("What was done"), row.proof),
            (_("Second look"), row.second_look),
        )
        for row in steps
    ]
    return Box("upaya", _("Follow-up effort"), "\n\n".join(parts))


def reflection(row: Reflection) -> Box:
    text = "\n\n".join(
        f"{question}\n{words}" if question else words for question, words in row.parts
    )
    return Box(f"refleksi-{row.pk.hex[:8]}", _("Reflection"), text, private=row.shared_at is None)
