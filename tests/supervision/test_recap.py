from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from portal.roles import Role
from tests.factories import (
    FollowUpFactory,
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2026, 11, 26, 3, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def talks(school, teachers, instrument):
    for _number in range(teachers):
        session = SessionFactory(
            school=school, state="following_up", instruments=[instrument], planned_on=TODAY.date()
        )
        item = instrument.indicators.first()
        session.agreement.indicators.add(item)
        RatingFactory(session=session, indicator=item, level=1, evidence="Terlihat jarang")
        FollowUpFactory(session=session, indicator=item)


def test_the_recap_counts_work_and_names_what_three_teachers_chose(as_user):
    school = SchoolFactory()
    talks(school, 3, InstrumentFactory())
    page = as_user(principal_of(school)).get(reverse("recap")).content.decode()
    assert "3 dari 3 kunjungan yang dijadwalkan sudah terlaksana." in page
    assert "fokus dari 3 guru" in page
    assert "Mulai (1)" not in page
    assert "Terlihat jarang" not in page


def test_what_two_teachers_chose_points_at_nobody(as_user):
    school = SchoolFactory()
    talks(school, 2, InstrumentFactory())
    page = as_user(principal_of(school)).get(reverse("recap")).content.decode()
    assert "Belum ada yang dipilih oleh tiga guru atau lebih." in page


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COORDINATOR])
def test_teachers_and_coordinators_have_no_recap(as_user, role):
    school = SchoolFactory()
    TermFactory()
    assert as_user(appointed(role, school=school)).get(reverse("recap")).status_code == 404


def test_another_school_is_not_there(as_user):
    TermFactory()
    school, other = SchoolFactory(), SchoolFactory()
    client = as_user(principal_of(school))
    assert client.get(reverse("recap"), {"sekolah": other.npsn}).status_code == 404
    assert client.get(reverse("recap"), {"semester": "x\x00"}).status_code == 200


@pytest.mark.parametrize("teachers", [1, 5])
def test_the_recap_asks_the_same_for_any_number_of_teachers(
    as_user, django_assert_num_queries, teachers
):
    school = SchoolFactory()
    talks(school, teachers, InstrumentFactory())
    client = as_user(principal_of(school))
    # session, user, appointments; school, term; staff, visits, steps; teachers, last talks;
    # what recurs, terms
    with django_assert_num_queries(12):
        client.get(reverse("recap"))
