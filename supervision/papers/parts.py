"""What several sheets have in common: identity, signers, place and day, levels in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from portal.models import Appointment, School, User
from portal.paper import Signatures, Signer
from portal.roles import Role
from portal.templatetags.rembuk import date_long, moment
from supervision.models import Indicator, Instrument, Rating, Scale, SupervisionSession
from supervision.models.scale import said

DOTS = "." * 30
NONE = "\N{EN DASH}"


def printed(school: School, now: dt.datetime) -> str:
    """The line at the foot: when it was printed, by the clock of the school."""
    return _("Printed %(moment)s") % {"moment": moment(now, school.zone)}


def place_and_day(school: School, day: dt.date | None) -> str:
    """ "Kraton, 26 November 2026"; dots where the day is written by hand."""
    written = formats.date_format(day, "j F Y") if day else DOTS
    return f"{school.subdistrict.name}, {written}"


def day_of(at: dt.datetime | None, school: School) -> dt.date | None:
    return at.astimezone(ZoneInfo(school.zone)).date() if at else None


def signer(role: str, user: User | None, *, nip: bool) -> Signer:
    """A signature block; the number in full only where policy row P13 says so (``nip``)."""
    if user is None:
        return Signer(role)
    return Signer(role, user.paper_name, (user.nip or "") if nip else "")


def principal_on(school: School, day: dt.date) -> User | None:
    """Who led the school on ``day``."""
    rows = Appointment.objects.on(day).filter(school=school, role=Role.PRINCIPAL)
    row = rows.select_related("user").first()
    return row.user if row else None


def supervisor_on(school: School, day: dt.date) -> User | None:
    """The supervisor (pengawas) of the school on ``day``; the one named nearest to it."""
    regency = school.subdistrict_id[:5]
    places = Q(school=school) | Q(region__in=(school.subdistrict_id, regency))
    if school.cluster_id:
        places |= Q(cluster=school.cluster_id)
    rows = Appointment.objects.on(day).filter(places, role=Role.SUPERVISOR)

    def distance(row: Appointment) -> tuple[int, dt.date, int]:
        far = 0 if row.school_id else 1 if row.cluster_id else 2 + (row.region_id == regency)
        return far, row.began_on, row.pk

    nearest = min(rows.select_related("user"), key=distance, default=None)
    return nearest.user if nearest else None


def lesson(session: SupervisionSession) -> str:
    """ "kelas 4A, IPAS: Siklus air"; "" for a visit without a class."""
    name = _("class %(name)s") % {"name": session.class_name} if session.class_name else ""
    words = ", ".join(part for part in (name, session.subject) if part)
    return f"{words}: {session.topic}" if words and session.topic else words or session.topic


def when(session: SupervisionSession) -> str:
    """Day and hour of the visit, "Kamis, 26 November 2026, 07.30 WIB"."""
    if not session.planned_time:
        return date_long(session.planned_on)
    zone = session.school.get_zone_display()
    return f"{date_long(session.planned_on)}, {session.planned_time:%H.%M} {zone}"


def identity(session: SupervisionSession) -> Sequence[tuple[str, str]]:
    return [
        (_("Teacher"), session.teacher.paper_name),
        (_("Observer"), session.observer.paper_name),
        (_("Day"), when(session)),
        (_("Class and subject"), lesson(session) or NONE),
        (_("Technique"), session.get_technique_display()),
        (_("Term"), str(session.term)),
    ]


def signatures(
    session: SupervisionSession, day: dt.date | None, *, readers: set[int] | None = None
) -> Signatures:
    """Teacher and observer; "Mengetahui" the principal if he is neither of the two.

    ``readers`` are the people whose number may be printed; None for everybody who signs.
    """

    def nip(user: User | None) -> bool:
        return readers is None or (user is not None and user.pk in readers)

    head = principal_on(session.school, day or session.planned_on)
    below = []
    if head and head.pk not in (session.teacher_id, session.observer_id):
        below = [signer(seen_by_principal(), head, nip=nip(head))]
    return Signatures(
        place_and_day(session.school, day),
        signer(_("Teacher"), session.teacher, nip=nip(session.teacher)),
        signer(_("Observer"), session.observer, nip=nip(session.observer)),
        below,
    )


def seen_by_principal() -> str:
    return _("Seen by,\nPrincipal")


def versioned(instrument: Instrument) -> str:
    """ "Perencanaan pembelajaran, versi 2"."""
    of = {"name": instrument.name, "n": instrument.version}
    return _("%(name)s, version %(n)s") % of


def level_and_evidence(indicator: Indicator, rating: Rating | None) -> str:
    """What one side has said of an item: the level's word by its scale, and the evidence."""
    if rating is None:
        return NONE
    word = "" if indicator.scale == Scale.WORDS else _("Not observed")
    if rating.level is not None:
        word = said(indicator.scale, rating.level)
    return "\n".join(part for part in (word, rating.evidence) if part) or NONE
