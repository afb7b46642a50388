"""Which lesson plans answer a search, in which order; the same on both databases.

Three looks, each by the database's full-text index and each newest first: all words in the
title; in title, subject, class, topic and methods; anywhere. Filters are words of the index too.
No look reads more than a window of rows, so that a common word costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet

from collaboration.models import LessonPlan
from collaboration.plans import retrieval, words
from collaboration.plans.retrieval import Columns, Text, first

WINDOW = 60  # rows counted before a list says "more than"
LONGEST = 200  # characters of a search that count
MOST = 12  # words of a search that count
RARE = 0.1  # of the newest answers; beneath it, words in a title or its facts are looked up apart
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


def keys(plans: QuerySet[LessonPlan], wanted: Wanted, most: int, needed: int) -> list[int]:
    """Keys of up to ``most`` answers among ``plans``, the first ``needed`` of them best first.

    One look, or where there are more than ``most`` answers to a search, two or three.
    """
    roots, topic = wanted.roots, words.stems(wanted.topic)[:MOST]
    if wanted.topic and not topic:
        return []
    given = {"topic": topic, "marks": marks(wanted), "body": roots}
    asked = {name: asked for name, asked in given.items() if asked}
    order = retrieval.NAME if wanted.order == NAME else retrieval.KEY
    found = first(plans, order, asked, most)
    if not roots or wanted.order in (NEWEST, NAME):
        return [text.key for text in found]
    if len(found) == most:
        narrow = {name: asked[name] for name in asked if name != "body"}
        found += better(plans, narrow, roots, needed, found)
    ordered = sorted(found, key=lambda text: (fit(text, roots), -text.key))
    return list(dict.fromkeys(text.key for text in ordered))[:most]


def better(
    plans: QuerySet[LessonPlan],
    narrow: Columns,
    roots: list[str],
    needed: int,
    newest: list[Text],
) -> list[Text]:
    """What fits better than the ``newest`` answers, as far as the first ``needed`` may hold it.

    Whatever a title holds stands in ``about`` too, so either look may make the other one idle:
    the title comes first where the newest answers let one expect many of them.
    """
    found: list[Text] = []
    looks = ["about", "title"]
    fits = sum(fit(text, roots) < 2 for text in newest)
    if fits:
        looks.reverse()
    if fits < RARE * len(newest):
        texts = retrieval.rare(plans, narrow, roots, needed)
        if texts is not None:
            return texts
    for look in looks:
        texts = first(plans, retrieval.KEY, {**narrow, look: roots}, needed)
        found += texts
        if (look == "title") == (len(texts) == needed):
            break
    return found


def fit(text: Text, roots: Iterable[str]) -> int:
    """0 where the title holds all of ``roots``, 1 where title and facts do, else 2."""
    wanted = set(roots)
    if wanted <= set(text.title.split()):
        return 0
    return 1 if wanted <= set(text.about.split()) else 2
