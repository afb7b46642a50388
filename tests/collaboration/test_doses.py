"""Hours together beside the change from term to term: fixed, pooled, silent where few were seen."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from statistics import fmean, median

import pytest
from django.urls import reverse

from collaboration import doses
from collaboration.models import Attendance, DoseFigure
from portal.roles import Role
from supervision.models import Rating, SupervisionSession
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    InstrumentFactory,
    SchoolFactory,
    SchoolYearFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db
EARLY, LATE = dt.date(2026, 3, 2), dt.date(2026, 10, 5)
NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
NEXT = dt.datetime(2026, 12, 3, 2, 0, tzinfo=dt.UTC)
MEETINGS = [dt.datetime(2026, 8, day, 2, 0, tzinfo=dt.UTC) for day in (4, 11, 18, 25)]


class Place:
    """A forum over ``schools`` with two teachers each; the n-th came to n % 5 of four meetings.

    Each hour went with a tenth of a level more, and every second colleague moved by a fifth more.
    """

    def __init__(self, schools: int = 13, *, moved: bool = True) -> None:
        year = SchoolYearFactory(starts_on=dt.date(2025, 7, 14), ends_on=dt.date(2026, 6, 27))
        earlier = TermFactory(
            year=year, number=2, starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 6, 27)
        )
        self.terms = (earlier, TermFactory())
        self.forum = ForumFactory()
        self.form = InstrumentFactory(aspect="evaluation", items=5)
        self.items = list(self.form.indicators.order_by("order"))
        self.held = [
            ActivityFactory(
                forum=self.forum, starts_at=at, minuted_at=at, aspects=("evaluation",), minutes=120
            )
            for at in MEETINGS
        ]
        self.people = []
        for number in range(schools):
            school, came = SchoolFactory(), number % 5
            principal_of(school)
            for offset in (0, 1):
                user = appointed(Role.TEACHER, school=school)
                member(self.forum, user)
                for activity in self.held[:came]:
                    AttendanceFactory(activity=activity, user=user, school=school)
                self.people.append((user, school))
                self.rate((user, school), EARLY, [2] * 5)
                rise = came + offset if moved else number % 2
                self.rate((user, school), LATE, [2 + (at < rise) for at in range(5)])

    def rate(self, who, day, levels, at=NOW - dt.timedelta(days=9)) -> None:
        user, school = who
        session = SessionFactory(
            school=school, teacher=user, term=self.terms[day == LATE], planned_on=day,
            state="closed", instruments=[self.form], released_at=at,
        )  # fmt: skip
        Rating.objects.bulk_create(
            Rating(session=session, indicator=item, rater="observer", level=level, evidence="Ada")
            for item, level in zip(self.items, levels, strict=True)
        )

    def forum_page(self, client) -> str:
        return client.get(reverse("forum-impact", args=[self.forum.pk])).content.decode()


def recomputed() -> tuple[float, dict[float, list[float]]]:
    """Median slope of school means, and changes by hours, from the raw rows one by one."""
    by_school, by_hours = {}, {}
    for user in {row.session.teacher for row in Rating.objects.select_related("session__teacher")}:
        own = Rating.objects.filter(session__teacher=user, rater="observer")
        levels = [list(own.filter(session__planned_on=day)) for day in (EARLY, LATE)]
        before, after = (fmean(row.level for row in rows) for rows in levels)
        hours = sum(row.activity.minutes for row in Attendance.objects.filter(user=user)) / 60
        school = levels[1][0].session.school_id
        by_school.setdefault(school, []).append((hours, after - before))
        by_hours.setdefault(hours, []).append(after - before)
    means = [(fmean(h for h, _c in own), fmean(c for _h, c in own)) for own in by_school.values()]
    slopes = [(d - b) / (c - a) for (a, b), (c, d) in combinations(means, 2) if a != c]
    return median(slopes), by_hours


def test_hours_and_change_that_go_together_are_told_to_the_forum_and_above_as_a_slope(as_user):
    place = Place()
    assert doses.publish(NOW) == 2  # of the forum and of the subdistrict
    for row in DoseFigure.objects.all():
        slope, by_hours = recomputed()
        assert (row.teachers, row.schools, row.verdict) == (26, 13, "more")
        assert row.slope == pytest.approx(slope)
        assert row.low <= slope <= row.high
        assert [(band["over"], band["most"]) for band in row.bands] == [(0, 0), (0, 4), (4, 8)]
        groups = [by_hours[0], by_hours[2] + by_hours[4], by_hours[6] + by_hours[8]]
        for band, changes in zip(row.bands, groups, strict=True):
            assert band["teachers"] == len(changes)
            assert band["mean"] == pytest.approx(fmean(changes), abs=0.051)
            assert band["low"] <= band["mean"] <= band["high"]
    words = "Di 13 sekolah, jam bersama dan perubahan berjalan bersama"
    text = place.forum_page(as_user(place.people[0][0]))
    assert words in text
    assert "Lebih dari 4 jam" in text
    address = reverse("dashboard-dose", args=["35.14.16"])
    region = place.people[0][1].subdistrict
    for role in (Role.SUPERVISOR, Role.OFFICER):
        client = as_user(appointed(role, region=region))
        board = client.get(reverse("dashboard-region", args=["35.14.16"])).content.decode()
        assert address in board
        text = client.get(address).content.decode()
        assert words in text
        assert "sepuluh jam" in text
        assert "tidak membuktikan sebab" in text
    for user in (place.people[0][0], principal_of(place.people[0][1])):
        assert as_user(user).get(address).status_code == 404


def test_without_a_link_nothing_is_claimed_and_eleven_schools_have_no_slope(as_user):
    place = Place(schools=12, moved=False)
    doses.publish(NOW)
    row = DoseFigure.objects.get(forum=place.forum)
    assert row.verdict == "wide"
    text = place.forum_page(as_user(place.people[0][0]))
    assert "Bisa naik, bisa turun" in text
    Rating.objects.filter(session__school=place.people[-1][1]).delete()
    assert doses.publish(NEXT) == 0  # two left: not told anew, what was told stands
    DoseFigure.objects.all().delete()
    doses.publish(NEXT)
    row = DoseFigure.objects.get(forum=place.forum)
    assert (row.verdict, row.slope, row.schools) == ("silent", None, 11)
    text = place.forum_page(as_user(place.people[0][0]))
    assert "Belum bisa disimpulkan: 22 guru dari 11 sekolah" in text


def test_groups_that_could_point_at_somebody_are_hidden_and_the_figure_stands_for_few(as_user):
    place = Place(schools=4)  # none, one, two and three meetings: two teachers each
    doses.publish(NOW)
    row = DoseFigure.objects.get(forum=place.forum)
    assert [band["teachers"] for band in row.bands] == [2, 4, 2]
    assert not row.has_numbers
    text = place.forum_page(as_user(place.people[0][0]))
    assert text.count("disembunyikan agar tidak ada yang bisa ditebak") == 3
    assert "Rata-rata perubahan tingkat menurut jam bersama</figcaption>" not in text
    stranger = as_user(appointed(Role.TEACHER))
    answer = stranger.get(reverse("forum-impact", args=[place.forum.pk]))
    assert answer.status_code == 404


def test_before_the_second_term_there_is_nothing_to_set_beside_each_other():
    assert doses.publish(NOW) == 0
    TermFactory()
    assert doses.publish(NOW) == 0


def test_a_month_has_one_figure_and_two_teachers_do_not_renew_it():
    place = Place()
    doses.publish(NOW)
    before = DoseFigure.objects.get(forum=place.forum)
    for who in place.people[:2]:
        place.rate(who, LATE, [4] * 5, at=NOW + dt.timedelta(days=2))
    assert doses.publish(NOW + dt.timedelta(days=5)) == 0
    assert doses.publish(NEXT) == 0
    assert DoseFigure.objects.get(forum=place.forum).pk == before.pk
    place.rate(place.people[2], LATE, [4] * 5, at=NOW + dt.timedelta(days=3))
    assert doses.publish(NEXT) == 2
    assert doses.publish(NEXT) == 0
    assert DoseFigure.objects.get(forum=place.forum).fixed_at == NEXT


def test_a_visit_before_the_meetings_ends_what_counts_as_hours():
    place = Place()
    user, _school = place.people[8]  # of the fifth school, who came four times
    seen = SupervisionSession.objects.filter(teacher=user, term=place.terms[1])
    seen.update(planned_on=MEETINGS[1].date() + dt.timedelta(days=1))  # after two of the four
    doses.publish(NOW)
    for row in DoseFigure.objects.all():
        assert [band["teachers"] for band in row.bands] == [6, 13, 7]


@pytest.mark.parametrize("terms", [1, 3])
def test_a_subdistrict_costs_the_same_for_any_number_of_terms(
    as_user, django_assert_num_queries, terms
):
    region = SchoolFactory().subdistrict
    for number in range(terms):
        first = dt.date(2026 - number, 7, 12)
        year = SchoolYearFactory(starts_on=first, ends_on=dt.date(2027 - number, 6, 20))
        term = TermFactory(
            year=year, starts_on=first, ends_on=dt.date(2026 - number, 12, 19), number=1
        )
        for aspect in ("planning", "teaching", "evaluation"):
            DoseFigure.objects.create(region=region, term=term, aspect=aspect, fixed_at=NOW)
    client = as_user(appointed(Role.OFFICER, region=region))
    # Session, user and appointments; the region; its figures with their terms.
    with django_assert_num_queries(5):
        answer = client.get(reverse("dashboard-dose", args=[region.code]))
    assert len(answer.context["doses"]) == 3
