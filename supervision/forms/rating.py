from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from supervision.models import EvidenceNote, Indicator, Level, Rating

NOT_OBSERVED = "0"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    word: str
    description: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One indicator as a form shows it: rows to choose from, evidence, what is still asked."""

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
        problem = asked_of(value, evidence, own) if ask else ""
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


def asked_of(value: str, evidence: str, notes: list[EvidenceNote]) -> str:
    """What the observer's answer still needs, kindly; the choice itself always stays."""
    if loose(value, evidence):
        return _("Choose a level first, so that this note can be saved with it.")
    if value in ("1", "4") and not evidence.strip() and not notes:
        return _("For this level, please add one thing that was seen or heard.")
    return ""


def loose(value: str, evidence: str) -> bool:
    """Evidence without an answer, which no rating could keep."""
    return not value and bool(evidence.strip())


def choices(indicator: Indicator, value: str) -> list[Choice]:
    """Levels 1 to 4 and "not observed", equal in weight."""
    rows = [
        Choice(str(level.value), str(level.label), description, value == str(level.value))
        for level, description in zip(Level, indicator.descriptions, strict=True)
    ]
    unseen = _("This part is not counted.")
    return [
        *rows,
        Choice(NOT_OBSERVED, _("Not observed"), unseen, value == NOT_OBSERVED),
    ]


def stored(ratings: Sequence[Rating]) -> dict[int, tuple[str, str]]:
    return {
        row.indicator_id: (
            NOT_OBSERVED if row.level is None else str(row.level),
            row.evidence,
        )
        for row in ratings
    }


def sent(indicators: Sequence[Indicator], data: QueryDict) -> dict[int, tuple[str, str]]:
    """What the form held; values that are no choice count as no answer, long texts are cut."""
    found = {}
    for row in indicators:
        value = data.get(f"level-{row.pk}", "")
        evidence = data.get(f"evidence-{row.pk}", "").replace("\x00", "")[:2000]
        known = value if value in ("0", "1", "2", "3", "4") else ""
        found[row.pk] = (known, evidence)
    return found


def answers(
    indicators: Sequence[Indicator], given: dict[int, tuple[str, str]]
) -> tuple[dict[Indicator, int | None], dict[Indicator, str]]:
    """Levels and evidence of the answered ones, as the actions take them."""
    levels = {
        row: None if given[row.pk][0] == NOT_OBSERVED else int(given[row.pk][0])
        for row in indicators
        if given.get(row.pk, ("",))[0]
    }
    return levels, {row: given[row.pk][1] for row in levels}
