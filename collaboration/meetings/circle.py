"""Who belongs to a forum or a school: the people that an activity there may invite."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from collaboration.models import Forum, Membership
from portal.models import Appointment, School, User
from portal.roles import AT_SCHOOL


def people(place: Forum | School) -> QuerySet[User]:
    """Members of the forum today, or those who serve at the school today, by name."""
    if isinstance(place, Forum):
        members = Membership.objects.filter(forum=place, ended_on=None)
        belong = Q(pk__in=members.values("user"))
    else:
        serving = Appointment.objects.on(timezone.localdate())
        belong = Q(pk__in=serving.filter(school=place, role__in=AT_SCHOOL).values("user"))
    return User.objects.filter(belong).order_by("name", "pk")
