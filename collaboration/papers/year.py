"""The yearly programme of a forum on paper, with its sheet of approval."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.meetings import year_page
from collaboration.meetings.letters import of_forum
from collaboration.meetings.year_page import Row
from collaboration.models import Forum, ForumProgramme, Officer, PlannedLine
from portal.models import Appointment, School, User
from portal.paper import (
    Block,
    Break,
    Cover,
    Heading,
    Sheet,
    Signatures,
    Signer,
    Table,
    Words,
    receipt,
)
from portal.roles import Role
from portal.templatetags.rembuk import moment
from supervision.papers import parts


def programme(row: ForumProgramme, now: dt.datetime, *, numbers: bool) -> Sheet:
    """Cover, approval and the year's table. ``numbers``: may the signers' NIP be printed?"""
    forum = row.forum
    rows = [each for each in year_page.rows_of(row, now) if each.state in year_page.TAKEN]
    title = _("Yearly programme")
    text = _("The yearly programme of %(forum)s for the school year %(year)s has been drawn up by"
             " its members and is approved to be carried out.")  # fmt: skip
    return Sheet(
        title=title,
        letterhead=of_forum(forum),
        code=receipt("PKG", row.pk),
        foot=_("Printed %(moment)s") % {"moment": moment(now, forum.place.zone)},
        wide=True,
        blocks=[
            Cover(title, [forum.name, _("School year %(year)s") % {"year": row.year}]),
            Heading(_("Approval"), centred=True),
            Words(text % {"forum": forum.name, "year": row.year}),
            signatures(forum, now, numbers=numbers),
            Break(),
            Heading(_("Activities of the year"), centred=True),
            table(rows, ZoneInfo(forum.place.zone)),
        ],
    )


def table(rows: list[Row], zone: ZoneInfo) -> Block:
    """The lines taken up, by month, with what became of each."""
    if not rows:
        return Words(_("No line has been taken up yet."))
    found = [
        [
            str(at),
            date_format(row.line.month, "F Y"),
            str(row.line.get_kind_display()),
            row.line.topic,
            aim(row.line),
            where(row.line),
            "\n".join(filter(None, (became(row, zone), row.line.note))),
        ]
        for at, row in enumerate(rows, 1)
    ]
    head = [
        *(_("No."), _("Month"), _("Kind"), _("Topic")),
        *(_("What for"), _("Host"), _("Remark")),
    ]
    return Table(head, found, [0, 1.4, 1.6, 3, 2.4, 1.8, 2])


def aim(line: PlannedLine) -> str:
    """The indicator, unless the topic says it already; then the aspect."""
    name = line.indicator.name if line.indicator else ""
    return name if name and name != line.topic else line.get_aspect_display()


def where(line: PlannedLine) -> str:
    """The host school; without one, the place that people were called to."""
    if line.host:
        return line.host.name
    return (line.activity.place if line.activity else "") or parts.NONE


def became(row: Row, zone: ZoneInfo) -> str:
    """What became of the line, with the day of its activity by the clock of the forum."""
    word = str(year_page.BECAME[row.state][0])
    if not row.line.activity:
        return word
    return f"{word}, {date_format(row.line.activity.starts_at.astimezone(zone), 'j F Y')}"


def signatures(forum: Forum, now: dt.datetime, *, numbers: bool) -> Signatures:
    """The chair at the right; at the left who has seen it: supervisor, or a kombel's principal."""
    day = now.astimezone(ZoneInfo(forum.place.zone)).date()
    place = forum.school or forum.schools.order_by("name", "pk").first()
    seen = Signer(_("Seen by,\nSupervisor of schools"))
    if isinstance(forum.school, School):
        head = parts.principal_on(forum.school, day)
        role = _("Seen by,\nPrincipal of %(school)s") % {"school": forum.school.name}
        seen = parts.signer(role, head, nip=numbers)
    elif place:
        seen = parts.signer(seen.role, parts.supervisor_on(place, day), nip=numbers)
    chair = parts.signer(
        _("Chair of %(forum)s") % {"forum": forum.name}, chair_on(forum, day), nip=numbers
    )
    where = place.subdistrict.name if place else str(forum.place)
    return Signatures(f"{where}, {parts.DOTS}", seen, chair)


def chair_on(forum: Forum, day: dt.date) -> User | None:
    """The officer who leads the forum on ``day``, else the KKG chair of its cluster."""
    terms = Officer.objects.on(day).filter(forum=forum, office=Officer.Office.CHAIR)
    term = terms.select_related("user").first()
    if term:
        return term.user
    rows = Appointment.objects.on(day).filter(role=Role.CHAIR)
    if forum.cluster_id:
        rows = rows.filter(cluster=forum.cluster_id)
    elif forum.subdistrict_id:
        rows = rows.filter(region=forum.subdistrict_id)
    else:
        return None
    row = rows.select_related("user").first()
    return row.user if row else None
