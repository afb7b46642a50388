"""Which lesson plans answer a search, in which order; the same on both databases.

Three looks, each by the database's full-text index and each newest first: all words in the
title; in title, subject, class, topic and methods; anywhere. Filters are words of the index too.
No look reads more than a window of rows, so that a common word costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet

from collaboration import words
from collaboration.models import LessonPlan, holding

WINDOW = 100  # rows counted before a list says "more than"
LONGEST = 200  # characters of a search that count
MOST = 12  # words of a search that count
PHASES = {"A": (1, 2), "B": (3, 4), "C": (5, 6)}
GRADES = tuple(str(grade) for grade in range(1, 7))
FIT, NEWEST, NAME = "cocok", "baru", "nama"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks the library for; "" where she asks for nothing."""

    words: str = ""
    phase: str = ""
    grade: str = ""
    subject: str = ""
    topic: str = ""
    method: str = ""
    differentiated: bool = False
    mine: bool = False
    order: str = ""

    @property
    def roots(self) -> list[str]:
        """Roots of the words to look for, each once; empty for none but stop words."""
        return list(dict.fromkeys(words.stems(self.words)))[:MOST]

    @property
    def narrows(self) -> bool:
        """Is anything asked for but whose plans, and in which order?"""
        return self != Wanted(mine=self.mine, order=self.order)

    @property
    def query(self) -> str:
        """As the parameters of an address, to be followed by another one: "cari=es&"."""
        return address(self) + "&" if address(self) else ""


PARAMETERS = {
    "words": "cari",
    "phase": "fase",
    "grade": "kelas",
    "subject": "mapel",
    "topic": "topik",
    "method": "metode",
    "differentiated": "diferensiasi",
    "mine": "milik",
    "order": "urut",
}


def read(given: Mapping[str, str]) -> Wanted:
    """From the parameters of an address; what cannot be meant counts as not asked for."""

    def text(name: str) -> str:
        return " ".join(given.get(name, "").replace("\x00", " ").split())[:LONGEST]

    def one_of(name: str, known: tuple[str, ...]) -> str:
        return given.get(name, "") if given.get(name) in known else ""

    found = Wanted(
        words=text("cari"),
        phase=one_of("fase", tuple(PHASES)),
        grade=one_of("kelas", GRADES),
        subject=text("mapel"),
        topic=text("topik"),
        method=text("metode"),
        differentiated=given.get("diferensiasi") == "1",
        mine=given.get("milik") == "saya",
        order=one_of("urut", (FIT, NEWEST, NAME)),
    )
    return found if found.roots or found.order != FIT else replace(found, order="")


def address(wanted: Wanted, **changed: str | bool) -> str:
    """``wanted`` with ``changed`` as the parameters of an address: "cari=es&kelas=4"."""
    wanted = replace(wanted, **changed)  # type: ignore[arg-type]
    spoken = {"differentiated": "1", "mine": "saya"}
    values = {
        parameter: spoken.get(name, getattr(wanted, name))
        for name, parameter in PARAMETERS.items()
        if getattr(wanted, name)
    }
    return urlencode(values)


def marks(wanted: Wanted) -> list[str]:
    """What the list is narrowed by, as the index's ``marks`` say it."""
    given = (
        ("fase", wanted.phase),
        ("kelas", wanted.grade),
        ("mapel", wanted.subject),
        ("metode", wanted.method),
    )
    found = [words.mark(kind, value) for kind, value in given if value]
    return [*found, words.mark("diferensiasi")] if wanted.differentiated else found


def keys(plans: QuerySet[LessonPlan], wanted: Wanted, most: int) -> list[int]:
    """Keys of the first ``most`` answers among ``plans``, best first; one to three queries.

    Where all answers fit, one look finds them and they are put in order here.
    """
    roots, topic = wanted.roots, words.stems(wanted.topic)[:MOST]
    if wanted.topic and not topic:
        return []
    given = {"topic": topic, "marks": marks(wanted), "body": roots}
    asked = {name: asked for name, asked in given.items() if asked}
    rows = holding(plans, "name" if wanted.order == NAME else "key", asked)
    if not roots or wanted.order in (NEWEST, NAME):
        return list(rows.values_list("text__key", flat=True)[:most])
    fields = ("text__key", "text__title", "text__about")
    found = list(rows.values_list(*fields)[:most])
    if len(found) < most:
        return [key for key, *_texts in sorted(found, key=lambda row: fit(row[1:], roots))]
    return looked(plans, asked, roots, most, [row[0] for row in found])


def fit(texts: Sequence[str], roots: Iterable[str]) -> int:
    """Which of ``texts``, the narrow one first, is the first to hold all of ``roots``."""
    wanted = set(roots)
    holds = (at for at, text in enumerate(texts) if wanted <= set(text.split()))
    return next(holds, len(texts))


def looked(
    plans: QuerySet[LessonPlan],
    asked: dict[str, list[str]],
    roots: list[str],
    most: int,
    anywhere: list[int],
) -> list[int]:
    """The best of more answers than ``most``, by two further looks; ``anywhere`` is the third."""
    asked = {name: asked[name] for name in asked if name != "body"}
    found: dict[int, None] = {}
    for name in ("title", "about"):
        rows = holding(plans, "key", {**asked, name: roots})
        found |= dict.fromkeys(rows.values_list("text__key", flat=True)[: most + len(found)])
        if len(found) >= most:
            break
    return list(found | dict.fromkeys(anywhere))[:most]
