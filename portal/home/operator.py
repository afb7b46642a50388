from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef

from portal.models import Appointment, School, User


@dataclass(frozen=True, slots=True)
class Desk:
    ending: list[Appointment]
    without: list[User]
    uninvited: int
    schools: int
    people: int


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """People and places only, never content."""
    appointments = Appointment.objects.visible_to(user)
    people = User.objects.where_one_may(user, "edit").exclude(pk=user.pk)
    valid = Appointment.objects.on(today).filter(user=OuterRef("pk"))
    return Desk(
        ending=list(
            appointments.filter(ended_on__range=(today, today + Appointment.SOON))
            .select_related("user", "school", "cluster", "region")
            .order_by("ended_on")[:10]
        ),
        without=list(people.filter(~Exists(valid)).order_by("name")[:10]),
        uninvited=people.filter(
            last_login=None,
            is_active=True,
            password__startswith=UNUSABLE_PASSWORD_PREFIX,
            invitations=None,
        ).count(),
        schools=School.objects.where_one_may(user, "edit").count(),
        people=people.count(),
    )
