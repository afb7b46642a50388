"""A school over its terms, kept in the background for its principal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from portal.models import Appointment
from portal.roles import Role
from supervision import over_time
from supervision.actions import observe
from supervision.models import SchoolTerm
from tests.factories import (
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
DAY, TODAY = dt.date(2026, 10, 1), dt.date(2026, 11, 26)


def visited(school, levels, day=DAY, state="closed"):
    """A visit for each of ``levels``, each of a teacher of her own."""
    form, term = InstrumentFactory(aspect="teaching", items=1), TermFactory()
    item, found = form.indicators.get(), []
    for level in levels:
        session = SessionFactory(
            school=school, teacher=appointed(Role.TEACHER, school=school), term=term,
            planned_on=day, state=state, instruments=[form],
        )  # fmt: skip
        RatingFactory(session=session, indicator=item, level=level, evidence="Terlihat")
        found.append(session)
    return found


def test_means_with_their_range_and_recent_talks_are_told_to_the_principal_alone(as_user):
    school = SchoolFactory()
    visited(school, [2, 3, 2, 3, 2])
    visited(school, [3], day=TODAY - dt.timedelta(days=100))
    appointed(Role.TEACHER, school=school)  # no talk yet
    assert over_time.rebuild(TODAY) == 1
    row = SchoolTerm.objects.get(aspect="teaching")
    assert (row.teachers, row.mean, row.counts) == (6, 2.5, (0, 0, 0, 0))
    assert row.low < 2.5 < row.high
    talks = SchoolTerm.objects.get(aspect="")
    assert (talks.recent, talks.staff, talks.as_of) == (5, 7, TODAY)
    address = reverse("dashboard-school-terms", args=[school.npsn])
    client = as_user(principal_of(school))
    dashboard = client.get(reverse("dashboard-school", args=[school.npsn])).content.decode()
    assert address in dashboard
    text = client.get(address).content.decode()
    assert "5 dari 7 guru" in text
    assert "n=6" in text
    assert "mulai dari sepuluh guru" in text
    for role in (Role.TEACHER, Role.COORDINATOR):
        assert as_user(appointed(role, school=school)).get(address).status_code == 404


def test_levels_are_counted_from_ten_teachers_on_and_few_are_hidden(as_user):
    large, small = SchoolFactory(), SchoolFactory()
    visited(large, [1, 2, 2, 3, 3, 3, 3, 4, 4, 4])
    visited(small, [1, 2, 3, 4])
    over_time.rebuild(TODAY)
    assert SchoolTerm.objects.get(school=large, aspect="teaching").counts == (1, 2, 4, 3)
    row = SchoolTerm.objects.get(school=small, aspect="teaching")
    assert (row.mean, row.low, row.counts) == (None, None, (0, 0, 0, 0))
    assert SchoolTerm.objects.get(school=small, aspect="").recent is None
    address = reverse("dashboard-school-terms", args=[small.npsn])
    text = as_user(principal_of(small)).get(address).content.decode()
    assert "Belum bisa disimpulkan: perlu lima guru dalam satu semester." in text


def test_a_release_and_its_withdrawal_are_followed_and_a_rebuilding_finds_the_same(
    django_capture_on_commit_callbacks,
):
    school = SchoolFactory()
    visited(school, [2, 3, 2, 3])
    (last,) = visited(school, [4], state="observed")
    with django_capture_on_commit_callbacks(execute=True):
        observe.release(last, by=last.observer)
    assert SchoolTerm.objects.get(aspect="teaching").mean == 2.8
    with django_capture_on_commit_callbacks(execute=True):
        observe.withdraw(last, by=last.observer)
    row = SchoolTerm.objects.get(aspect="teaching")
    assert (row.teachers, row.mean) == (4, None)
    over_time.rebuild(TODAY)
    assert SchoolTerm.objects.get(aspect="teaching").teachers == 4
    Appointment.objects.filter(role=Role.TEACHER).update(ended_on=DAY)
    over_time.rebuild(TODAY)
    assert SchoolTerm.objects.get(aspect="").staff == 0  # who teaches now, not who did


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_terms(as_user, django_assert_num_queries, rows):
    school, year = SchoolFactory(), 2026
    for back in range(rows):
        term = TermFactory(
            year__starts_on=dt.date(year - back, 7, 13),
            year__ends_on=dt.date(year - back + 1, 6, 20),
            starts_on=dt.date(year - back, 7, 13), ends_on=dt.date(year - back, 12, 19),
        )  # fmt: skip
        for aspect in ("teaching", "planning", ""):
            SchoolTerm.objects.create(school=school, term=term, aspect=aspect, as_of=TODAY, staff=9)
    client = as_user(principal_of(school))
    # Session, user and appointments; the school; its rows.
    with django_assert_num_queries(5):
        client.get(reverse("dashboard-school-terms", args=[school.npsn]))
