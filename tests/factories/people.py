"""Places, people and the year they work in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.models import (
    Appointment,
    Cluster,
    Holiday,
    Region,
    School,
    SchoolYear,
    Term,
    TimeSpent,
    User,
)
from portal.roles import Role

LONG_AGO = dt.date(2020, 1, 1)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = "35.14.16"
    name = "Kraton"


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = Cluster

    name = factory.Sequence(lambda n: f"Gugus {n:03}")
    subdistrict = factory.SubFactory(RegionFactory)


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    npsn = factory.Sequence(lambda n: f"9{n:07}")
    name = factory.Sequence(lambda n: f"SD Negeri Contoh {n:03}")
    subdistrict = factory.SubFactory(RegionFactory)
    cluster = factory.SubFactory(ClusterFactory, subdistrict=factory.SelfAttribute("..subdistrict"))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"orang{n}")
    name = factory.Sequence(lambda n: f"Siti Aminah {n}")
    address = User.Address.MS
    password = factory.django.Password("kata sandi panjang")


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    role = Role.TEACHER
    began_on = LONG_AGO


def appointed(
    role: Role | str = Role.TEACHER,
    *,
    user: User | None = None,
    school: School | None = None,
    cluster: Cluster | None = None,
    region: Region | None = None,
    ended_on: dt.date | None = None,
    **person: Any,
) -> User:
    """A person with one appointment, at a new school unless a place is given."""
    user = user or UserFactory(**person)
    if not (school or cluster or region):
        school = SchoolFactory()
    AppointmentFactory(
        user=user, role=role, school=school, cluster=cluster, region=region, ended_on=ended_on
    )
    return user


class SchoolYearFactory(DjangoModelFactory):
    class Meta:
        model = SchoolYear
        django_get_or_create = ["starts_on"]

    starts_on = dt.date(2026, 7, 13)
    ends_on = dt.date(2027, 6, 26)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ["starts_on"]

    year = factory.SubFactory(SchoolYearFactory)
    number = 1
    starts_on = dt.date(2026, 7, 13)
    ends_on = dt.date(2026, 12, 19)


class HolidayFactory(DjangoModelFactory):
    """A holiday of the whole country, unless ``region`` or ``school`` says where."""

    class Meta:
        model = Holiday

    name = "Hari Kemerdekaan"
    starts_on = dt.date(2026, 8, 17)
    ends_on = factory.SelfAttribute("starts_on")


def principal_of(school: School) -> User:
    """The school's principal, appointed now if there is none."""
    row = Appointment.objects.filter(school=school, role=Role.PRINCIPAL, ended_on=None).first()
    return row.user if row else appointed(Role.PRINCIPAL, school=school, address="bapak")


class TimeSpentFactory(DjangoModelFactory):
    class Meta:
        model = TimeSpent
        django_get_or_create = ["user", "role", "form", "month"]

    user = factory.SubFactory(UserFactory)
    role = Role.TEACHER
    form = "self"
    month = dt.date(2026, 10, 1)
    seconds = 600
