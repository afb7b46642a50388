"""How one text becomes another, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: ``kind`` is "same", "removed" or "added"."""

    kind: str
    text: str


def words(text: str) -> list[str]:
    """Words with the spaces and line ends after them, so that joining gives the text back."""
    return re.findall(r"\S+\s*|\s+", text)


def pieces(old: str, new: str) -> list[Piece]:
    """How ``old`` becomes ``new``; the same and removed ones make up ``old``, in order."""
    left, right = words(old), words(new)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(left[a:b])))
            continue
        if a < b:
            found.append(Piece("removed", "".join(left[a:b])))
        if c < d:
            found.append(Piece("added", "".join(right[c:d])))
    return found
