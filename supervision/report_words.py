"""The first wording of a school's report on a term: chapters, sections, sentences with numbers.

The report is an Indonesian paper whatever language the screen speaks; its sentences are data.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from portal.models import School, Term
from supervision.models import Aspect
from supervision.report_figures import AspectFigures, Figures, Named

SENTENCES = Path(__file__).resolve().parent / "data" / "report.json"


@cache
def sentences() -> dict[str, str]:
    found: dict[str, str] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes sentences about one school and term."""

    school: School
    term: Term
    figures: Figures

    def say(self, key: str, **more: object) -> str:
        told = self.figures
        return sentences()[key].format(
            school=self.school.name,
            term=self.term,
            year=self.term.year,
            planned=told.planned,
            held=told.held,
            talked=told.talked,
            closed=told.closed,
            cancelled=told.cancelled,
            teachers=more.pop("teachers", told.teachers),
            talked_with=told.talked_with,
            left=told.left,
            steps=told.steps.all,
            done=told.steps.done,
            open=told.steps.all - told.steps.done,
            **more,
        )

    def items(self, heading: str, found: Named) -> list[str]:
        if not found:
            return []
        lines = [self.say("item", item=item.rstrip("."), count=count) for item, count in found]
        return [self.say(heading), *lines]


def plain(key: str) -> Callable[[Teller], str]:
    return lambda teller: teller.say(key)


def time(teller: Teller) -> str:
    told = teller.figures
    if told.first is None or told.last is None:
        return teller.say("time_none")
    first, last = (formats.date_format(day, "j F Y") for day in (told.first, told.last))
    lines = [teller.say("time", first=first, last=last)]
    return "\n".join(lines + [teller.say("cancelled")] * bool(told.cancelled))


def techniques(teller: Teller) -> str:
    told = teller.figures
    if not told.techniques:
        return teller.say("techniques_none")
    words = ", ".join(f"{name.lower()} ({count} kali)" for name, count in told.techniques)
    lines = [teller.say("techniques", techniques=words)]
    if told.instruments:
        lines.append(teller.say("instruments", instruments="; ".join(told.instruments)))
    return "\n".join(lines)


def coverage(teller: Teller) -> str:
    rest = "coverage_left" if teller.figures.left else "coverage_all"
    return f"{teller.say('coverage')} {teller.say(rest)}"


def of_aspect(aspect: str) -> Callable[[Teller], str]:
    def tell(teller: Teller) -> str:
        found = next(row for row in teller.figures.aspects if row.aspect == aspect)
        return "\n".join(aspect_lines(teller, found))

    return tell


def aspect_lines(teller: Teller, found: AspectFigures) -> list[str]:
    if not found.sessions:
        return [teller.say("aspect_none")]
    lines = [teller.say("aspect", sessions=found.sessions, teachers=found.teachers)]
    if found.is_few:
        return [*lines, teller.say("aspect_few")]
    named = teller.items("strengths", found.strengths) + teller.items("needs", found.needs)
    return lines + (named or [teller.say("nothing_common")])


def needs(teller: Teller) -> str:
    lines = teller.items("common", teller.figures.steps.needs)
    return "\n".join(lines or [teller.say("common_none")])


def steps(teller: Teller) -> str:
    told = teller.figures.steps
    if not told.all:
        return teller.say("steps_none")
    owners = {
        f"by_{kind}": told.by_owner.get(kind, 0) for kind in ("teacher", "principal", "forum")
    }
    lines = [teller.say("steps"), teller.say("owners", **owners)]
    if told.overdue:
        lines.append(teller.say("overdue", overdue=told.overdue))
    if told.looked:
        lines.append(teller.say("looked", looked=told.looked))
    return "\n".join(lines)


def together(teller: Teller) -> str:
    told = teller.figures
    if not told.activities and not told.steps.brought:
        return teller.say("together_none")
    return teller.say("together", activities=told.activities, brought=told.steps.brought)


def recommendation(teller: Teller) -> str:
    told = teller.figures
    still = told.steps.all - told.steps.done
    need = next((item for row in told.aspects for item, _count in row.needs), "")
    return "\n".join(
        [
            teller.say("recommend"),
            teller.say("recommend_left" if told.left else "recommend_all"),
            teller.say("recommend_open" if still else "recommend_closed"),
            teller.say("recommend_need" if need else "recommend_no_need", need=need.rstrip(".")),
            teller.say("recommend_last"),
        ]
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the report: its title, and how its first wording is made."""

    title: Any
    first: Callable[[Teller], str]


CHAPTERS: dict[Any, dict[str, Part]] = {  # section by its part of the address
    _("CHAPTER I. INTRODUCTION"): {
        "latar-belakang": Part(_("Background"), plain("background")),
        "dasar": Part(_("Legal basis"), plain("basis")),
        "tujuan": Part(_("Purpose"), plain("purpose")),
    },
    _("CHAPTER II. CARRYING OUT"): {
        "waktu": Part(_("Time and people"), time),
        "teknik": Part(_("Techniques and instruments"), techniques),
        "cakupan": Part(_("Coverage"), coverage),
    },
    _("CHAPTER III. RESULTS AND ANALYSIS"): {
        "perencanaan": Part(Aspect.PLANNING.label, of_aspect("planning")),
        "pelaksanaan": Part(Aspect.TEACHING.label, of_aspect("teaching")),
        "evaluasi": Part(Aspect.EVALUATION.label, of_aspect("evaluation")),
        "kebutuhan": Part(_("Common needs"), needs),
        "langkah": Part(_("Steps of following up"), steps),
        "kerja-sama": Part(_("Working together"), together),
    },
    _("CHAPTER IV. CONCLUSION AND RECOMMENDATION"): {
        "simpulan": Part(_("Conclusion"), plain("conclusion")),
        "rekomendasi": Part(_("Recommendation"), recommendation),
    },
}
PARTS = {key: part for chapter in CHAPTERS.values() for key, part in chapter.items()}


def first_texts(school: School, term: Term, figures: Figures) -> dict[str, str]:
    """Each section as the numbers tell it today."""
    teller = Teller(school, term, figures)
    return {key: part.first(teller) for key, part in PARTS.items()}
