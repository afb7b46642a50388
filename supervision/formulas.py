"""How a form's levels become its result: in words, in numbers, and with the bands around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.models import Indicator, Instrument, Scale
from supervision.models.instrument import spoken
from supervision.models.scale import WORDS_OF, said, values
from supervision.stats import score as arithmetic
from supervision.stats.bands import band
from supervision.stats.score import Score

Scoring = Instrument.Scoring
FORMULAS = {
    Scoring.SUM_OVER_MAX: gettext_lazy(
        "Sum of the observed levels, divided by %(best)s times the number observed, times 100."
    ),
    Scoring.MEAN_OF_DOMAINS: gettext_lazy(
        "For each section the sum of levels divided by %(best)s times the number observed;"
        " then the mean of the sections, times 100."
    ),
    Scoring.LEVEL_COUNT: gettext_lazy("How often each level was seen. No score is made of it."),
    Scoring.COMPETENCES: gettext_lazy(
        "For each competence its sum is divided by %(best)s times the number observed, times 100,"
        " and converted: up to 25 gives 1, up to 50 gives 2, up to 75 gives 3, above it 4."
        " The result is the sum of the competences divided by 4 times their number, times 100."
    ),
    Scoring.ELEMENTS: gettext_lazy(
        "Each element has its 1 to 5 in each segment and their mean. Behaviours stand beside it"
        " as low, medium or high. Nothing is turned into 0 to 100."
    ),
}
BY, TIMES = "\N{DIVISION SIGN}", "\N{MULTIPLICATION SIGN}"
Levels = Mapping[Indicator, int | None]


@dataclass(frozen=True, slots=True)
class Band:
    """One band, from ``low`` up to and without ``high``; the last one includes 100."""

    label: str
    low: float
    high: float
    is_last: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Input:
    """One section: the levels that went in, as one reads them, and what they came to."""

    name: str
    levels: str
    total: int
    observed: int
    items: int
    result: str


@dataclass(frozen=True, slots=True)
class Count:
    """How often each level of one scale was seen."""

    scale: str
    rows: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One behaviour or element: its word in each segment, and the mean of an element."""

    name: str
    words: list[str]
    mean: float | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A result with all that it is made of; ``score`` None where nothing is added up."""

    method: str
    formula: str
    score: Score | None
    observed: int
    items: int
    inputs: list[Input]
    counts: list[Count]
    rows: list[Row]
    segments: list[str]
    reckoning: str
    unrounded: str
    band: Band | None
    bands: list[Band]


def formula(instrument: Instrument, best: int = 4) -> str:
    return str(FORMULAS[Scoring(instrument.scoring)] % {"best": best})


def explain(instrument: Instrument, levels: Levels) -> Explained:
    """The result of one rater's ``levels`` of the form's items in their order, and its way there.

    Items in words have no level and are left out. Items need their section loaded.
    """
    rated = {item: level for item, level in levels.items() if item.scale != Scale.WORDS}
    scales = list(dict.fromkeys(item.scale for item in rated))
    sections = by_section(rated)
    whole = result(instrument, sections, scales)
    value = whole.value if whole else None
    found = bands(instrument, value)
    by_element = instrument.scoring == Scoring.ELEMENTS
    return Explained(
        method=instrument.get_scoring_display(),
        formula=formula(instrument, whole.best if whole else 4),
        score=whole,
        observed=sum(level is not None for level in rated.values()),
        items=len(rated),
        inputs=inputs(whole, sections) if whole and value is not None else [],
        counts=[] if by_element else [count(scale, rated) for scale in scales],
        rows=rows(rated) if by_element else [],
        segments=segments(rated) if by_element else [],
        reckoning=reckoning(whole) if whole and value is not None else "",
        unrounded=exact(value) if value is not None else "",
        band=next((row for row in found if row.is_here), None),
        bands=found,
    )


def result(
    instrument: Instrument, sections: Mapping[str, list[int | None]], scales: list[str]
) -> Score | None:
    """The score by the form's method; None where it has no levels or mixes scales."""
    if len(scales) != 1 or instrument.scoring not in arithmetic.METHODS:
        return None
    return arithmetic.score(instrument.scoring, sections, values(scales[0]))


def by_section(levels: Levels) -> dict[str, list[int | None]]:
    """Levels under the name of their section; a second section of one name has a number."""
    names: dict[int, str] = {}
    found: dict[str, list[int | None]] = {}
    for item, level in levels.items():
        if item.section_id not in names:
            name, again = item.section.name, 2
            while name in names.values():
                name, again = f"{item.section.name} ({again})", again + 1
            names[item.section_id] = name
        found.setdefault(names[item.section_id], []).append(level)
    return found


def inputs(whole: Score, sections: Mapping[str, list[int | None]]) -> list[Input]:
    found = []
    for part in whole.parts:
        seen = [str(level) for level in sections[part.name] if level is not None]
        share = "" if part.share is None else exact(part.share)
        if part.level is not None:
            share = _("%(share)s, converted to %(level)s") % {"share": share, "level": part.level}
        joined = " + ".join(seen) or _("nothing observed")
        found.append(Input(part.name, joined, part.total, part.observed, part.items, share))
    return found


def reckoning(whole: Score) -> str:
    """The last line of the sum in numbers, with the signs that schools write."""
    seen = [part for part in whole.parts if part.observed]
    if whole.method == Scoring.SUM_OVER_MAX:
        total = sum(part.total for part in seen)
        return f"{total} {BY} ({whole.best} {TIMES} {whole.observed}) {TIMES} 100"
    if whole.method == Scoring.COMPETENCES:
        joined = " + ".join(str(part.level) for part in seen)
        return f"({joined}) {BY} (4 {TIMES} {len(seen)}) {TIMES} 100"
    shares = " + ".join(exact(part.share or 0.0) for part in seen)
    return f"({shares}) {BY} {len(seen)}"


def count(scale: str, levels: Levels) -> Count:
    given = [level for item, level in levels.items() if item.scale == scale]
    found = [(said(scale, value), given.count(value)) for value, _word in WORDS_OF[scale]]
    return Count(str(Scale(scale).label), [*found, (_("Not observed"), given.count(None))])


def segments(levels: Levels) -> list[str]:
    """Segments in order: what stands before the point of the codes, "S1" of "S1.3b"."""
    return list(dict.fromkeys(item.code.rpartition(".")[0] for item in levels))


def rows(levels: Levels) -> list[Row]:
    """Behaviours and elements in the order of the form, each with its word in every segment."""
    order = segments(levels)
    found: dict[str, dict[str, tuple[Indicator, int | None]]] = {}
    for item, level in levels.items():
        segment, _point, key = item.code.rpartition(".")
        found.setdefault(key, {})[segment] = (item, level)
    return [_row(key, by_segment, order) for key, by_segment in found.items()]


def _row(
    key: str, by_segment: Mapping[str, tuple[Indicator, int | None]], order: Iterable[str]
) -> Row:
    words, scores, name = [], [], ""
    for segment in order:
        item, level = by_segment.get(segment, (None, None))
        name = name or (item.name if item else "")
        words.append(said(item.scale, level) if item and level is not None else "")
        scores.append(level if item and item.scale == Scale.FIVE else None)
    element = arithmetic.elements({key: scores})[0]
    return Row(f"{key}. {name}", [word or _("Not observed") for word in words], element.mean)


def bands(instrument: Instrument, value: float | None = None) -> list[Band]:
    """The form's bands from the lowest; the unrounded ``value`` (0 to 100) lies in one of them."""
    known = sorted(instrument.bands, key=lambda row: row["from"])
    lows = [row["from"] for row in known]
    here = band(value, lows) if known and value is not None else None
    return [
        Band(
            label=str(spoken(row["label"])),
            low=row["from"],
            high=(lows[n + 1] if n + 1 < len(lows) else 100),
            is_last=n + 1 == len(lows),
            is_here=n == here,
        )
        for n, row in enumerate(known)
    ]


def exact(value: float) -> str:
    """Up to six decimals, as many as it has, with the reader's decimal sign."""
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    decimals = len(digits.partition(".")[2])
    return formats.number_format(round(value, 6), decimals)


def example(instrument: Instrument) -> Explained:
    """A worked example on the form's own items, with levels that are plainly made up."""
    items = instrument.indicators.select_related("section").order_by("order")
    made_up: dict[Indicator, int | None] = {}
    for number, item in enumerate(items):
        known = values(item.scale)
        unseen = number % 9 == 5 or not known
        made_up[item] = None if unseen else known[-1 - number * 2 % min(len(known), 3)]
    return explain(instrument, made_up)
