"""The first wording of a report: chapters, sections, and a finding in the title where n allows.

A report is an Indonesian paper whatever language the screen speaks; its sentences are data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext_lazy as _

from collaboration.models import Activity, Barrier
from portal.models import AreaReport
from supervision.models import Aspect
from supervision.stats.suppression import MIN_TEACHERS

SENTENCES = Path(__file__).resolve().parent / "data" / "sentences.json"
Tell = Callable[["Teller"], str]


@cache
def sentences() -> dict[str, str]:
    found: dict[str, str] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes sentences about one report from its counted figures."""

    report: AreaReport
    figures: Mapping[str, Any]

    def say(self, key: str, **more: object) -> str:
        return sentences()[key].format(**self.common(), **more)

    def common(self) -> dict[str, object]:
        row = self.report
        days = (row.period.starts_on, row.period.ends_on)
        first, last = (formats.date_format(day, "j F Y") for day in days)
        return {
            "place": str(row.place),
            "period": str(row.period),
            "year": str(row.year),
            "first": first,
            "last": last,
            **self.counts(),
        }

    def counts(self) -> dict[str, object]:
        told = self.figures
        if self.report.kind == AreaReport.Kind.KKG:
            held = len(told["rows"])
            return {
                "meetings": held,
                "hours": number(told["minutes"] / 60),
                "mean_came": number(told["came"] / held) if held else "0",
                **{name: told[name] for name in ("members", "people", "came", "plans")},
                "named": sum(told["barriers"].values()),
            }
        total = told["total"]
        return {
            **{name: total[name] for name in ("planned", "held", "talked", "closed", "steps")},
            "done": total["steps_done"],
            "open": total["steps"] - total["steps_done"],
            "activities": total["activities"],
            "hours": round(total["person_minutes"] / 60),
            "plans": total["plans_shared"],
            "schools": told["schools"],
            "with_talk": told["with_talk"],
            "left": told["schools"] - told["with_talk"],
        }

    def listed(self, found: Mapping[str, int], labels: Any) -> str:
        """ "lokakarya (3), kunjungan (2)": most first, then by name."""
        rows = sorted((-count, str(labels(code).label)) for code, count in found.items())
        return ", ".join(f"{name} ({-count})" for count, name in rows)

    def most(self, key: str, found: Mapping[str, int], labels: Any, of: int) -> str:
        """A finding on what is named most; "" where few were asked, or two are named alike."""
        order = sorted(found.items(), key=lambda row: -row[1])
        alike = len(order) > 1 and order[0][1] == order[1][1]
        if of < MIN_TEACHERS or not order or alike:
            return ""
        word = str(labels(order[0][0]).label).lower().replace("kkg", "KKG")
        return self.say(key, most=word, most_count=order[0][1])


def number(value: float) -> str:
    return formats.number_format(round(value, 1), 0 if round(value, 1) == round(value) else 1)


def plain(key: str) -> Tell:
    return lambda teller: teller.say(key)


def unless(count: str, key: str) -> Tell:
    """The sentence ``key``, or ``key_none`` where ``count`` is 0."""
    return lambda teller: teller.say(key if teller.counts()[count] else f"{key}_none")


def finding(count: str, key: str) -> Tell:
    """The finding ``key`` where ``count`` (its n) is at least five, else silence."""

    def tell(teller: Teller) -> str:
        return teller.say(key) if int(str(teller.counts()[count])) >= MIN_TEACHERS else ""

    return tell


def kinds(teller: Teller) -> str:
    found = teller.figures["kinds"]
    return teller.say("kinds" if found else "kinds_none", list=teller.listed(found, Activity.Kind))


def aims(teller: Teller) -> str:
    found = teller.figures["aspects"]
    return teller.say("aims" if found else "aims_none", list=teller.listed(found, Aspect))


def barriers(teller: Teller) -> str:
    found = teller.figures["barriers"]
    if sum(found.values()) < MIN_TEACHERS:
        return teller.say("barriers_few")
    return teller.say("barriers", list=teller.listed(found, Barrier.Kind))


def levels(teller: Teller) -> str:
    lines = []
    for row in teller.figures["aspects"]:
        label = str(Aspect(row["aspect"]).label)
        if row["mean"] is None:
            lines.append(teller.say("aspect_hidden", aspect=label))
        else:
            more = {"mean": number(row["mean"]), "number": row["schools"]}
            lines.append(teller.say("aspect", aspect=label, teachers=row["teachers"], **more))
    return "\n".join([*lines, teller.say("aspects")])


def recommendation(teller: Teller) -> str:
    told = teller.counts()
    lines = ["recommend", "recommend_left" if told["left"] else "recommend_all"]
    lines += ["recommend_open" if told["open"] else "recommend_closed", "recommend_last"]
    return "\n".join(teller.say(key) for key in lines)


def recommendation_kkg(teller: Teller) -> str:
    return f"{teller.say('recommend')}\n{teller.say('recommend_kkg')}"


def time(teller: Teller) -> str:
    return teller.say("time_kkg" if teller.counts()["meetings"] else "time_kkg_none")


def background(teller: Teller) -> str:
    return teller.say(f"background_{teller.report.kind.removesuffix('_named')}")


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its plain title, how its first wording is made, and its finding if any."""

    title: Any
    first: Tell
    finding: Tell = lambda _teller: ""


ONE, TWO = _("CHAPTER I. INTRODUCTION"), _("CHAPTER II. CARRYING OUT")
THREE, FOUR = (
    _("CHAPTER III. RESULTS AND ANALYSIS"),
    _("CHAPTER IV. CONCLUSION AND RECOMMENDATION"),
)
Chapters = Mapping[Any, Mapping[str, Part]]

FORUM: Chapters = {  # section by its part of the address
    ONE: {
        "latar-belakang": Part(_("Background"), background),
        "dasar": Part(_("Legal basis"), plain("basis")),
        "tujuan": Part(_("Purpose"), plain("purpose_kkg")),
    },
    TWO: {
        "waktu": Part(_("Time of the report"), time),
        "peserta": Part(
            _("Who took part"), unless("people", "people"), finding("meetings", "find_people")
        ),
        "bentuk": Part(
            _("Forms of meeting"),
            kinds,
            lambda t: t.most(
                "find_kind", t.figures["kinds"], Activity.Kind, len(t.figures["rows"])
            ),
        ),
    },
    THREE: {
        "arah": Part(
            _("What it was meant to help"),
            aims,
            lambda t: t.most("find_aim", t.figures["aspects"], Aspect, len(t.figures["rows"])),
        ),
        "hasil": Part(_("What was made"), unless("plans", "plans")),
        "hambatan": Part(
            _("What stood in the way"),
            barriers,
            lambda t: t.most(
                "find_barrier",
                t.figures["barriers"],
                Barrier.Kind,
                sum(t.figures["barriers"].values()),
            ),
        ),
    },
    FOUR: {
        "simpulan": Part(_("Conclusion"), plain("conclusion_kkg")),
        "rekomendasi": Part(_("Recommendation"), recommendation_kkg),
    },
}
SCHOOLS: Chapters = {
    ONE: {
        "latar-belakang": Part(_("Background"), background),
        "dasar": Part(_("Legal basis"), plain("basis")),
        "tujuan": Part(_("Purpose"), plain("purpose_schools")),
    },
    TWO: {
        "waktu": Part(_("Time and place"), plain("time_schools")),
        "cakupan": Part(
            _("Coverage"), unless("planned", "coverage"), finding("schools", "find_with_talk")
        ),
    },
    THREE: {
        "percakapan": Part(
            _("Conversations"), unless("held", "talks"), finding("held", "find_talks")
        ),
        "langkah": Part(
            _("Steps of following up"), unless("steps", "steps"), finding("steps", "find_steps")
        ),
        "kerja-sama": Part(
            _("Working together"),
            unless("activities", "together"),
            finding("activities", "find_hours"),
        ),
        "pembelajaran": Part(_("Aspects of lessons"), levels),
    },
    FOUR: {
        "simpulan": Part(_("Conclusion"), plain("conclusion_schools")),
        "rekomendasi": Part(_("Recommendation"), recommendation),
    },
}


def chapters(report: AreaReport) -> Chapters:
    return FORUM if report.kind == AreaReport.Kind.KKG else SCHOOLS


def parts(report: AreaReport) -> dict[str, Part]:
    return {key: part for chapter in chapters(report).values() for key, part in chapter.items()}


def first_texts(report: AreaReport) -> dict[str, str]:
    """Each section as its figures tell it."""
    teller = Teller(report, report.figures)
    with translation.override("id"):
        return {key: part.first(teller) for key, part in parts(report).items()}


def titles(report: AreaReport) -> dict[str, str]:
    """Each section's title, with its finding after a colon where n is at least five."""
    teller = Teller(report, report.figures)
    found = {}
    for key, part in parts(report).items():
        with translation.override("id"):
            said = part.finding(teller)
        found[key] = f"{part.title}: {said[0].lower()}{said[1:]}" if said else str(part.title)
    return found
