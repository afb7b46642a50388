"""Figures of many schools: counts of work from the summaries, and levels as they were fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Sum

from collaboration.models import CollaborationSummary
from portal.models import AreaReport, Region, School, Term
from supervision.models import Aspect, PublishedFigure, TermSummary
from supervision.stats.suppression import MIN_TEACHERS

BATCH = 20  # schools in one step of the work
WORK = ("planned", "held", "talked", "closed", "steps", "steps_done")
JOINT = ("activities", "person_minutes", "plans_shared")
COUNTS = (*WORK, *JOINT)
POOL = 5  # schools from which a part of the area stands alone in a recap without names
Row = dict[str, Any]


class Schools:
    """Collects one row a school, in order of name; two queries for each batch."""

    def __init__(self, report: AreaReport) -> None:
        self.report = report
        every = report.year.terms.order_by("starts_on")
        self.terms = [report.term] if report.term else list(every)
        schools = School.objects.select_related("subdistrict").order_by("name", "pk")
        if report.region:
            schools = schools.filter(subdistrict__code__startswith=report.region.code)
        else:
            schools = schools.filter(cluster=report.cluster)
        rows = list(schools)
        self.batches = [rows[at : at + BATCH] for at in range(0, len(rows), BATCH)]
        self.rows: list[Row] = []

    def take(self, batch: Sequence[School]) -> None:
        work = summed(TermSummary.objects.filter(aspect=""), batch, self.terms, WORK)
        joint = summed(CollaborationSummary.objects.all(), batch, self.terms, JOINT)
        for school in batch:
            found = {**work.get(school.pk, {}), **joint.get(school.pk, {})}
            counts = {name: found.get(name, 0) for name in COUNTS}
            self.rows.append({"name": school.name, "area": school.subdistrict.name, **counts})

    def result(self) -> dict[str, Any]:
        """``rows`` to list, ``total`` of all, ``with_talk`` schools, ``aspects`` as fixed."""
        named = self.report.kind != AreaReport.Kind.RECAP
        return {
            "rows": self.rows if named else pooled(self.rows),
            "total": total(self.rows),
            "schools": len(self.rows),
            "with_talk": sum(row["talked"] > 0 for row in self.rows),
            "aspects": aspects(self.report.region, self.terms),
        }


def summed(
    rows: Any, schools: Iterable[School], terms: Iterable[Term], fields: Sequence[str]
) -> dict[int, Row]:
    found = (
        rows.filter(school__in=schools, term__in=terms)
        .values("school")
        .annotate(**{name: Sum(name) for name in fields})
        .order_by("school")
    )
    return {row.pop("school"): row for row in found}


def total(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    rows = list(rows)
    return {name: sum(row[name] for row in rows) for name in COUNTS}


def pooled(rows: Iterable[Row]) -> list[Row]:
    """One row a subdistrict in order of name; small ones together, so that none is a school.

    What is pooled holds at least ``POOL`` schools: the next smallest joins until it does. Where
    nothing stands alone, the area is one row.
    """
    by_area: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_area[row["area"]].append(row)
    order = sorted(by_area, key=lambda name: (len(by_area[name]), name))
    others: list[Row] = []
    while order and (len(by_area[order[0]]) < POOL or 0 < len(others) < POOL):
        others += by_area[order.pop(0)]
    found = [line(name, by_area[name]) for name in sorted(order)]
    if others:
        found.append(line("Kecamatan lain" if found else "Seluruh wilayah", others))
    return found


def line(name: str, rows: Sequence[Row]) -> Row:
    return {"name": name, "schools": len(rows), **total(rows)}


def aspects(region: Region | None, terms: Sequence[Term]) -> list[Row]:
    """Means of the last term as they were fixed for the region; None where none may be told."""
    rows = PublishedFigure.objects.of_area(region.code, terms[-1:]) if region else []
    told = {row.aspect: row for row in rows if row.teachers >= MIN_TEACHERS}
    return [
        {
            "aspect": aspect,
            "teachers": told[aspect].teachers if aspect in told else 0,
            "schools": told[aspect].schools if aspect in told else 0,
            "mean": told[aspect].mean if aspect in told else None,
        }
        for aspect in Aspect.values
    ]
