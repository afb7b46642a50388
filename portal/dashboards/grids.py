"""The numbers of a dashboard as tables to take away: those of the page, no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.dashboards.page import Page
from portal.dashboards.process import Process
from portal.exports import Grid, Value

WORK = ("schools", "planned", "held", "talked", "closed", "steps_done", "steps", "hours")


def all_of(page: Page, today: dt.date) -> list[Grid]:
    """A sheet for each part of the page that has numbers."""
    found = [places(page, today), *_further(page)]
    return [grid for grid in found if list(grid.rows)]


def above(page: Page, today: dt.date) -> list[tuple[str, Value]]:
    status = {"public": _("Public"), "private": _("Private")}.get(page.area.status, _("All"))
    return [
        (_("Place"), page.area.name),
        (_("Term"), str(page.term or "-")),
        (_("Kind of school (counts of work only)"), status),
        (_("Date"), today),
    ]


def places(page: Page, today: dt.date) -> Grid:
    head = [
        _("Name"), _("Schools"), _("Planned"),
        _("Held (report)"), _("Talked over (talk)"), _("Finished"),
        _("Steps done"), _("Steps agreed"), _("Hours together"), _("Plans shared"),
    ]  # fmt: skip
    rows = [] if page.area.kind == "school" else page.rows
    whole = [_work(_("All together"), page.whole)]
    return Grid(
        _("Counts of work"),
        above(page, today),
        head,
        [*(_work(row.name, row) for row in rows), *whole],
        (34, *(12,) * (len(head) - 1)),
    )


def _work(name: str, row: Process) -> list[Value]:
    return [name, *(getattr(row, field) for field in (*WORK, "plans_shared"))]


def _further(page: Page) -> Iterator[Grid]:
    yield Grid(
        _("Stages"), [], [_("Stage"), _("Count")], [(row.label, row.count) for row in page.stages]
    )
    yield Grid(
        _("Help asked for"),
        [],
        [_("Aspect"), _("Count")],
        [*(row[:2] for row in page.topics or []), (_("All together"), page.whole.asked)],
    )
    yield _levels(page)
    yield Grid(
        _("Level shares"),
        [],
        [_("Aspect"), _("Teachers"), *(_("Level %s") % level for level in (1, 2, 3, 4))],
        [(row.label, row.teachers, *row.counts) for row in page.shares if row.counts],
    )
    yield Grid(
        _("Hours together"),
        [],
        [_("Kind"), _("Hours"), _("Times schools took part")],
        [(row[0], row[2], row[3]) for row in (page.strip.rows if page.strip else [])],
    )
    yield Grid(
        _("What stood in the way"),
        [],
        [_("Kind"), _("Count")],
        [row[:2] for row in page.barriers or []],
    )
    yield _climate(page)
    yield Grid(
        _("Data"),
        [],
        [_("What"), _("Count")],
        [
            (_("Schools without a planned visit"), page.whole.silent),
            (_("Observations that wait for their talk"), page.whole.waiting),
            (_("Schools without an activity"), page.whole.alone),
        ],
    )
    if page.has_load:
        yield Grid(
            _("Supervisors"),
            [],
            [_("Visits"), _("Count")],
            [
                (_("Planned"), page.whole.by_supervisor),
                (_("Held (report)"), page.whole.held_by_supervisor),
            ],
        )


def _levels(page: Page) -> Grid:
    rows: list[tuple[Value, ...]] = [
        (
            str(row.term),
            str(line.aspect.label),
            row.mean if row.mean is not None else _("not told"),
            row.teachers or None,
            row.schools or None,
            row.fixed_on,
        )
        for line in page.lines
        for row in line.figures
    ]
    head = [
        _("Term"), _("Aspect"), _("Mean level"), _("Teachers"), _("Schools"), _("Fixed on"),
    ]  # fmt: skip
    return Grid(_("Aspects by term"), [], head, rows, (30, 20, 12, 12, 12, 14))


def _climate(page: Page) -> Grid:
    found = page.climate
    rows: list[tuple[Value, ...]] = [
        (row.label, row.n, *row.counts) for row in (found.statements if found else [])
    ]
    head = [_("Statement"), _("Answers"), _("Not true"), _("Rather not true")]
    head += [_("Rather true"), _("True")]
    return Grid(_("School climate"), [], head, rows, (60, *(14,) * 5))


def flat(page: Page, today: dt.date) -> Grid:
    """The same in one table: part, row, what, number."""
    rows: list[tuple[Value, ...]] = []
    for grid in all_of(page, today):
        for row in grid.rows:
            first, *others = row
            for name, value in zip(grid.head[1:], others, strict=True):
                rows.append((grid.name, _word(first), name, value))
    return Grid(page.area.name, [], [_("Part"), _("Row"), _("What"), _("Number")], rows)


def _word(value: Value) -> Value:
    return date_format(value, "j F Y") if isinstance(value, dt.date) else value
