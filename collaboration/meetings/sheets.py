"""Sheets of one meeting: invitation, attendance list and minutes, with the screen's numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from collaboration.meetings.letters import head
from collaboration.models import Activity, Attendance, LookBack
from collaboration.papers import year
from portal.models import Region, User
from portal.paper import Block, Facts, Heading, Sheet, Signatures, Signer, Table, Words, receipt
from portal.templatetags.rembuk import date_long, moment
from supervision.models import Aspect
from supervision.papers import parts

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


@dataclass
class Meeting:
    """An activity with what several of its papers say, looked up once."""

    activity: Activity

    @cached_property
    def subdistrict(self) -> str:
        place = self.activity.school or self.activity.forum.place  # type: ignore[union-attr]
        return place.name if isinstance(place, Region) else place.subdistrict.name

    @cached_property
    def head(self) -> User | None:
        """Who led the forum or the school on the day of the activity."""
        forum, day = self.activity.forum, self.activity.day
        if forum:
            return year.chair_on(forum, day)
        return parts.principal_on(self.activity.school, day)  # type: ignore[arg-type]

    @cached_property
    def leader(self) -> Signer:
        """The block of ``head``, with a line to write on where nobody led."""
        forum = self.activity.forum
        role = _("Chair of %(forum)s") % {"forum": forum.name} if forum else _("Principal")
        return Signer(role, self.head.paper_name if self.head else "")

    @cached_property
    def looked_back(self) -> list[tuple[str, str]]:
        """Prompts answered at a reflective meeting, who sees to its decision, and by when."""
        rows = LookBack.objects.filter(activity=self.activity).select_related("owner")
        row = rows.first() if self.activity.kind == Activity.Kind.REFLECTIVE else None
        if row is None:
            return []
        owner = [(_("Who sees to it"), row.owner.paper_name)] if row.owner else []
        due = [(_("At the latest"), date_long(row.due_on))] if row.due_on else []
        return [*row.answers, *owner, *due]

    def signed(self, at: dt.datetime | None) -> Signatures:
        """Leader and host under place and day of ``at``; without it the day is written by hand.

        A host who leads signs once.

        So are the numbers of officials (NIP): not everybody who prints these may read them.
        """
        day = at.astimezone(ZoneInfo(self.activity.zone)).date() if at else None
        written = formats.date_format(day, "j F Y") if day else parts.DOTS
        place = f"{self.subdistrict}, {written}"
        if self.head and self.head.pk == self.activity.host_id:
            return Signatures(place, None, self.leader)
        return Signatures(place, self.leader, Signer(_("Host"), self.activity.host.paper_name))


def sheet(activity: Activity, title: str, now: dt.datetime, blocks: Sequence[Block]) -> Sheet:
    return Sheet(
        title=title,
        letterhead=head(activity),
        code=receipt("KEG", activity.pk),
        foot=_("Printed %(moment)s") % {"moment": moment(now, activity.zone)},
        blocks=blocks,
    )


def invitation(meeting: Meeting, _rows: Sequence[Attendance], now: dt.datetime) -> Sheet:
    """Dated today while it is still to come; the day of one long sent is written by hand."""
    activity = meeting.activity
    blocks: list[Block] = [
        Facts([(_("Letter number"), parts.DOTS), (_("To"), _("those on the attendance list"))]),
        Words(_("Dear colleagues,")),
        Words(_("we would be glad to have you with us at:")),
        facts(activity),
    ]
    if activity.agenda:
        blocks += [Heading(_("Agenda")), Words(activity.agenda)]
    dated = now if activity.starts_at > now else None
    blocks += [Words(_("Thank you for your time.")), meeting.signed(dated)]
    return sheet(activity, _("Invitation"), now, blocks)


def attendance_list(meeting: Meeting, rows: Sequence[Attendance], now: dt.datetime) -> Sheet:
    """The list to sign; its numbers are those that the screen takes back."""
    activity = meeting.activity
    lines = [[*of(row, at), ""] for at, row in enumerate(rows, 1)]
    lines += [["", "", "", ""]] * EMPTY
    columns = [_("No."), _("Name"), _("School"), _("Signature")]
    blocks: list[Block] = [facts(activity), Table(columns, lines, [0.6, 4, 3, 2.4], height=ROW)]
    return sheet(activity, _("Attendance list"), now, [*blocks, meeting.signed(activity.starts_at)])


def of(row: Attendance, at: int) -> list[str]:
    name = row.user.paper_name if row.user else row.guest
    return [str(row.number or at), name, row.school.name if row.school else ""]


def minutes(meeting: Meeting, rows: Sequence[Attendance], now: dt.datetime) -> Sheet:
    activity = meeting.activity
    written = [
        (_("Agenda"), activity.agenda),
        *meeting.looked_back,
        (_("Problem"), activity.problem),
        (_("Decision"), activity.decision),
        (_("One thing to try"), activity.to_try),
    ]
    blocks: list[Block] = [facts(activity)]
    for label, words in written:
        blocks += [Heading(label), Words(words)] if words else []
    came = [[*of(row, at), ", ".join(row.gave_words)] for at, row in enumerate(rows, 1) if row.came]
    blocks.append(
        Heading(_("%(came)s of %(all)s on the list came") % {"came": len(came), "all": len(rows)})
    )
    columns = [_("No."), _("Name"), _("School"), _("Contributed")]
    blocks += [Table(columns, came, [0.6, 4, 3, 2.4])] if came else []
    return sheet(activity, _("Minutes"), now, [*blocks, meeting.signed(activity.starts_at)])


SHEETS = {"undangan": invitation, "daftar-hadir": attendance_list, "notulen": minutes}


def message(activity: Activity, address: str) -> str:
    """The invitation as a short text for a group; it names no person and no topic."""
    lines = [
        _("There is an invitation for you in Rembuk, please open it:"),
        when(activity),
        *([activity.place] if activity.place else []),
        address,
    ]
    return "\n".join(lines)


def link(text: str) -> str:
    """An address that opens WhatsApp with ``text`` ready; the sender chooses to whom."""
    return f"https://wa.me/?text={quote(text, safe='')}"


def letter_link(text: str) -> str:
    """An address that opens the sender's own mail with ``text`` ready, to nobody yet."""
    subject = quote(_("Invitation to an activity"), safe="")
    return f"mailto:?subject={subject}&body={quote(text, safe='')}"
