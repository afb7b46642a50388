"""What stood in the way, counted by kind and month, with what was tried beside it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.formats import date_format

from collaboration.models import Barrier
from portal.models import School, User

MONTHS = 6  # shown side by side
WIDTH, HEIGHT, BASE = 240, 110, 86  # of a small multiple, and where its bars stand


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: float
    height: float
    count: int
    month: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One small multiple: the same months and the same scale on each."""

    key: str
    label: str
    bars: list[Bar]
    total: int
    tried: list[tuple[str, int]]  # what was tried, in words, and how often; most often first
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
                (str(Barrier.Tried(key).label), number)
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
        found.append(Bar(8 + step * at, BASE - height, height, count, date_format(month, "M")))
    return found
