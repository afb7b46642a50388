"""Answers of one side written on two pages at once: nothing that was typed is overwritten."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from supervision.models import CalibrationRating, Indicator, Rating, Scale

Answer = tuple[int | None, str]
NONE_YET = "-"
LONGEST = 2000  # characters of one evidence


def mark(level: int | None, evidence: str) -> str:
    """Tells whether an answer is still as it was when a page showed it."""
    return f"{zlib.crc32(f'{level}{evidence.strip()}'.encode()):x}"


def is_left_alone(item: Indicator, answer: Answer, seen: str) -> bool:
    """Does the page send what it had been given?"""
    if seen == NONE_YET:
        return item.scale == Scale.WORDS and not answer[1].strip()
    return mark(*answer) == seen


def merged(
    rows: Iterable[Rating | CalibrationRating],
    given: Mapping[Indicator, Answer],
    seen: Mapping[int, str],
) -> tuple[dict[Indicator, Answer], list[Indicator]]:
    """What to write, and the items for which two texts now stand together.

    ``rows`` are the answers of one side as they stand now. ``seen`` are the marks of the page
    that sends, by the key of the item (``NONE_YET`` for no answer); what it left alone stays as
    it is now. Raises ``ValidationError`` where both texts together are too long.
    """
    now: dict[int, Answer] = {row.indicator_id: (row.level, row.evidence) for row in rows}
    kept, joined = dict(given), []
    for item, answer in given.items():
        stands, was = now.get(item.pk), seen.get(item.pk)
        if stands is None or was is None or mark(*stands) == was:
            continue
        if is_left_alone(item, answer, was):
            kept[item] = stands
            continue
        kept[item] = (answer[0], both(stands[1], answer[1].strip()))
        if kept[item][1] != answer[1].strip():
            joined.append(item)
    return kept, joined


def both(first: str, second: str, longest: int = LONGEST) -> str:
    """The two texts below each other, or the one that holds the other.

    Raises ``ValidationError`` where together they are longer than ``longest`` characters.
    """
    if first in second or second in first:
        return max(first, second, key=len)
    if len(first) + len(second) >= longest:
        raise ValidationError(
            _("This was also written on another page, and both texts together are too long.")
        )
    return f"{first}\n{second}"
