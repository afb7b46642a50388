"""Pupils stand in the portal as codes alone: M1 is a pupil, K2 a group, numbered on the day."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CODE = re.compile(r"[MK][1-9][0-9]?")
CALLED = re.compile(r"\b(?:murid|siswa|siswi|anak|ananda|bernama|namanya|si)\s+([A-Z][a-z]{2,})")
NO_NAMES = {"Kelas", "Kelompok", "Indonesia", "Islam", "Kristen", "Katolik", "Hindu", "Buddha"}


def read_code(text: str) -> str:
    """A code such as "M1" or "K12", typed in any case. Raises ``ValidationError`` otherwise."""
    code = re.sub(r"\s+", "", text).upper()
    if not CODE.fullmatch(code):
        raise ValidationError(
            _("Write a code: M and a number for a pupil, K and a number for a group. Example: M3.")
        )
    return code


def without_names(text: str) -> str:
    """The text as it is. Raises ``ValidationError`` where a pupil seems to be called by name."""
    for found in CALLED.finditer(text):
        if found[1] not in NO_NAMES:
            raise ValidationError(
                _('"%(name)s" reads like the name of a pupil. Write a code such as M1 instead, so'
                  " that nobody can be known by these words."),
                params={"name": found[1]},
            )  # fmt: skip
    return text
