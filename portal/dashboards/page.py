"""All that a dashboard shows of a place, gathered once for the page and for its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from portal import charts
from portal.dashboards import findings, process, ratings, together
from portal.dashboards.areas import Area
from portal.dashboards.process import Process
from portal.dashboards.ratings import Line, Shares
from portal.dashboards.together import Climate, Strip
from portal.models import Cluster, Term


@dataclass(frozen=True, slots=True)
class Stage:
    """One colour of the waffle: its word, how many schools or visits stand there, its name."""

    label: str
    count: int
    level: int
    what: str


@dataclass(frozen=True, slots=True)
class Page:
    area: Area
    term: Term | None
    terms: list[Term]
    whole: Process
    rows: list[Process]
    strip: Strip | None = None
    lines: list[Line] = field(default_factory=list)
    shares: list[Shares] = field(default_factory=list)
    climate: Climate | None = None
    clusters: list[Cluster] = field(default_factory=list)
    can: frozenset[str] = frozenset()  # the reader's rights at a school
    today: dt.date = dt.date.min  # by the clock of the place

    @property
    def sentence(self) -> str:
        return findings.of_month(self.whole, self.rows)

    @property
    def stages(self) -> list[Stage]:
        """From those furthest on to those where nothing is planned yet."""
        row = self.whole
        if self.area.kind == "school":
            found = [
                (gettext("finished"), row.closed, "selesai"),
                (gettext("talked over"), row.talked - row.closed, "berlanjut"),
                (gettext("held, the talk is waiting"), row.waiting, "menunggu"),
                (gettext("planned"), row.planned - row.held, "mendatang"),
            ]
        else:
            found = [
                (gettext("half of the visits or more: finished"), row.at_closed, "at_closed"),
                (gettext("half or more: talked over"), row.at_talked, "at_talked"),
                (gettext("half or more: held"), row.at_held, "at_held"),
                (gettext("visits planned, fewer than half held"), row.at_planned, "at_planned"),
                (gettext("nothing planned yet"), row.silent, "silent"),
            ]
        return [
            Stage(label, max(count, 0), 4 - at, what)
            for at, (label, count, what) in enumerate(found)
        ]

    @property
    def waffle(self) -> charts.Waffle:
        drawn = charts.waffle([row.count for row in self.stages])
        squares = [charts.Square(row.x, row.y, 4 - row.level) for row in drawn.squares]
        return charts.Waffle(squares, drawn.each, drawn.height)

    @property
    def reads_wishes(self) -> bool:
        return "list_wishes" in self.can

    @property
    def levels(self) -> bool:
        """Is a level of any aspect told?"""
        return any(line.told for line in self.lines)

    @property
    def topics(self) -> list[tuple[str, int, str]] | None:
        return together.topics(self.area, self.whole, self.rows, own=self.reads_wishes)

    @property
    def barriers(self) -> list[tuple[str, int, str]] | None:
        own = "name_barrier" in self.can
        return together.barriers(self.area, self.whole, self.rows, own=own)

    @property
    def has_load(self) -> bool:
        """Supervisors' visits are told where no single one's debt is: of a regency or more."""
        return self.area.level in ("province", "regency")

    @property
    def missing(self) -> list[Process]:
        """Schools below where nothing is planned, in order of name; of the page's own rows."""
        return [row for row in self.rows if self.area.has_schools and row.silent]

    @property
    def titles(self) -> dict[str, str]:
        row = self.whole
        is_school = self.area.kind == "school"
        return {
            "stages": findings.of_visits(row) if is_school else findings.of_stages(row),
            "talks": findings.of_talks(row),
            "steps": findings.of_steps(row),
            "help": findings.of_help(row),
            "strip": findings.of_strip(self.strip) if self.strip else "",
            "barriers": findings.of_barriers(self.barriers) if self.barriers else "",
            "load": findings.of_load(row),
            "data": findings.of_own_data(row) if is_school else findings.of_data(row),
        }

    @property
    def aspects(self) -> list[tuple[str, Line]]:
        return [(findings.of_line(line), line) for line in self.lines]


def gather(
    area: Area,
    terms: list[Term],
    term: Term | None,
    today: dt.date,
    shares: Sequence[Shares] = (),
    *,
    can: frozenset[str] = frozenset(),
) -> Page:
    """The dashboard of ``area`` in ``term``: at most seven queries, whatever its size."""
    rows = process.parts(area, term)
    whole = process.total(rows, area.key, area.name)
    return Page(
        area,
        term,
        terms,
        whole,
        rows,
        strip=together.strip(area, term, today) if term else None,
        lines=ratings.of_area(area, terms),
        shares=list(shares),
        climate=together.climate(area, terms) if area.kind == "region" else None,
        clusters=list(Cluster.objects.filter(subdistrict=area.key))
        if area.level == "subdistrict"
        else [],
        can=can,
        today=today,
    )
