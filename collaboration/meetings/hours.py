"""A person's own learning hours: which activities count, and how minutes become JP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from collaboration.models import Attendance
from portal.exports import Grid, Value
from portal.models import Term, User

LESSON = 45  # minutes of one JP of training


def lessons(minutes: int) -> int:
    """Whole JP in ``minutes`` of one activity; what is left over is not rounded up."""
    return minutes // LESSON


@dataclass(frozen=True, slots=True)
class Line:
    """One activity that counts, ``day`` by the clock of its place."""

    row: Attendance
    day: dt.date
    term: Term | None

    @property
    def minutes(self) -> int:
        return self.row.activity.minutes

    @property
    def lessons(self) -> int:
        return lessons(self.minutes)


@dataclass(frozen=True, slots=True)
class Span:
    """A term or a calendar year: its lines added up. ``key`` goes into the address."""

    key: str
    label: str
    activities: int
    minutes: int
    lessons: int


@dataclass(frozen=True, slots=True)
class Hours:
    """All lines, newest first, and their sums by term and by calendar year."""

    lines: Sequence[Line]
    terms: Sequence[Span]
    years: Sequence[Span]

    def of(self, key: str) -> tuple[str, Sequence[Line]]:
        """The lines of one span and its label; for an unknown key all of them and ""."""
        for span in (*self.terms, *self.years):
            if span.key == key:
                return span.label, [line for line in self.lines if key in keys(line)]
        return "", self.lines


def own(user: User) -> Hours:
    """Activities the reader came to, minuted and not called off. Two queries."""
    terms = list(Term.objects.select_related("year"))  # newest first
    rows = (
        Attendance.objects.visible_to(user)
        .filter(user=user)
        .that_count()
        .select_related(
            "activity__school",
            "activity__forum__cluster",
            "activity__forum__school",
            "activity__forum__subdistrict",
        )
        .order_by("-activity__starts_at", "pk")
    )
    lines = [line_of(row, terms) for row in rows]
    return Hours(
        lines=lines,
        terms=spans(lines, [(f"semester-{term.pk}", str(term)) for term in terms]),
        years=spans(
            lines,
            [
                (f"tahun-{year}", str(year))
                for year in sorted({line.day.year for line in lines}, reverse=True)
            ],
        ),
    )


def line_of(row: Attendance, terms: Iterable[Term]) -> Line:
    """A day in a holiday belongs to the term before it, as elsewhere."""
    day = row.activity.day
    return Line(row, day, next((term for term in terms if term.starts_on <= day), None))


def keys(line: Line) -> tuple[str, ...]:
    year = f"tahun-{line.day.year}"
    return (f"semester-{line.term.pk}", year) if line.term else (year,)


def spans(lines: Sequence[Line], labels: Iterable[tuple[str, str]]) -> list[Span]:
    """Sums of the spans that have at least one line."""
    found = []
    for key, label in labels:
        own = [line for line in lines if key in keys(line)]
        if own:
            minutes = sum(line.minutes for line in own)
            found.append(Span(key, label, len(own), minutes, sum(line.lessons for line in own)))
    return found


def rule() -> str:
    return _(
        "1 JP is 45 minutes. Each activity counts with its whole JP, so 120 minutes are 2 JP; "
        "minutes left over are not rounded up."
    )


def grid(lines: Sequence[Line], user: User, label: str, today: dt.date) -> Grid:
    """The lines as a sheet, with the rule that made the JP."""
    head = [_("Day"), _("Activity"), _("Kind"), _("Forum or school")]
    head += [pgettext("time", "Minutes"), _("JP"), _("Contributed")]
    rows = [
        (
            line.day,
            line.row.activity.title,
            line.row.activity.get_kind_display(),
            str(line.row.activity.forum or line.row.activity.school),
            line.minutes,
            line.lessons,
            ", ".join(line.row.gave_words),
        )
        for line in lines
    ]
    above: list[tuple[str, Value]] = [
        (_("Learning hours of"), user.paper_name),
        (_("Shown"), label or _("all")),
        (_("Day of the list"), date_format(today, "j F Y")),
        (_("JP together"), sum(line.lessons for line in lines)),
        (_("Rule"), rule()),
    ]
    return Grid(_("Learning hours"), above, head, rows, (12, 44, 24, 28, 10, 8, 28))
