"""What a number's list holds for whom, and that it costs the same for one row and for many."""

from __future__ import annotations

import datetime as dt

import pytest

from collaboration import summaries as of_work_together
from portal.roles import Role
from supervision import summaries
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    BarrierFactory,
    ForumFactory,
    PlanFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    WishFactory,
    appointed,
    principal_of,
)
from tests.portal.dashboards.numbers import VISITS, listed, main_of, numbers, wrong_numbers

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 9, 9, 5, tzinfo=dt.UTC)


@pytest.fixture
def school():
    """Visits at every stage, an activity and a plan of a forum that its principal is not in."""
    school, term = SchoolFactory(), TermFactory()
    principal = principal_of(school)
    for state in ("planned", "observed", "discussed", "closed", "cancelled"):
        SessionFactory(school=school, observer=principal, state=state, term=term)
    forum = ForumFactory()
    activity = ActivityFactory(forum=forum, starts_at=NOON, minutes=90, minuted_at=NOON)
    for _number in range(2):
        AttendanceFactory(activity=activity, school=school, came=True)
    PlanFactory(school=school, scope="forum", forum=forum, shared_at=NOON)
    PlanFactory(school=school, scope="everyone", shared_at=NOON)
    WishFactory(school=school, at=NOON)
    for kind in ("time", "time", "habit"):
        BarrierFactory(school=school, kind=kind, month=dt.date(2026, 9, 1))
    summaries.rebuild()
    of_work_together.rebuild()
    return school


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (Role.PRINCIPAL, {*VISITS, "langkah", "bantuan", "jam", "modul", "guru", "hambatan"}),
        (Role.SUPERVISOR, {*VISITS, "langkah", "jam", "modul"}),
        (Role.COORDINATOR, {*VISITS, "jam", "modul", "hambatan"}),
        (Role.OFFICER, set()),
    ],
)
def test_a_number_leads_on_for_those_who_may_read_what_it_counts(as_user, school, role, opened):
    officer = {"region": school.subdistrict} if role == Role.OFFICER else {"school": school}
    reader = principal_of(school) if role == Role.PRINCIPAL else appointed(role, **officer)
    client, at = as_user(reader), f"/dasbor/sekolah/{school.npsn}/"
    followed, wrong = wrong_numbers(client, at, opened)
    assert wrong == []
    assert bool(followed) == bool(opened)
    for what in ("terlaksana", "langkah", "bantuan", "jam", "modul", "guru-planning"):
        status = client.get(f"{at}angka/{what}/").status_code
        assert (status == 200) == (what.split("-")[0] in opened), what
    assert client.get(f"{at}angka/apa-saja/").status_code == 404


def test_the_numbers_of_a_principals_home_open_the_same_lists(as_user, school):
    client, at = as_user(principal_of(school)), f"/dasbor/sekolah/{school.npsn}/angka/"
    text, term = main_of(client, "/"), TermFactory().pk
    assert f'<a href="{at}jam/?semester={term}">1 kegiatan terlaksana</a>' in text
    assert f'<a href="{at}modul/?semester={term}">2 modul ajar dibagikan</a>' in text
    assert "dalam 1 kegiatan" in main_of(client, f"{at}jam/?semester={term}")
    assert listed(client, f"{at}modul/?semester={term}")[1] == 2


def test_what_one_may_not_open_is_counted_without_its_name(as_user, school):
    client, at = as_user(principal_of(school)), f"/dasbor/sekolah/{school.npsn}/angka/"
    text = main_of(client, f"{at}jam/")
    assert "Jam bersama: 3, dalam 1 kegiatan" in text
    assert "1 kegiatan lain ikut dihitung, 3 jam" in text
    assert '<ul class="rows">' not in text
    assert listed(client, f"{at}modul/") == ("Modul ajar dibagikan: 2", 2)
    assert "1 lagi ikut dihitung" in main_of(client, f"{at}modul/")


def test_list_and_way_back_keep_the_term_and_drop_what_names_none(as_user, school):
    client, at = as_user(principal_of(school)), f"/dasbor/sekolah/{school.npsn}/"
    term = TermFactory().pk
    for query, kept in ((f"?semester={term}&jenis=public", True), ("?semester=999&jenis=x", False)):
        text = main_of(client, at + query)
        leads = [to for _what, _value, to in numbers(text) if "/angka/" in to]
        assert all((f"?semester={term}&jenis=public" in to) == kept for to in leads)
        assert "999" not in text
        back = main_of(client, leads[0])
        assert (f'href="{at}?semester={term}&amp;jenis=public"' in back) == kept
        assert (f'href="{at}"' in back) != kept


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("what", "queries"), [("terlaksana", 10), ("bantuan", 10), ("jam", 11), ("modul", 10)]
)
def test_a_list_costs_the_same_for_one_row_and_for_five(
    as_user, django_assert_num_queries, rows, what, queries
):
    school = SchoolFactory()
    principal = principal_of(school)
    for _number in range(rows):
        SessionFactory(school=school, observer=principal, state="observed")
        WishFactory(school=school, at=NOON)
        PlanFactory(school=school, scope="everyone", shared_at=NOON)
        activity = ActivityFactory(school=school, forum=None, starts_at=NOON, minuted_at=NOON)
        AttendanceFactory(activity=activity, school=school, came=True)
    summaries.rebuild()
    client = as_user(principal)
    with django_assert_num_queries(queries):
        assert client.get(f"/dasbor/sekolah/{school.npsn}/angka/{what}/").status_code == 200
