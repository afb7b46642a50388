from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.fields import clean_text
from supervision import merging
from supervision.models import CalibrationRating, EvidenceNote, Indicator, Rating, Scale
from supervision.models.scale import NUMBERED, values

NOT_OBSERVED = "none"  # 0 is a level of some scales


@dataclass(frozen=True, slots=True)
class Choice:
    """``number`` stands before the word where the scale has one, else it is empty."""

    value: str
    number: str
    word: str
    description: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One indicator as a form shows it: rows to choose from, evidence, what is still asked.

    An item in words has no ``choices``; its answer is the ``evidence``.
    """

    indicator: Indicator
    choices: list[Choice]
    evidence: str
    notes: list[EvidenceNote]
    answered: bool
    problem: str = ""


def questions(
    indicators: Sequence[Indicator],
    given: dict[int, tuple[str, str]],
    notes: dict[int, list[EvidenceNote]] | None = None,
    *,
    ask: bool = False,
) -> list[Question]:
    """The rows of a page. ``given`` maps an indicator's key to (value, evidence)."""
    found = []
    for row in indicators:
        value, evidence = given.get(row.pk, ("", ""))
        own = (notes or {}).get(row.pk, [])
        problem = asked_of(row, value, evidence, own) if ask else ""
        found.append(
            Question(
                indicator=row,
                choices=choices(row, value),
                evidence=evidence,
                notes=own,
                answered=value != "",
                problem=problem,
            )
        )
    return found


def asked_of(indicator: Indicator, value: str, evidence: str, notes: Sequence[EvidenceNote]) -> str:
    """What the observer's answer still needs, kindly; the choice itself always stays."""
    if loose(value, evidence):
        return _("Choose a level first, so that this note can be saved with it.")
    ends = indicator.scale == Scale.FOUR and value in ("1", "4")
    if ends and not evidence.strip() and not notes:
        return _("For this level, please add one thing that was seen or heard.")
    return ""


def loose(value: str, evidence: str) -> bool:
    """Evidence without an answer, which no rating could keep."""
    return not value and bool(evidence.strip())


def choices(indicator: Indicator, value: str) -> list[Choice]:
    """Each level of the item's scale and "not observed", equal in weight; [] for words."""
    if indicator.scale == Scale.WORDS:
        return []
    numbered, described = indicator.scale in NUMBERED, indicator.descriptions
    rows = [
        Choice(
            value=str(level),
            number=str(level) if numbered else "",
            word=str(word),
            description=described[place] if place < len(described) else "",
            checked=value == str(level),
        )
        for place, (level, word) in enumerate(indicator.choices)
    ]
    unseen = _("This part is not counted.")
    return [
        *rows,
        Choice(NOT_OBSERVED, "", _("Not observed"), unseen, value == NOT_OBSERVED),
    ]


def stored(ratings: Sequence[Rating | CalibrationRating]) -> dict[int, tuple[str, str]]:
    return {
        row.indicator_id: (
            NOT_OBSERVED if row.level is None else str(row.level),
            row.evidence,
        )
        for row in ratings
    }


def sent(indicators: Sequence[Indicator], data: QueryDict) -> dict[int, tuple[str, str]]:
    """What the form held; values that are no choice count as no answer, long texts are cut.

    An item in words is answered by its text, which has no level.
    """
    found = {}
    for row in indicators:
        evidence = clean_text(data.get(f"evidence-{row.pk}", ""))[: merging.LONGEST]
        value = data.get(f"level-{row.pk}", "")
        known = {NOT_OBSERVED, *(str(level) for level in values(row.scale))}
        if row.scale == Scale.WORDS:
            value = NOT_OBSERVED if evidence.strip() else ""
        found[row.pk] = (value if value in known else "", evidence)
    return found


def answers(
    indicators: Sequence[Indicator], given: dict[int, tuple[str, str]]
) -> tuple[dict[Indicator, int | None], dict[Indicator, str]]:
    """Levels and evidence of the answered ones, as the actions take them.

    An item in words is always handed on, so that taking its text out takes its answer out.
    """
    levels = {
        row: None if given[row.pk][0] in ("", NOT_OBSERVED) else int(given[row.pk][0])
        for row in indicators
        if given.get(row.pk, ("",))[0] or (row.scale == Scale.WORDS and row.pk in given)
    }
    return levels, {row: given[row.pk][1] for row in levels}


def marks(indicators: Sequence[Indicator], kept: dict[int, tuple[str, str]]) -> str:
    """The answers that a page shows, as it hands them back: "12:-,13:a7c01f"."""
    levels, texts = answers(indicators, kept)
    found = {
        row.pk: merging.mark(level, texts[row]) for row, level in levels.items() if row.pk in kept
    }
    return ",".join(f"{row.pk}:{found.get(row.pk, merging.NONE_YET)}" for row in indicators)


def marks_of(data: QueryDict) -> dict[int, str]:
    """What ``marks`` wrote into the page that sends, by the key of the item."""
    pairs = (piece.partition(":") for piece in data.get("seen", "").split(","))
    return {int(key): mark for key, _colon, mark in pairs if key.isdecimal() and len(key) < 10}


def both_kept(items: Sequence[Indicator]) -> str:
    codes = ", ".join(row.code for row in items)
    return _("%(codes)s was also written on another page. Both texts are kept.") % {"codes": codes}
