"""Appointments begin and end here, each change audited and told to the person."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import audit, names, notify
from portal.models import Appointment, Cluster, Region, School, User
from portal.roles import Role

Place = School | Cluster | Region


def at_place(place: Place) -> dict[str, Place]:
    """The appointment field that ``place`` belongs in, e.g. ``{"school": place}``."""
    return {place._meta.model_name or "": place}


@transaction.atomic
def appoint(
    user: User, role: Role | str, place: Place, *, by: User | None, began_on: dt.date
) -> Appointment:
    """Begin an appointment; an equal one that is open is returned as it is.

    Raises ``ValidationError`` for oneself, for a role that does not fit the place, and for a
    second principal of a school.
    """
    where = at_place(place)
    open_now = Appointment.objects.filter(user=user, role=role, ended_on=None, **where).first()
    if open_now:
        return open_now
    if by is not None and by.pk == user.pk:
        raise ValidationError(_("Nobody appoints himself. Ask another operator."))
    row = Appointment(user=user, role=role, began_on=began_on, **where)
    if (
        role == Role.PRINCIPAL
        and Appointment.objects.filter(role=role, ended_on=None, **where).exists()
    ):
        raise ValidationError(_("This school has a principal already. End that appointment first."))
    try:
        with transaction.atomic():
            row.full_clean(exclude=["user"])
            row.save()
    except IntegrityError as clash:
        raise ValidationError(_("This role does not fit this place.")) from clash
    audit.record("appointment_begin", row, by=by, subject=user)
    notify.tell("appointed", row, to=[user], by=by)
    return row


@transaction.atomic
def appoint_newcomers(rows: Sequence[Appointment], *, by: User) -> None:
    """Begin the first appointments of people who have none yet, all at once.

    The code they get to sign in tells them, so no notification does. A second principal of a
    school raises ``IntegrityError``: check before.
    """
    Appointment.objects.bulk_create(rows, batch_size=500)
    audit.record_each([("appointment_begin", row, row.user) for row in rows], by=by)


@transaction.atomic
def end(appointment: Appointment, *, by: User | None, on: dt.date) -> Appointment:
    """End an appointment with the day ``on`` (still counts). Ending it twice is harmless."""
    row = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if row.ended_on == on:
        return row
    if by is not None and by.pk == row.user_id:
        raise ValidationError(_("Nobody ends his own appointment. Ask another operator."))
    if on < row.began_on:
        raise ValidationError(_("The last day lies before the first day."))
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    audit.record("appointment_end", row, by=by, subject=row.user)
    notify.tell("appointment_ended", row, to=[row.user], by=by)
    return row


@transaction.atomic
def transfer(user: User, role: Role | str, school: School, *, by: User | None, on: dt.date) -> None:
    """Move a person: school appointments elsewhere end the day before ``on``, one begins here."""
    elsewhere = Appointment.objects.filter(user=user, school__isnull=False, ended_on=None)
    for row in elsewhere.exclude(school=school):
        end(row, by=by, on=max(row.began_on, on - dt.timedelta(days=1)))
    appoint(user, role, school, by=by, began_on=on)


def free_username(name: str, taken: set[str]) -> str:
    """A name to sign in with: "siti.aminah", "siti.aminah2"; ``taken`` are given already."""
    base = ".".join(names.key(name).split()[:2])[:40] or "guru"
    near = User.objects.filter(username__istartswith=base).values_list("username", flat=True)
    used = {*(name.lower() for name in near), *taken}
    tries = (base, *(f"{base}{number}" for number in range(2, 1000)))
    return next((name for name in tries if name not in used), f"{base}.{secrets.token_hex(4)}")
