"""Two versions of an instrument side by side: what is new, removed and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.differences import Piece, pieces
from supervision import content
from supervision.models import Aspect, Indicator, Instrument, Scale

Kind, Scoring = Instrument.Kind, Instrument.Scoring


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs, as runs of words that stayed, went and came."""

    label: str
    pieces: list[Piece]

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "added"]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "removed"]


@dataclass(frozen=True, slots=True)
class Part:
    """The instrument itself (``code`` empty) or an item; ``kind``: new, removed or changed."""

    kind: str
    code: str
    text: str
    changes: list[Change]


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Part]:
    """What differs between two of ``content.written``: the form first, then items by code."""
    found = []
    about = changes(of_form(old), of_form(new))
    if about:
        found.append(Part("changed", "", "", about))
    left, right = items(old), items(new)
    for code, fields in right.items():
        if code not in left:
            found.append(Part("new", code, fields[str(content.NAMES["text"])], []))
        elif differing := changes(left[code], fields):
            found.append(Part("changed", code, fields[str(content.NAMES["text"])], differing))
    for code, fields in left.items():
        if code not in right:
            found.append(Part("removed", code, fields[str(content.NAMES["text"])], []))
    return found


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    return [
        Change(label, pieces(old.get(label, ""), text))
        for label, text in new.items()
        if old.get(label, "") != text
    ]


def of_form(said: Mapping[str, Any]) -> dict[str, str]:
    bands = [f"{band['from']}: {spoken(band['label'])}" for band in said["bands"]]
    return {
        _("Title"): spoken(said["title"]),
        _("Kind"): str(Kind(said["kind"]).label),
        _("Aspect"): str(Aspect(said["aspect"]).label),
        _("Scoring"): str(Scoring(said["scoring"]).label),
        _("Bands"): "\n".join(bands),
        _("Source"): spoken(said["source"]),
        _("Sections"): "\n".join(spoken(part["title"]) for part in said["sections"]),
    }


def items(said: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """By code, each field as one text; both languages where both are written."""
    return {
        row["code"]: {
            str(content.NAMES["section"]): spoken(part["title"]),
            **{
                str(content.NAMES[name]): field(name, row[name])
                for name in content.ITEM
                if name != "code"
            },
        }
        for part in said["sections"]
        for row in part["indicators"]
    }


def field(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return spoken(value)
    if name == "scale":
        return str(Scale(value).label)
    words = dict(Indicator.ClassKind.choices)
    return ", ".join(str(words.get(part, part)) for part in content.listed(value))


def spoken(texts: Mapping[str, Any]) -> str:
    """Indonesian, then English, line by line."""
    lines: list[str] = []
    for language in content.LANGUAGES:
        own = texts.get(language, "")
        lines += own if isinstance(own, list) else [own]
    return "\n".join(line for line in lines if line)
