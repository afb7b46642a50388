"""A school over its terms, kept in the background for its principal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from scipy import stats

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


def test_teachers_seen_in_two_terms_are_set_beside_and_the_page_can_be_taken_along(as_user):
    school, form = SchoolFactory(), InstrumentFactory(aspect="teaching", items=5)
    before = TermFactory(
        year__starts_on=dt.date(2025, 7, 14), year__ends_on=dt.date(2026, 6, 27),
        number=2, starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 6, 27),
    )  # fmt: skip
    people = [appointed(Role.TEACHER, school=school) for _ in range(6)]

    def visit(user, term, day, levels):
        session = SessionFactory(
            school=school, teacher=user, term=term, planned_on=day, state="closed",
            instruments=[form],
        )  # fmt: skip
        for item, level in zip(form.indicators.order_by("order"), levels, strict=True):
            RatingFactory(session=session, indicator=item, level=level, evidence="Terlihat")

    for at, user in enumerate(people):
        if at < 5:
            visit(user, before, dt.date(2026, 3, 2), [2] * 5)
        visit(user, TermFactory(), DAY, [3] * min(at, 4) + [2] * (5 - min(at, 4)))
    over_time.rebuild(TODAY)
    row = SchoolTerm.objects.get(aspect="teaching", term=TermFactory())
    moved = [0, 0.2, 0.4, 0.6, 0.8]
    theirs = stats.ttest_1samp(moved, 0).confidence_interval(0.95)
    assert (row.both, row.up, row.same, row.down) == (5, 4, 1, 0)
    assert row.change == pytest.approx(0.4)
    assert (row.change_low, row.change_high) == pytest.approx(tuple(theirs))
    assert SchoolTerm.objects.get(aspect="teaching", term=before).change is None
    client = as_user(principal_of(school))
    address = reverse("dashboard-school-terms", args=[school.npsn])
    text = client.get(address).content.decode()
    assert "0,4 (0 sampai 0,8). Dari 5 guru 4 naik, 1 tetap, 0 belum naik." in text
    assert text.count('class="span"') == 2  # the range of each mean is drawn
    for ending in ("csv", "xlsx"):
        file = reverse("dashboard-school-terms-file", args=[school.npsn, ending])
        assert file in text
        answer = client.get(file)
        assert answer.status_code == 200
        assert ending in answer["Content-Disposition"]
    table = client.get(file.replace("xlsx", "csv")).content.decode("utf-8-sig")
    assert ";6;2,5;2,1;2,8;" in table
    assert ";5;0,4;0,0;0,8;4;1;0;" in table
    assert client.get(file.replace("xlsx", "pdf")).status_code == 404
    supervisor = as_user(appointed(Role.SUPERVISOR, region=school.subdistrict))
    assert supervisor.get(file).status_code == 404


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
