"""Sheets of one meeting: invitation, attendance list and minutes, with the screen's numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from collaboration.meetings.letters import head
from collaboration.models import Activity, Attendance
from portal.paper import Block, Facts, Heading, Sheet, Signatures, Signer, Table, Words, receipt
from portal.templatetags.rembuk import date_long, moment
from supervision.models import Aspect

ROW = 9  # mm, room for a signature
EMPTY = 5  # rows for people who are not on the list


def when(activity: Activity) -> str:
    """ "Kamis, 26 November 2026, 13.30 WIB", by the clock of the place."""
    local = activity.starts_at.astimezone(ZoneInfo(activity.zone))
    return f"{date_long(local.date())}, {local:%H.%M} {local:%Z}"


def facts(activity: Activity) -> Facts:
    aspects = [str(Aspect(row.aspect).label) for row in activity.aspects.all()]
    rows = [
        (_("Activity"), activity.title),
        (_("Kind"), activity.get_kind_display()),
        (_("Day"), when(activity)),
        (_("Length"), _("%(n)s minutes") % {"n": activity.minutes}),
        (_("Place"), activity.place),
        (_("What for"), ", ".join(aspects)),
        (_("Host"), activity.host.paper_name),
    ]
    return Facts([(label, value) for label, value in rows if value])


def signed(activity: Activity, at: dt.datetime) -> Signatures:
    """The host under the day of ``at`` by the clock of the place."""
    day = at.astimezone(ZoneInfo(activity.zone)).date()
    return Signatures(
        formats.date_format(day, "j F Y"), None, Signer(_("Host"), activity.host.paper_name)
    )


def sheet(activity: Activity, title: str, now: dt.datetime, blocks: Sequence[Block]) -> Sheet:
    return Sheet(
        title=title,
        letterhead=head(activity),
        code=receipt("KEG", activity.pk),
        foot=_("Printed %(moment)s") % {"moment": moment(now, activity.zone)},
        blocks=blocks,
    )


def invitation(activity: Activity, _rows: Sequence[Attendance], now: dt.datetime) -> Sheet:
    blocks: list[Block] = [
        Words(_("Dear colleagues,")),
        Words(_("we would be glad to have you with us at:")),
        facts(activity),
    ]
    if activity.agenda:
        blocks += [Heading(_("Agenda")), Words(activity.agenda)]
    blocks += [Words(_("Thank you for your time.")), signed(activity, now)]
    return sheet(activity, _("Invitation"), now, blocks)


def attendance_list(activity: Activity, rows: Sequence[Attendance], now: dt.datetime) -> Sheet:
    """The list to sign; its numbers are those that the screen takes back."""
    lines = [[*of(row, at), ""] for at, row in enumerate(rows, 1)]
    lines += [["", "", "", ""]] * EMPTY
    columns = [_("No."), _("Name"), _("School"), _("Signature")]
    blocks: list[Block] = [facts(activity), Table(columns, lines, [0.6, 4, 3, 2.4], height=ROW)]
    return sheet(
        activity, _("Attendance list"), now, [*blocks, signed(activity, activity.starts_at)]
    )


def of(row: Attendance, at: int) -> list[str]:
    name = row.user.paper_name if row.user else row.guest
    return [str(row.number or at), name, row.school.name if row.school else ""]


def minutes(activity: Activity, rows: Sequence[Attendance], now: dt.datetime) -> Sheet:
    parts = [
        (_("Agenda"), activity.agenda),
        (_("Problem"), activity.problem),
        (_("Decision"), activity.decision),
        (_("One thing to try"), activity.to_try),
    ]
    blocks: list[Block] = [facts(activity)]
    for label, words in parts:
        blocks += [Heading(label), Words(words)] if words else []
    came = [[*of(row, at), ", ".join(row.gave_words)] for at, row in enumerate(rows, 1) if row.came]
    blocks.append(
        Heading(_("%(came)s of %(all)s on the list came") % {"came": len(came), "all": len(rows)})
    )
    columns = [_("No."), _("Name"), _("School"), _("Contributed")]
    blocks += [Table(columns, came, [0.6, 4, 3, 2.4])] if came else []
    return sheet(activity, _("Minutes"), now, [*blocks, signed(activity, activity.starts_at)])


SHEETS = {"undangan": invitation, "daftar-hadir": attendance_list, "notulen": minutes}


def message(activity: Activity, address: str) -> str:
    """The invitation as a short text for a group of people who know each other."""
    lines = [
        _("Invitation: %(title)s") % {"title": activity.title},
        when(activity),
        *([activity.place] if activity.place else []),
        *([f"{_('Agenda')}:", activity.agenda] if activity.agenda else []),
        f"{_('Host')}: {activity.host.call}",
        address,
    ]
    return "\n".join(lines)


def link(text: str) -> str:
    """An address that opens WhatsApp with ``text`` ready; the sender chooses to whom."""
    return f"https://wa.me/?text={quote(text, safe='')}"
