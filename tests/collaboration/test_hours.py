"""Own learning hours: which count, how minutes become JP, and the file of them."""

import datetime as dt

import pytest
from django.utils import timezone

from collaboration.meetings import hours
from portal import sheets
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    SchoolYearFactory,
    TermFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms():
    year = SchoolYearFactory(starts_on=dt.date(2026, 7, 13), ends_on=dt.date(2027, 6, 19))
    second = {"starts_on": dt.date(2027, 1, 4), "ends_on": dt.date(2027, 6, 19)}
    first = {"starts_on": dt.date(2026, 7, 13), "ends_on": dt.date(2026, 12, 18)}
    return TermFactory(year=year, number=1, **first), TermFactory(year=year, number=2, **second)


def came(user, day, minutes=120, **changed):
    at = dt.datetime.combine(day, dt.time(6), dt.UTC)
    forum = changed.pop("forum", None) or user.forum
    about = {"starts_at": at, "minutes": minutes, "minuted_at": at} | changed.pop("about", {})
    activity = ActivityFactory(forum=forum, **about)
    return AttendanceFactory(activity=activity, user=user, **changed)


@pytest.fixture
def user():
    forum = ForumFactory()
    user = member(forum)
    user.forum = forum
    return user


@pytest.mark.parametrize(
    ("minutes", "found"), [(0, 0), (44, 0), (45, 1), (89, 1), (90, 2), (120, 2), (720, 16)]
)
def test_jp_are_whole_units_of_45_minutes(minutes, found):
    assert hours.lessons(minutes) == found


def test_sums_by_term_and_calendar_year_are_those_of_their_lines(terms, user):
    came(user, dt.date(2026, 11, 20), 120)
    came(user, dt.date(2026, 12, 28), 50)  # a holiday belongs to the term before it
    came(user, dt.date(2027, 2, 5), 95)
    own = hours.own(user)
    assert [(row.label, row.activities, row.minutes, row.lessons) for row in own.years] == [
        ("2027", 1, 95, 2),
        ("2026", 2, 170, 3),
    ]
    assert [(row.activities, row.minutes, row.lessons) for row in own.terms] == [
        (1, 95, 2),
        (2, 170, 3),
    ]
    for span in (*own.terms, *own.years):
        _label, lines = own.of(span.key)
        assert sum(line.lessons for line in lines) == span.lessons


def test_only_hours_that_are_minuted_and_were_come_to_count(terms, user):
    day, now = dt.date(2026, 11, 20), timezone.now()
    kept = came(user, day)
    came(user, day, came=False)
    came(user, day, about={"minuted_at": None})
    came(user, day, about={"cancelled_at": now})
    AttendanceFactory(activity=kept.activity)  # somebody else's
    assert [line.row for line in hours.own(user).lines] == [kept]


def test_the_year_is_that_of_the_place_of_the_activity(terms, user):
    row = came(user, dt.date(2026, 12, 31))
    row.activity.starts_at = dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)  # 00.30 there
    row.activity.save()
    assert [span.label for span in hours.own(user).years] == ["2027"]


def test_each_line_opens_its_activity_and_the_rule_is_said(as_user, terms, user):
    row = came(user, dt.date(2026, 11, 20), asked=True)
    page = as_user(user).get("/jam-belajar/").content.decode()
    assert f'href="/kegiatan/{row.activity_id}/"' in page
    assert as_user(user).get(f"/kegiatan/{row.activity_id}/").status_code == 200
    assert "1 JP adalah 45 menit" in page
    assert "120 menit, 2 JP" in page


def test_a_span_shows_its_own_lines_and_an_odd_one_shows_all(as_user, terms, user):
    came(user, dt.date(2026, 11, 20))
    came(user, dt.date(2027, 2, 5))
    client = as_user(user)
    answer = client.get("/jam-belajar/", {"tampil": "tahun-2026"})
    assert [line.day.year for line in answer.context["page"]] == [2026]
    for odd in ("tahun-9999", "²", "<script>", "' OR 1=1", "semester-", "x" * 200):
        answer = client.get("/jam-belajar/", {"tampil": odd, "hal": odd})
        assert len(answer.context["page"]) == 2


def test_without_hours_the_page_says_what_will_come(as_user, user):
    assert "Belum ada jam" in as_user(user).get("/jam-belajar/").content.decode()


def test_the_file_has_the_rows_of_the_page_with_real_days_and_numbers(as_user, terms, user):
    came(user, dt.date(2026, 11, 20), about={"title": "=1+1"}, hosted=True)
    came(user, dt.date(2027, 2, 5), 95)
    client = as_user(user)
    for query, count in (({}, 2), ({"tampil": "tahun-2027"}, 1)):
        answer = client.get("/jam-belajar/unduh/", query)
        ((_name, rows),) = sheets.read(answer.content).items()
        head = next(at for at, row in enumerate(rows) if "Menit" in row.cells)
        assert len(rows) - head - 1 == count
        assert not any(row.computed for row in rows)
    answer = client.get("/jam-belajar/unduh/")
    ((_name, rows),) = sheets.read(answer.content).items()
    assert rows[-1].cells[1] == "=1+1"
    assert rows[-1].cells[0].startswith("2026-11-20")
    assert rows[-1].cells[4:6] == [120, 2]
    assert ".xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("rows", [1, 5])
def test_hours_cost_the_same_for_any_number_of_rows(
    as_user, django_assert_num_queries, terms, user, rows
):
    for _number in range(rows):
        came(user, dt.date(2026, 11, 20))
    client = as_user(user)
    # Session, user, appointments, terms, lines.
    with django_assert_num_queries(5):
        client.get("/jam-belajar/")
    # and how many files within the hour; nine of the audit
    with django_assert_num_queries(15):
        client.get("/jam-belajar/unduh/")
