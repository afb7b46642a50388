"""What a reader must know beside an estimate, by rule. Codes here, words in the templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, pvariance
from typing import Protocol

CEILING = 3.75  # a mean level from here on can hardly rise
LOW_START = 0.25  # pooled standard deviations
COMPLETE, FEW_COMPLETE = 0.6, 0.4
AT_CEILING, MOST_AT_CEILING = 0.25, 0.4


class Code(StrEnum):
    LOW_START = "low_start"  # value: levels that participants started lower
    REGRESSION = "regression"  # value: levels of rise to be expected without any activity
    CEILING = "ceiling"  # value: share (0.0 to 1.0) of teachers at the top before
    MOST_AT_CEILING = "most_at_ceiling"  # likewise; blocks
    INCOMPLETE = "incomplete"  # value: share of participants with both sides
    FEW_COMPLETE = "few_complete"  # likewise; silences
    OBSERVER = "observer"  # value: how many teachers had another observer afterwards
    OBSERVER_CHANGED = "observer_changed"  # one group's observers changed, not the other's; blocks


BLOCKING = {Code.MOST_AT_CEILING, Code.FEW_COMPLETE, Code.OBSERVER_CHANGED}


@dataclass(frozen=True, slots=True)
class Caveat:
    code: Code
    value: float


class Row(Protocol):
    """What of a teacher matters here."""

    @property
    def joined(self) -> bool: ...
    @property
    def before(self) -> float: ...
    @property
    def after(self) -> float: ...
    @property
    def other_observer(self) -> bool: ...


def caveats(rows: Sequence[Row], came: int) -> list[Caveat]:
    """Caveats of teachers with both sides. ``came``: participants in all, complete or not."""
    joined = [row for row in rows if row.joined]
    others = [row for row in rows if not row.joined]
    if not joined or not others:
        return []
    return [
        *_completeness(len(joined) / max(came, len(joined))),
        *_start(joined, others),
        *_ceiling(joined, others),
        *_observers(joined, others),
    ]


def blocks(found: Iterable[Caveat]) -> bool:
    return any(row.code in BLOCKING for row in found)


def _completeness(share: float) -> list[Caveat]:
    if share >= COMPLETE:
        return []
    return [Caveat(Code.INCOMPLETE if share >= FEW_COMPLETE else Code.FEW_COMPLETE, share)]


def _start(joined: Sequence[Row], others: Sequence[Row]) -> list[Caveat]:
    """A low start, and the rise to be expected from it alone: (1 - r) times the gap.

    r is the correlation of both sides in the comparison (regression to the mean; Galton 1886,
    Barnett and others 2005), cut to 0.0 to 1.0.
    """
    gap = fmean(row.before for row in others) - fmean(row.before for row in joined)
    pooled = fmean([_variance(joined)] * len(joined) + [_variance(others)] * len(others)) ** 0.5
    if pooled == 0 or gap <= LOW_START * pooled:
        return []
    return [
        Caveat(Code.LOW_START, gap),
        Caveat(Code.REGRESSION, (1 - _correlation(others)) * gap),
    ]


def _variance(rows: Sequence[Row]) -> float:
    if len(rows) < 2:
        return 0.0
    return pvariance([row.before for row in rows]) * len(rows) / (len(rows) - 1)


def _correlation(rows: Sequence[Row]) -> float:
    before, after = [row.before for row in rows], [row.after for row in rows]
    middle, later = fmean(before), fmean(after)
    cross = sum((a - middle) * (b - later) for a, b in zip(before, after, strict=True))
    spread = (sum((a - middle) ** 2 for a in before) * sum((b - later) ** 2 for b in after)) ** 0.5
    return min(max(cross / spread, 0.0), 1.0) if spread else 0.0


def _ceiling(joined: Sequence[Row], others: Sequence[Row]) -> list[Caveat]:
    share = max(fmean(row.before >= CEILING for row in side) for side in (joined, others))
    if share <= AT_CEILING:
        return []
    return [Caveat(Code.MOST_AT_CEILING if share > MOST_AT_CEILING else Code.CEILING, share)]


def _observers(joined: Sequence[Row], others: Sequence[Row]) -> list[Caveat]:
    changed = sum(row.other_observer for row in (*joined, *others))
    if not changed:
        return []
    shares = sorted(fmean(row.other_observer for row in side) for side in (joined, others))
    one_sided = shares[0] < 0.5 < shares[1]
    return [Caveat(Code.OBSERVER_CHANGED if one_sided else Code.OBSERVER, float(changed))]
