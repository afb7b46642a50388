"""The yearly programme as a document with its signature sheet, and the schedule by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from portal.models import School, Term, User
from portal.paper import (
    Block,
    Break,
    Cover,
    Facts,
    Heading,
    Sheet,
    Signatures,
    Table,
    Words,
    letterhead,
    receipt,
)
from portal.templatetags.rembuk import date_short
from supervision.models import (
    IN_GROUPS,
    Instrument,
    Programme,
    State,
    SupervisionSession,
    Technique,
)
from supervision.papers import parts


def programme(
    row: Programme, user: User, now: dt.datetime, *, numbers: bool, sees_all: bool
) -> Sheet:
    """All chapters, the team, the schedule. ``numbers``: may the signers' NIP be printed?"""
    sessions = list(visits(user, row))
    return Sheet(
        title=_("Programme of academic supervision"),
        letterhead=letterhead(row.school),
        code=receipt("PRO", row.pk),
        foot=parts.printed(row.school, now),
        blocks=[
            Cover(
                _("Programme of academic supervision"),
                [row.school.name, _("School year %(year)s") % {"year": row.year}],
            ),
            *approval(row, numbers=numbers),
            *chapters(row),
            Break(),
            Heading(_("Appendices"), centred=True),
            Heading(_("Supervision team"), level=2),
            team(row, now.date()),
            Heading(_("Schedule of visits"), level=2),
            *partial(sees_all=sees_all),
            timetable(sessions),
            Heading(_("Instruments"), level=2),
            forms(sessions),
        ],
    )


def approval(row: Programme, *, numbers: bool) -> list[Block]:
    """The signature sheet: the principal, and the supervisor who has seen it."""
    text = _(
        "The programme of academic supervision of %(school)s for the school year %(year)s has been"
        " drawn up and is approved to be carried out."
    )
    return [
        Heading(_("Approval"), centred=True),
        Words(text % {"school": row.school.name, "year": row.year}),
        leaders(row.school, row.year.starts_on, numbers=numbers),
        Break(),
    ]


def leaders(
    school: School, day: dt.date, *, numbers: bool, dated: dt.date | None = None
) -> Signatures:
    """Principal at the right; at the left, as having seen it, the supervisor."""
    supervisor = parts.supervisor_on(school, day)
    role = _("Seen by,\nSupervisor of schools")
    return Signatures(
        parts.place_and_day(school, dated),
        parts.signer(role, supervisor, nip=numbers),
        parts.signer(
            _("Principal of %(school)s") % {"school": school.name},
            parts.principal_on(school, day),
            nip=numbers,
        ),
    )


def chapters(row: Programme) -> list[Block]:
    names = [str(each.label) for each in Technique if each.value in row.techniques]
    groups = [str(each.label) for each in IN_GROUPS if each.value in row.techniques]
    alone = [name for name in names if name not in groups]
    techniques = "\n".join(
        f"{label}: {', '.join(some)}."
        for label, some in ((_("For one teacher"), alone), (_("In groups"), groups))
        if some
    )
    content: Sequence[tuple[str, Sequence[tuple[str, str]]]] = [
        (
            _("CHAPTER I. INTRODUCTION"),
            [
                (_("Background"), row.background),
                (_("Legal basis"), row.basis),
                (_("Purpose"), row.purpose),
                (_("Scope"), row.scope),
            ],
        ),
        (_("CHAPTER II. PLANNING"), [(_("What last year showed"), row.review)]),
        (
            _("CHAPTER III. CARRYING OUT"),
            [(_("Targets"), row.targets), (_("Techniques"), techniques)],
        ),
        (_("CHAPTER IV. FOLLOWING UP"), [(_("Following up"), row.following_up)]),
    ]
    found: list[Block] = []
    for chapter, sections in content:
        found.append(Heading(chapter, centred=True))
        for name, text in sections:
            found += [Heading(name, level=2), Words(text or _("Not written yet."))]
    return found


def team(row: Programme, today: dt.date) -> Block:
    """Who observes: the principal, and the delegates with their letters."""
    head = parts.principal_on(row.school, today)
    rows = [["1", head.paper_name if head else parts.NONE, _("Principal"), parts.NONE]]
    for at, each in enumerate(row.delegates.select_related("user"), 2):
        until = f" {parts.NONE} {date_short(each.ended_on)}" if each.ended_on else ""
        days = f"{date_short(each.began_on)}{until}"
        rows.append(
            [
                str(at),
                each.user.paper_name,
                _("Delegate, %(days)s") % {"days": days},
                each.decree or parts.NONE,
            ]
        )
    return Table([_("No."), _("Name"), _("Task"), _("Decree")], rows, [0, 3, 3, 3])


def visits(user: User, row: Programme, term: Term | None = None) -> Iterable[SupervisionSession]:
    """The year's visits that ``user`` may see, by day; cancelled ones left out."""
    rows = SupervisionSession.objects.visible_to(user).filter(school=row.school)
    rows = rows.filter(term=term) if term else rows.filter(term__year=row.year)
    return (
        rows.exclude(state=State.CANCELLED)
        .select_related("teacher", "observer", "school")
        .order_by("planned_on", "planned_time", "teacher__name", "pk")
    )


def partial(*, sees_all: bool) -> list[Block]:
    return [] if sees_all else [Words(_("Only your own visits stand here."), quiet=True)]


def timetable(sessions: Sequence[SupervisionSession]) -> Block:
    """The usual table of a schedule, with room to sign."""
    if not sessions:
        return Words(_("No visit is planned yet."))
    rows = [
        [
            str(at),
            row.teacher.paper_name,
            parts.lesson(row) or parts.NONE,
            parts.when(row),
            row.observer.paper_name,
            row.get_technique_display(),
            "",
        ]
        for at, row in enumerate(sessions, 1)
    ]
    head = [
        _("No."),
        _("Teacher"),
        _("Class and subject"),
        _("Day, date, hour"),
        _("Observer"),
        _("Technique"),
        _("Signature"),
    ]
    return Table(head, rows, [0, 2, 2, 2, 1.9, 1.8, 1.3])


def forms(sessions: Sequence[SupervisionSession]) -> Block:
    """The instruments of the planned visits."""
    rows = (
        Instrument.objects.filter(sessions__in=[row.pk for row in sessions])
        .distinct()
        .order_by("aspect", "key", "version")
    )
    found = [
        [str(at), row.name, row.get_aspect_display(), str(row.version)]
        for at, row in enumerate(rows, 1)
    ]
    if not found:
        return Words(_("No instrument has been chosen yet."))
    return Table([_("No."), _("Instrument"), _("Aspect"), _("Version")], found, [0, 4, 2, 0])


def schedule(
    row: Programme,
    term: Term | None,
    user: User,
    now: dt.datetime,
    *,
    numbers: bool,
    sees_all: bool,
) -> Sheet:
    """The schedule of a term, or of the whole year, to hang up in the staff room."""
    sessions = list(visits(user, row, term))
    name = str(term) if term else _("School year %(year)s") % {"year": row.year}
    return Sheet(
        title=_("Schedule of supervision"),
        subtitle=name,
        letterhead=letterhead(row.school),
        code=receipt("JAD", row.pk),
        foot=parts.printed(row.school, now),
        wide=True,
        blocks=[
            *partial(sees_all=sees_all),
            Facts([(_("Visits planned"), str(len(sessions)))]),
            timetable(sessions),
            leaders(
                row.school, parts.day_of(now, row.school) or row.year.starts_on, numbers=numbers
            ),
        ],
    )
