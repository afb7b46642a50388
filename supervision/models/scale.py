from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scale(models.TextChoices):
    """How one item of a form is answered. Levels of different scales are never added up."""

    FOUR = "four", _("Four levels, 1 to 4")
    THREE = "three", _("Three levels, 1 to 3")
    PART = "part", _("Not, partly, fully: 0 to 2")
    BEHAVIOUR = "behaviour", _("Low, medium, high")
    FIVE = "five", _("Five levels, 1 to 5")
    YES_NO = "yes_no", _("Yes or no")
    WORDS = "words", _("In words only")


WORDS_OF: dict[str, tuple[tuple[int, object], ...]] = {
    Scale.FOUR: (
        (1, _("Beginning")),
        (2, _("Developing")),
        (3, _("Secure")),
        (4, _("Leading")),
    ),
    Scale.THREE: (
        (1, _("Not shown yet")),
        (2, _("Shown, not effective yet")),
        (3, _("Shown and effective")),
    ),
    Scale.PART: ((0, _("No evidence")), (1, _("Partly")), (2, _("Fully"))),
    Scale.BEHAVIOUR: ((1, _("Low")), (2, _("Medium")), (3, _("High"))),
    Scale.FIVE: tuple((n, str(n)) for n in range(1, 6)),
    Scale.YES_NO: ((0, _("No")), (1, _("Yes"))),
    Scale.WORDS: (),
}


NUMBERED = (Scale.FOUR, Scale.THREE, Scale.PART)
STRONG: dict[str, int] = {
    Scale.FOUR: 3,
    Scale.FIVE: 4,
}  # from which level on a thing went well; else the best


def values(scale: str) -> tuple[int, ...]:
    """The levels that an item of this scale can take, lowest first; () for words."""
    return tuple(value for value, _word in WORDS_OF[scale])


def said(scale: str, level: int) -> str:
    """A level as one reads it aloud: "Mantap (3)", "Tinggi", "4"; the number for an odd one."""
    word = str(dict(WORDS_OF[scale]).get(level, level))
    return f"{word} ({level})" if scale in NUMBERED and word != str(level) else word


def went_well(scale: str, level: int | None) -> bool:
    """Is this level of its scale something to begin a talk with?"""
    known = values(scale)
    return level is not None and bool(known) and level >= STRONG.get(scale, known[-1])
