"""What meetings leave on paper."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from collaboration.meetings import hours
from collaboration.models import Activity, Forum, Letter
from portal.models import School
from portal.paper import (
    Facts,
    Letterhead,
    Sheet,
    Signatures,
    Signer,
    Words,
    letterhead,
    receipt,
    square,
)
from portal.templatetags.rembuk import date_long, moment


def head(activity: Activity) -> Letterhead:
    """Of the school, or of the forum with the place it serves."""
    if activity.school:
        return letterhead(activity.school)
    if activity.forum is None:
        raise ValueError("An activity belongs to a forum or to a school.")
    return of_forum(activity.forum)


def of_forum(forum: Forum) -> Letterhead:
    """Its name above the place it serves."""
    place = forum.place
    if isinstance(place, School):
        return Letterhead([], forum.name, [place.name])
    return Letterhead([], forum.name, [str(place)])


def grouped(code: str) -> str:
    """Signs in groups of four, for reading and typing."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def letter(row: Letter, now: dt.datetime, *, address: str) -> Sheet:
    """The letter of attendance; ``address`` proves it without sign-in."""
    activity = row.attendance.activity
    day = row.starts_at.astimezone(zone_of(activity)).date()
    length = _("%(n)s minutes (%(jp)s JP)") % {"n": row.minutes, "jp": hours.lessons(row.minutes)}
    host = activity.host
    return Sheet(
        title=_("Letter of attendance"),
        letterhead=head(activity),
        code=receipt("SK", row.pk),
        foot=_("Printed %(moment)s") % {"moment": moment(now, activity.zone)},
        blocks=[
            Words(_("This is to state that")),
            Facts(
                [
                    (_("Name"), row.name),
                    *school_of(row),
                    (_("Activity"), row.title),
                    (_("Day"), date_long(day)),
                    (_("Length"), length),
                ]
            ),
            Words(_("has taken part in this activity.")),
            Words(hours.rule(), quiet=True),
            Signatures(
                formats.date_format(row.issued_at.astimezone(zone_of(activity)), "j F Y"),
                None,
                Signer(_("Host"), host.paper_name),
            ),
            square(
                address,
                text=_(
                    "Code: %(code)s\nWhoever receives this letter can check it without sign-in: "
                    "scan the square, or open %(address)s"
                )
                % {"code": grouped(row.code), "address": address},
                alt=_("QR code to check this letter"),
            ),
        ],
    )


def school_of(row: Letter) -> list[tuple[str, str]]:
    school = row.attendance.school
    return [(_("School"), school.name)] if school else []


def zone_of(activity: Activity) -> dt.tzinfo:
    return ZoneInfo(activity.zone)
