"""What observers saw alike in the same lessons, and where it is worth talking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from supervision.models import Calibration, CalibrationRating
from supervision.models.scale import said
from supervision.stats import agreement

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Voice:
    name: str
    level: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator of one lesson that was seen ``distance`` levels apart."""

    lesson: str
    indicator: str
    distance: int
    voices: list[Voice]


@dataclass(frozen=True, slots=True)
class Result:
    """``items`` are those that all have rated, ``pairs`` comparisons of two raters.

    ``same`` and ``near`` (at most one level apart) are counts of pairs. ``index`` is None where
    ``reason`` says why: "raters", "items", "lessons", "levels".
    """

    raters: list[str]
    items: int
    pairs: int
    same: int
    near: int
    index: agreement.Estimate | None
    reason: str
    differences: list[Difference]

    @property
    def is_hint(self) -> bool:
        return self.items < agreement.FIRM_ITEMS

    @property
    def same_percent(self) -> int:
        return round(100 * self.same / self.pairs) if self.pairs else 0

    @property
    def near_percent(self) -> int:
        return round(100 * self.near / self.pairs) if self.pairs else 0


def result(calibration: Calibration) -> Result:
    """Of the raters who have finished; items that one of them did not observe are left out."""
    raters = list(
        calibration.raters.filter(finished_at__isnull=False)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    rows = (
        CalibrationRating.objects.filter(rater__in=raters, level__isnull=False)
        .select_related("lesson", "indicator", "rater__user")
        .order_by("lesson__order", "indicator__order")
    )
    cells: dict[tuple[int, int], dict[int, CalibrationRating]] = defaultdict(dict)
    for row in rows:
        cells[row.lesson_id, row.indicator_id][row.rater_id] = row
    whole = {key: found for key, found in cells.items() if len(found) == len(raters)}
    lessons: dict[Hashable, list[Sequence[int]]] = defaultdict(list)
    for (lesson, _item), found in whole.items():
        lessons[lesson].append(tuple(found[rater.pk].level or 0 for rater in raters))
    units = [unit for own in lessons.values() for unit in own]
    pairs = len(units) * len(raters) * (len(raters) - 1) // 2
    reason = "raters" if len(raters) < 2 else agreement.reason_against(lessons)
    statistic = agreement.kappa if len(raters) == 2 else agreement.fleiss
    return Result(
        raters=[rater.user.name for rater in raters],
        items=len(units),
        pairs=pairs,
        same=round((agreement.exact(units) or 0) * pairs),
        near=round((agreement.within(units) or 0) * pairs),
        index=None if reason else index(lessons, statistic),
        reason=reason,
        differences=differences(list(whole.values())),
    )


def index(
    lessons: Mapping[Hashable, Sequence[agreement.Unit]], statistic: agreement.Statistic
) -> agreement.Estimate | None:
    """With the wider of two intervals, by lesson and by item, within -1 and 1.

    Few lessons that happen to be alike give a narrow interval by lesson, which claims too much.
    """
    every = [unit for units in lessons.values() for unit in units]
    items: dict[Hashable, list[agreement.Unit]] = {n: [unit] for n, unit in enumerate(every)}
    ways = [agreement.jackknife(lessons, statistic), agreement.jackknife(items, statistic)]
    found = [way for way in ways if way]
    if len(found) < len(ways):
        return None
    widest = max(found, key=lambda way: way.error)
    low, high = max(widest.low, -1.0), min(widest.high, 1.0)
    return agreement.Estimate(widest.value, widest.error, low, high)


def differences(cells: list[dict[int, CalibrationRating]]) -> list[Difference]:
    """The furthest apart first, then in the order of lessons and form."""
    found = []
    for cell in cells:
        ratings = list(cell.values())
        levels = [row.level or 0 for row in ratings]
        distance = max(levels) - min(levels)
        if distance:
            voices = [
                Voice(row.rater.user.name, said(row.indicator.scale, row.level or 0), row.evidence)
                for row in sorted(ratings, key=lambda row: row.rater_id)
            ]
            first = ratings[0]
            found.append(Difference(first.lesson.about, str(first.indicator), distance, voices))
    return sorted(found, key=lambda row: -row.distance)[:SHOWN]
