"""How far two coders agree on the same texts: Cohen's kappa over sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from itertools import combinations

from collaboration.findings.matrix import RELATED
from collaboration.findings.texts import KINDS, sentences
from collaboration.models import CodedExcerpt, CodedText, Theme
from portal.models import School, User
from supervision.stats import agreement

ABSENT, PRESENT = 1, 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders on one theme. ``n`` sentences of ``texts`` that both went through."""

    first: User
    second: User
    theme: Theme
    n: int
    texts: int
    same: float | None  # share, 0.0 to 1.0, of sentences on which both did the same
    kappa: agreement.Estimate | None
    reason: str  # why there is no kappa: "items", "lessons", "levels", "interval" or ""


def pairs(user: User, school: School) -> list[Pair]:
    """Each pair of coders on each theme that one of them used; two queries.

    Sentences of one text hang together, so the interval leaves out one text at a time.
    """
    texts = CodedText.objects.visible_to(user).filter(school=school)
    read: dict[User, dict[str, list[str]]] = defaultdict(dict)
    for text in texts.select_related("coder", *RELATED):
        lines = sentences(KINDS[text.kind], text.text)
        read[text.coder][text.key] = [line.digest for line in lines]
    codes: dict[tuple[int, str], set[tuple[str, Theme]]] = defaultdict(set)
    rows = CodedExcerpt.objects.visible_to(user).filter(coded__school=school)
    for row in rows.select_related("theme", "coded"):
        codes[row.coded.coder_id, row.coded.key].add((row.digest, row.theme))
    found = []
    for first, second in combinations(sorted(read, key=lambda person: person.name), 2):
        both = {key: read[first][key] for key in read[first] if key in read[second]}
        used = {
            theme
            for key in both
            for person in (first, second)
            for _digest, theme in codes[person.pk, key]
        }
        for theme in sorted(used, key=lambda row: row.name):
            units: dict[Hashable, list[tuple[int, int]]] = {
                key: [
                    (
                        PRESENT if (digest, theme) in codes[first.pk, key] else ABSENT,
                        PRESENT if (digest, theme) in codes[second.pk, key] else ABSENT,
                    )
                    for digest in digests
                ]
                for key, digests in both.items()
            }
            found.append(_pair(first, second, theme, units))
    return found


def _pair(
    first: User, second: User, theme: Theme, units: dict[Hashable, list[tuple[int, int]]]
) -> Pair:
    every = [unit for rows in units.values() for unit in rows]
    reason = agreement.reason_against(units)
    kappa = None
    if not reason:
        kappa = agreement.jackknife(units, lambda rows: agreement.kappa(rows, "none"))
        reason = "" if kappa and kappa.error else "interval"
        kappa = None if reason else kappa
        kappa = kappa and replace(kappa, low=max(kappa.low, -1.0), high=min(kappa.high, 1.0))
    same = agreement.exact(every)
    return Pair(first, second, theme, len(every), len(units), same, kappa, reason)
