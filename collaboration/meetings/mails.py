"""The invitation by e-mail: when, where, a link and a calendar file; no topic and no other name.

A row of the list carries what its person was told, so that every run sends only what is new:
an invitation, a move, a calling off.
"""

from __future__ import annotations

import datetime as dt
import logging
from smtplib import SMTPException, SMTPServerDisconnected
from typing import NamedTuple

import icalendar
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from collaboration.meetings import sheets
from collaboration.models import Activity, Attendance
from collaboration.models.attendance import AttendanceQuerySet
from portal import digests, ics

LOG = logging.getLogger(__name__)
PLACES = ("school", "forum__cluster__subdistrict", "forum__school", "forum__subdistrict")


class Sent(NamedTuple):
    """How many e-mails of a run went out, and how many wait for the next."""

    sent: int
    failed: int


def due(activity: Activity) -> AttendanceQuerySet:
    """Rows whose people want e-mail and have not been told how ``activity`` stands by now.

    Whoever calls people knows of it; she hears of what is changed later.
    """
    rows = Attendance.objects.filter(activity=activity, user__is_active=True)
    rows = rows.filter(user__meeting_mail=True).exclude(user__email="")
    if activity.cancelled_at:
        return rows.filter(mailed_off_at=None)
    if activity.moved_from is None:
        rows = rows.exclude(user=activity.host_id)
    return rows.filter(Q(mailed_start=None) | ~Q(mailed_start=activity.starts_at))


def send(activity: Activity, now: dt.datetime) -> Sent:
    """Tell everybody who is due, one by one; what was held by ``now`` (aware) tells nobody.

    What cannot be sent stays due. A server that does not answer ends the run.
    """
    if activity.starts_at <= now:
        return Sent(0, 0)
    waiting = list(due(activity).order_by("pk").values_list("pk", flat=True))
    if not waiting:
        return Sent(0, 0)
    sent = 0
    try:
        with get_connection() as server:
            for pk in waiting:
                sent += _told(pk, server)
    except (OSError, SMTPException):
        LOG.warning("The mail server cannot be reached; invitations wait.", exc_info=True)
    return Sent(sent, due(activity).count())


class Told(NamedTuple):
    """Who on a list knows by e-mail how an activity stands; guests are no users of Rembuk."""

    by_mail: int
    waiting: int
    otherwise: list[Attendance]


def told(activity: Activity) -> Told:
    """Two queries. ``otherwise`` are those who get no e-mail, for whatever reason, and guests."""
    asked = set(due(activity).values_list("pk", flat=True))
    rows = [row for row in activity.attendance.as_list() if row.user_id != activity.host_id]
    known = [row for row in rows if row.mailed_start == activity.starts_at and row.pk not in asked]
    named = {row.pk for row in known} | asked
    return Told(
        len(known),
        sum(row.pk in asked for row in rows),
        [row for row in rows if row.pk not in named],
    )


def send_waiting(now: dt.datetime) -> Sent:
    """What could not be sent before, of every activity still to come."""
    rows = [send(row, now) for row in Activity.objects.filter(starts_at__gt=now)]
    return Sent(sum(row.sent for row in rows), sum(row.failed for row in rows))


def _told(pk: int, server: BaseEmailBackend) -> bool:
    """Write to one person and mark it, as the activity stands at this moment; False if not due.

    An address that is refused costs the others nothing.
    """
    with transaction.atomic():
        locked = Attendance.objects.select_for_update().get(pk=pk)
        activity = Activity.objects.select_related(*PLACES).get(pk=locked.activity_id)
        row = due(activity).select_related("user").filter(pk=pk).first()
        if row is None:
            return False
        try:
            with translation.override(settings.LANGUAGE_CODE):
                server.send_messages([letter(row, activity)])
        except SMTPServerDisconnected:
            raise
        except SMTPException:
            LOG.warning("An invitation was refused; it goes with the next run.", exc_info=True)
            return False
        marks = {"mailed_start": activity.starts_at}
        if activity.cancelled_at:
            marks["mailed_off_at"] = timezone.now()
        Attendance.objects.filter(pk=pk).update(**marks)
        return True


def letter(row: Attendance, activity: Activity) -> EmailMessage:
    """What ``row`` 's person is told now, with the calendar file of the day."""
    url = digests.address("activity-detail", activity.pk)
    if activity.cancelled_at:
        subject = _("An activity is called off")
        first = _("An activity you were invited to is called off. It was to be on:")
        last = _("Why it is off stands here: %(url)s")
    elif activity.moved_from and (row.mailed_start or row.user_id == activity.host_id):
        subject = _("An activity has another time")
        first = _("An activity you are invited to has been moved. It is now on:")
        last = _("Say here whether you will come: %(url)s")
    else:
        subject = _("Invitation to an activity")
        first = _("There is an invitation for you in Rembuk:")
        last = _("Say here whether you will come: %(url)s")
    where = [activity.place] if activity.place else []
    parts = [
        _("Good day, %(who)s.") % {"who": row.user.call if row.user else ""},
        "\n".join([first, sheets.when(activity), *where]),
        last % {"url": url},
        _("The attached file puts the day into your calendar."),
        _("You can switch this e-mail off under Settings: %(url)s")
        % {"url": digests.address("settings")},
    ]
    state = f"{activity.starts_at:%Y%m%dT%H%M}{'-off' if activity.cancelled_at else ''}"
    message = EmailMessage(
        subject,
        "\n\n".join(parts),
        to=[row.user.email] if row.user else [],
        headers={"Message-ID": f"<kegiatan-{row.pk}-{state}@rembuk>"},  # a second copy is known
    )
    message.attach(
        f"{_('activity')}-{activity.day}.ics",
        ics.calendar([event_of(activity, url)]).decode(),
        "text/calendar",
    )
    return message


def event_of(activity: Activity, url: str) -> icalendar.Event:
    at = activity.school or activity.forum
    return ics.event(
        f"kegiatan-{activity.pk}",
        f"{activity.get_kind_display()}, {at.name}" if at else activity.get_kind_display(),
        activity.starts_at.astimezone(dt.UTC),
        length=dt.timedelta(minutes=activity.minutes),
        place=activity.place or (activity.school.name if activity.school else ""),
        url=url,
        moves=1 if activity.moved_from else 0,
        cancelled=bool(activity.cancelled_at),
    )
