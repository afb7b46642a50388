"""A teacher's own levels over her visits, her steps and the themes of her reflections."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from portal import charts
from portal.models import User
from supervision.models import Aspect, FollowUp, Rating, Reflection, Scale, Theme
from supervision.models.instrument import spoken
from supervision.models.scale import WORDS_OF
from supervision.models.session import RELEASED

SHOWN = 6  # visits in a drawing; the export holds all


@dataclass(frozen=True, slots=True)
class Mark:
    """Both sides' level (1.0 to 4.0) at one visit; None for not observed or not rated."""

    day: dt.date
    form: object  # key of the version of the instrument
    form_name: str
    own: float | None
    observer: float | None


@dataclass(frozen=True, slots=True)
class Trail:
    """One aspect or indicator over the visits, oldest first: what is drawn and its table."""

    key: str
    label: str
    marks: list[Mark]

    @property
    def breaks(self) -> list[int]:
        """Positions of marks that were rated on another form than the one before."""
        marks = self.marks
        return [at for at in range(1, len(marks)) if marks[at].form != marks[at - 1].form]

    @property
    def new_forms(self) -> list[str]:
        return [self.marks[at].form_name for at in self.breaks]

    @property
    def drawing(self) -> charts.Small:
        return charts.small(
            [f"{mark.day:%m/%y}" for mark in self.marks],
            [mark.own for mark in self.marks],
            [mark.observer for mark in self.marks],
            self.breaks,
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """Items to which both sides gave a level: where her own was lower, the same, higher."""

    lower: int
    same: int
    higher: int

    @property
    def items(self) -> int:
        return self.lower + self.same + self.higher


@dataclass(frozen=True, slots=True)
class AspectGrowth:
    aspect: str
    label: str
    whole: Trail
    items: list[Trail]
    latest: Compared
    all: Compared


@dataclass(frozen=True, slots=True)
class Other:
    """One answer that is not on the four-level scale: a row of a table, never drawn."""

    day: dt.date
    form_name: str
    item: str
    own: str
    observer: str


@dataclass(frozen=True, slots=True)
class Growth:
    aspects: list[AspectGrowth]
    others: list[Other]
    visits: int


Row = dict[str, Any]
FIELDS = {
    "day": F("session__planned_on"),
    "observed_by": F("session__observer__name"),
    "code": F("indicator__code"),
    "text": F("indicator__text"),
    "scale": F("indicator__scale"),
    "form": F("indicator__instrument"),
    "key": F("indicator__instrument__key"),
    "version": F("indicator__instrument__version"),
    "title": F("indicator__instrument__title"),
    "aspect": F("indicator__instrument__aspect"),
}


def ratings(user: User) -> list[Row]:
    """Both sides' levels of her own released visits, oldest first; one query."""
    rows = (
        Rating.objects.visible_to(user)
        .filter(session__teacher=user, session__state__in=RELEASED)
        .order_by("session__planned_on", "session", "indicator__instrument", "indicator__order")
    )
    return [{**row} for row in rows.values("session", "rater", "level", "evidence", **FIELDS)]


def growth(user: User) -> Growth:
    """What she and her observers saw, by aspect and by indicator; one query."""
    rows = ratings(user)
    drawn = [row for row in rows if row["scale"] == Scale.FOUR]
    by_aspect = _grouped(drawn, lambda row: row["aspect"])
    return Growth(
        aspects=[_aspect(name, by_aspect[name]) for name in Aspect.values if name in by_aspect],
        others=_others([row for row in rows if row["scale"] != Scale.FOUR]),
        visits=len({row["session"] for row in rows}),
    )


def _grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _aspect(name: str, rows: list[Row]) -> AspectGrowth:
    items = _grouped(rows, lambda row: (row["key"], row["code"]))
    visits = _grouped(rows, lambda row: row["session"])
    newest = list(visits)[-1]
    return AspectGrowth(
        aspect=name,
        label=str(Aspect(name).label),
        whole=_trail(name, str(Aspect(name).label), rows),
        items=[
            _trail(f"{key}-{code}", f"{code}. {spoken(own[-1]['text'])}", own)
            for (key, code), own in sorted(items.items(), key=lambda item: item[0])
        ],
        latest=compared(visits[newest]),
        all=compared(rows),
    )


def _trail(key: str, label: str, rows: list[Row]) -> Trail:
    """The means of each visit's levels, of the last ``SHOWN`` visits that have one."""
    marks = []
    for visit in _grouped(rows, lambda row: row["session"]).values():
        own, observer = (_mean(visit, rater) for rater in ("self", "observer"))
        if own is not None or observer is not None:
            marks.append(
                Mark(visit[0]["day"], visit[0]["form"], form_name(visit[0]), own, observer)
            )
    return Trail(key, label, marks[-SHOWN:])


def _mean(rows: list[Row], rater: str) -> float | None:
    levels = [row["level"] for row in rows if row["rater"] == rater and row["level"] is not None]
    return fmean(levels) if levels else None


def form_name(row: Row) -> str:
    return _("%(name)s, version %(number)s") % {
        "name": spoken(row["title"]),
        "number": row["version"],
    }


def compared(rows: list[Row]) -> Compared:
    """How her own levels lie beside the observer's, item by item."""
    differences = []
    for both in _grouped(rows, lambda row: (row["session"], row["form"], row["code"])).values():
        own, observer = (_mean(both, rater) for rater in ("self", "observer"))
        if own is not None and observer is not None:
            differences.append(own - observer)
    return Compared(
        lower=sum(gap < 0 for gap in differences),
        same=sum(gap == 0 for gap in differences),
        higher=sum(gap > 0 for gap in differences),
    )


def _others(rows: list[Row]) -> list[Other]:
    found = []
    for both in _grouped(rows, lambda row: (row["session"], row["form"], row["code"])).values():
        words = {row["rater"]: answer(row) for row in both}
        item = f"{both[0]['code']}. {spoken(both[0]['text'])}"
        row = both[0]
        found.append(
            Other(
                row["day"], form_name(row), item, words.get("self", ""), words.get("observer", "")
            )
        )
    return found


def answer(row: Row) -> str:
    """An answer in the word of its own scale; an item in words has its text."""
    if row["scale"] == Scale.WORDS:
        return str(row["evidence"])
    if row["level"] is None:
        return _("Not observed")
    return str(dict(WORDS_OF[row["scale"]]).get(row["level"], row["level"]))


def reflections(user: User) -> list[Reflection]:
    """Her own reflections, shared or not, newest first; one query."""
    own = Reflection.objects.visible_to(user).filter(author=user)
    return list(own.select_related("session"))


def themes(reflections: Iterable[Reflection]) -> list[tuple[str, int]]:
    """How many reflections name each theme, most often first; ties as ``Theme`` lists them."""
    counts = Counter(code for row in reflections for code in dict.fromkeys(row.themes))
    order = sorted(Theme, key=lambda theme: -counts[theme.value])
    return [(str(theme.label), counts[theme.value]) for theme in order if counts[theme.value]]


def steps(user: User) -> list[FollowUp]:
    """Steps of her own cycles that she herself took on, newest first; one query."""
    rows = FollowUp.objects.visible_to(user).filter(session__teacher=user, owner=user)
    return list(rows.select_related("session").order_by("-due_on", "pk"))
