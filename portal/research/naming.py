"""Names in free text are replaced, as far as they can be known.

Caught: words of names of people and schools of the regency, also in small letters where they are
no ordinary word; whatever follows a form of address or "murid"; places; numbers of eight digits
or more; e-mail and web addresses. Not caught: unknown names alone, pupils' names in small
letters, nicknames, and events that only one person can have lived. People read what is left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from collaboration.plans.words import fold, stem
from portal.names import APOSTROPHES

NAME, PLACE, NUMBER, ADDRESS = "[nama]", "[tempat]", "[nomor]", "[alamat]"
ADDRESSED = frozenset(
    [
        "bu",
        "ibu",
        "pak",
        "bapak",
        "bunda",
        "kak",
        "mas",
        "mbak",
        "ustaz",
        "ustadz",
        "ustazah",
        "ustadzah",
        "ust",
    ]
)
PUPIL = frozenset(["murid", "siswa", "siswi", "ananda", "adik"])
PARTS = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|.", re.DOTALL)
OFFICES = frozenset(
    [
        "guru",
        "kepala",
        "wali",
        "pengawas",
        "operator",
        "dinas",
        "kelas",
        "murid",
        "siswa",
        "semua",
        "dan",
    ]
)
REACHED = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|(?<!\w)@\w+")
DIGITS = re.compile(r"\+?\d(?:[\s.\-]?\d){7,}")
CODE = re.compile(r"(?<!\w)P[0-9a-f]+(?!\w)")
SHORTEST = 3  # signs of a word of a name


@cache
def _roots() -> frozenset[str]:
    return frozenset(StemmerFactory().get_words())


def plain(word: str) -> str:
    """Small letters without accents and apostrophes: "Nur'aini" is "nuraini"."""
    return fold(word.translate(APOSTROPHES)).replace("'", "")


def ordinary(word: str) -> bool:
    """Is it a word of the language, rather than a name?"""
    return plain(word) in _roots() or stem(plain(word)) in _roots()


@dataclass(frozen=True, slots=True)
class Names:
    """What is known: words of names and whom they may mean, words of places, codes to show."""

    people: Mapping[str, frozenset[int]]  # folded word: people whose name holds it
    places: frozenset[str]
    codes: Mapping[int, str] = field(default_factory=dict)  # person: code
    given: frozenset[str] = frozenset()  # all codes

    def scrub(self, text: str) -> str:
        """``text`` without the names it can find; what it gives it leaves as it is."""
        parts = self._parts(text)
        found: list[str] = []
        run: set[int] | None = None  # people that all words of a run may mean
        before = ""
        for at, part in enumerate(parts):
            shown = self._shown(part, before, inside=at > 0 and parts[at - 1] == "[")
            if shown == NAME:
                meant = set(self.people.get(plain(part), ()))
                run = meant if run is None else run & meant
            else:
                if run is not None and not part.isspace():
                    found += [self._code(run), *_gap(parts, at)]
                    run = None
                if run is None:
                    found.append(shown)
            if not part.isspace() and part != ".":
                before = plain(part)
        if run is not None:
            found += [self._code(run), *_gap(parts, len(parts))]
        return "".join(found)

    def _parts(self, text: str) -> list[str]:
        """Words and single signs; a code it gave stays one part, whatever its digits."""
        parts: list[str] = []
        last = 0
        for match in CODE.finditer(text):
            if match.group() in self.given:
                parts += [*_split(text[last : match.start()]), match.group()]
                last = match.end()
        return parts + _split(text[last:])

    def _code(self, meant: set[int]) -> str:
        return self.codes.get(next(iter(meant)), NAME) if len(meant) == 1 else NAME

    def _shown(self, part: str, before: str, *, inside: bool) -> str:
        if inside or part in self.given:
            return part
        if not part[0].isalpha() or any(sign.isdigit() for sign in part):
            return part
        word, capital = plain(part), part[0].isupper()
        named = len(word) >= SHORTEST and word in self.people
        if named and (capital or before in ADDRESSED or not ordinary(word)):
            return NAME
        if capital and before in ADDRESSED | PUPIL and word not in ADDRESSED | OFFICES:
            return NAME
        if capital and word in self.places:
            return PLACE
        return part

    def doubts(self, text: str) -> list[str]:
        """Words inside sentences with a capital that are no known word: perhaps names."""
        words = re.findall(r"(?<=[a-z,;] )[A-Z][a-z]{2,}", text)
        return sorted({word for word in words if not ordinary(word)})


def _split(text: str) -> list[str]:
    return PARTS.findall(DIGITS.sub(NUMBER, REACHED.sub(ADDRESS, text)))


def _gap(parts: list[str], at: int) -> list[str]:
    """The white space just before ``at``, which the end of a run has held back."""
    first = at
    while first and parts[first - 1].isspace():
        first -= 1
    return parts[first:at]


def known(
    people: Iterable[tuple[int, str]], places: Iterable[str], codes: Mapping[int, str]
) -> Names:
    """From (id, full name) and names of schools, villages and regions."""
    words: dict[str, set[int]] = defaultdict(set)
    for pk, name in people:
        for word in re.findall(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*", name):
            words[plain(word)].add(pk)
    found = {
        plain(word)
        for place in places
        for word in re.findall(r"[^\W\d_]+", place)
        if len(word) > SHORTEST and not ordinary(word)
    }
    frozen = {word: frozenset(meant) for word, meant in words.items()}
    return Names(frozen, frozenset(found), codes, frozenset(codes.values()))
