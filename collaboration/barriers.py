"""What stood in the way, counted by kind and month, with what was tried beside it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.formats import date_format

from collaboration.models import Barrier
from collaboration.models.barrier import BarrierQuerySet
from portal.models import School, Term, User

MONTHS = 6  # shown side by side
WIDTH, HEIGHT, BASE = 240, 110, 86  # of a small multiple, and where its bars stand


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which barriers a list shows, from its address; "" and None where it does not narrow."""

    kind: str = ""
    tried: str = ""
    month: dt.date | None = None
    term: Term | None = None

    def of(self, rows: BarrierQuerySet, today: dt.date) -> BarrierQuerySet:
        """``rows`` as narrowed; by kind alone, those of the months that the page counts."""
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.tried:
            rows = rows.filter(tried=self.tried)
        if self.term:
            begins = self.term.starts_on.replace(day=1)
            return rows.filter(month__gte=begins, month__lte=self.term.ends_on)
        if self.month:
            return rows.filter(month=self.month)
        if self.kind:
            months = months_before(today)
            return rows.filter(month__gte=months[0], month__lte=months[-1])
        return rows

    @property
    def query(self) -> str:
        """As the parameters of an address, to be followed by another one: "jenis=time&"."""
        given = {"jenis": self.kind, "dicoba": self.tried}
        given["bulan"] = f"{self.month:%Y-%m}" if self.month else ""
        given["semester"] = str(self.term.pk) if self.term else ""
        return "".join(f"{name}={value}&" for name, value in given.items() if value)

    @property
    def words(self) -> str:
        """What it narrows to, in words; "" for nothing."""
        parts = [str(Barrier.Kind(self.kind).label)] if self.kind else []
        parts += [str(Barrier.Tried(self.tried).label)] if self.tried else []
        parts += [date_format(self.month, "F Y")] if self.month else []
        parts += [str(self.term)] if self.term else []
        return ", ".join(parts)


def read(given: Mapping[str, str]) -> Chosen:
    """From the parameters of an address; what cannot be meant counts as not asked for."""
    kind, tried, term = given.get("jenis", ""), given.get("dicoba", ""), given.get("semester", "")
    known = term.isascii() and term.isdecimal() and len(term) < 10
    return Chosen(
        kind=kind if kind in Barrier.Kind.values else "",
        tried=tried if tried in Barrier.Tried.values else "",
        month=_month(given.get("bulan", "")),
        term=Term.objects.select_related("year").filter(pk=term).first() if known else None,
    )


def _month(given: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{given}-01")
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: float
    height: float
    count: int
    month: str
    key: str  # "2026-11"


@dataclass(frozen=True, slots=True)
class Kind:
    """One small multiple: the same months and the same scale on each."""

    key: str
    label: str
    bars: list[Bar]
    total: int
    tried: list[tuple[str, str, int]]  # what was tried: key, words, how often; most often first
    width: int = WIDTH
    height: int = HEIGHT


def months_before(today: dt.date, count: int = MONTHS) -> list[dt.date]:
    """The first days of the last ``count`` months, that of ``today`` last."""
    number = today.year * 12 + today.month - 1
    return [dt.date(at // 12, at % 12 + 1, 1) for at in range(number - count + 1, number + 1)]


def by_kind(user: User, school: School, today: dt.date) -> list[Kind]:
    """Four small multiples of what the school's people named in the last months; one query."""
    months = months_before(today)
    rows = (
        Barrier.objects.visible_to(user)
        .filter(school=school, month__gte=months[0], month__lte=months[-1])
        .order_by()
        .values("kind", "month", "tried")
        .annotate(n=Count("pk"))
    )
    counts: Counter[tuple[str, dt.date]] = Counter()
    tried: dict[str, Counter[str]] = {}
    for row in rows:
        counts[row["kind"], row["month"]] += row["n"]
        tried.setdefault(row["kind"], Counter())[row["tried"]] += row["n"]
    most = max(counts.values(), default=0)
    return [
        Kind(
            key=kind.value,
            label=str(kind.label),
            bars=bars(months, [counts[kind.value, month] for month in months], most),
            total=sum(counts[kind.value, month] for month in months),
            tried=[
                (key, str(Barrier.Tried(key).label), number)
                for key, number in tried.get(kind.value, Counter()).most_common()
            ],
        )
        for kind in Barrier.Kind
    ]


def bars(months: Sequence[dt.date], counts: Sequence[int], most: int) -> list[Bar]:
    """A bar a month, 60 high for ``most``; none for nothing."""
    step = (WIDTH - 16) // len(months)
    found = []
    for at, (month, count) in enumerate(zip(months, counts, strict=True)):
        height = 60.0 * count / most if most else 0.0
        found.append(
            Bar(
                8 + step * at,
                BASE - height,
                height,
                count,
                date_format(month, "M"),
                f"{month:%Y-%m}",
            )
        )
    return found
