"""What is fixed about indicators and plans: pooled, once a month, silent where few were seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from collaboration import figures
from collaboration.models import IndicatorFigure, PlanFigure, TaughtPlan
from portal.roles import Role
from supervision.models import SupervisionSession
from tests.collaboration.factories import TeachingNoteFactory
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    InstrumentFactory,
    PlanFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db
MET = dt.datetime(2026, 9, 1, 2, 0, tzinfo=dt.UTC)
BEFORE, AFTER = dt.date(2026, 8, 1), dt.date(2026, 10, 1)
NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 12, 3, 2, 0, tzinfo=dt.UTC)


class Place:
    """A forum of three schools with two teachers each, who all came to one activity."""

    def __init__(self) -> None:
        self.term, self.forum = TermFactory(), ForumFactory()
        self.form = InstrumentFactory(aspect="evaluation", items=2)
        self.item = self.form.indicators.first()
        self.activity = ActivityFactory(forum=self.forum, starts_at=MET, aspects=("evaluation",))
        self.activity.indicators.add(self.item)
        self.people = []
        for _ in range(3):
            school = SchoolFactory()
            for _ in range(2):
                self.join(school)

    def join(self, school) -> None:
        user = appointed(Role.TEACHER, school=school)
        member(self.forum, user)
        AttendanceFactory(activity=self.activity, user=user, school=school)
        self.people.append((user, school))

    def rate(self, who, day, level, at=MET) -> SupervisionSession:
        user, school = who
        session = SessionFactory(
            school=school, teacher=user, term=self.term, planned_on=day, state="closed",
            instruments=[self.form], released_at=at,
        )  # fmt: skip
        RatingFactory(session=session, indicator=self.item, level=level, evidence="Terlihat")
        return session

    def twice(self, people, before=2, after=3) -> None:
        for who in people:
            self.rate(who, BEFORE, before)
            self.rate(who, AFTER, after)


def of_forum(client, place):
    address = reverse("forum-indicator", args=[place.forum.pk, place.item.pk])
    return client.get(address).content.decode()


def test_those_rated_twice_are_pooled_and_the_way_leads_from_the_forum_to_the_activity(as_user):
    place = Place()
    place.twice(place.people[:5])
    place.rate(place.people[5], AFTER, 4)  # one side alone
    outsider = appointed(Role.TEACHER, school=place.people[0][1])
    place.twice([(outsider, place.people[0][1])], before=4, after=1)  # did not come
    assert figures.publish(NOW) == 1
    row = IndicatorFigure.objects.get()
    assert (row.came, row.teachers, row.schools) == (6, 5, 3)
    assert (row.before, row.after, row.up, row.same, row.down) == (2.0, 3.0, 5, 0, 0)
    client = as_user(place.people[0][0])
    forum = client.get(reverse("forum-detail", args=[place.forum.pk])).content.decode()
    listed = reverse("forum-indicators", args=[place.forum.pk])
    assert listed in forum
    text = client.get(listed).content.decode()
    assert "1 kegiatan" in text
    assert "5 guru teramati dua kali" in text
    assert reverse("forum-indicator", args=[place.forum.pk, place.item.pk]) in text
    text = of_forum(client, place)
    assert "Rata-rata tingkat 5 guru yang ikut: dari 2 menjadi 3." in text
    assert "Dari 5 guru, 5 naik, 0 tetap, 0 belum naik." in text
    assert reverse("activity-impact", args=[place.activity.pk]) in text
    assert "sebabnya tidak bisa disimpulkan" in text
    stranger = as_user(appointed(Role.TEACHER))
    assert stranger.get(listed).status_code == 404


@pytest.mark.parametrize("why", ["few", "two schools", "all at the top"])
def test_what_could_point_at_somebody_is_not_told(as_user, why):
    place = Place()
    people = place.people[:4]
    if why == "two schools":
        place.join(place.people[0][1])
        people = [*place.people[:4], place.people[-1]]
    if why == "all at the top":
        people = place.people
    place.twice(people, after=4 if why == "all at the top" else 3)
    figures.publish(NOW)
    row = IndicatorFigure.objects.get()
    assert (row.before, row.after, row.low, row.up) == (None, None, None, 0)
    text = of_forum(as_user(place.people[0][0]), place)
    assert f"Belum bisa disimpulkan: baru {len(people)} guru" in text


def test_a_figure_stays_for_the_month_and_until_three_have_changed():
    place = Place()
    place.twice(place.people[:5])
    figures.publish(NOW)
    for number, who in enumerate(place.people[:2]):
        place.rate(who, AFTER + dt.timedelta(days=9), 4, at=NOW + dt.timedelta(days=1 + number))
    assert figures.publish(NOW + dt.timedelta(days=8)) == 0  # the same month
    assert figures.publish(LATER) == 0  # two alone could be told by subtraction
    assert IndicatorFigure.objects.get().after == 3.0
    place.rate(place.people[2], AFTER + dt.timedelta(days=9), 4, at=NOW + dt.timedelta(days=3))
    assert figures.publish(LATER) == 1
    row = IndicatorFigure.objects.get()
    assert (row.after, row.fixed_at) == (pytest.approx((3 * 3.5 + 2 * 3) / 5), LATER)


def test_a_school_has_its_own_figure_for_its_own_people(as_user):
    place = Place()
    school = place.people[0][1]
    activity = ActivityFactory(forum=None, school=school, starts_at=MET, aspects=("evaluation",))
    activity.indicators.add(place.item)
    own = [who for who in place.people if who[1] == school]
    own += [(appointed(Role.TEACHER, school=school), school) for _ in range(3)]
    for user, _school in own:
        AttendanceFactory(activity=activity, user=user, school=school)
    place.twice(own)
    figures.publish(NOW)
    row = IndicatorFigure.objects.get(school=school)
    assert (row.teachers, row.schools, row.after) == (5, 1, 3.0)
    address = reverse("school-indicator", args=[school.npsn, place.item.pk])
    for role in (Role.PRINCIPAL, Role.COORDINATOR):
        user = appointed(role) if role == Role.PRINCIPAL else appointed(role, school=school)
        status = as_user(user).get(address).status_code
        assert status == (404 if role == Role.PRINCIPAL else 200)
    methods = as_user(own[0][0]).get(reverse("school-methods", args=[school.npsn]))
    assert reverse("school-indicators", args=[school.npsn]) in methods.content.decode()


def test_a_plan_tells_what_was_seen_where_it_and_its_copies_were_taught(as_user):
    place = Place()
    author = place.people[0][0]
    plan = PlanFactory(school=place.people[0][1], author=author, scope="everyone")
    copy = PlanFactory(
        school=place.people[1][1], author=place.people[1][0], adapted_from=plan.versions.get()
    )
    for number, who in enumerate(place.people):
        session = place.rate(who, AFTER, 2 + number % 2)
        version = (copy if number % 2 else plan).versions.get()
        TaughtPlan.objects.create(
            session=session, version=version, attached_by=who[0], attached_at=MET
        )
    TeachingNoteFactory(version=plan.versions.get(), author=author, worked="Murid bertanya dulu")
    figures.publish(NOW)
    row = PlanFigure.objects.get(plan=plan)
    assert (row.visits, row.teachers, row.schools, row.mean) == (6, 6, 3, 2.5)
    assert PlanFigure.objects.get(plan=copy).mean is None  # three teachers
    client = as_user(author)
    address = reverse("plan-impact", args=[plan.pk])
    assert address in client.get(reverse("plan-detail", args=[plan.pk])).content.decode()
    text = client.get(address).content.decode()
    assert "Rata-rata tingkat 2,5 dari 4" in text
    assert "Murid bertanya dulu" in text
    PlanFigure.objects.filter(pk=row.pk).update(schools=2)
    text = client.get(address).content.decode()
    assert "Belum bisa disimpulkan: baru 6 guru dari 2 sekolah" in text


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_cost_the_same_for_any_number_of_rows(as_user, django_assert_num_queries, rows):
    place = Place()
    place.twice(place.people)
    plan = PlanFactory(school=place.people[0][1], author=place.people[0][0])
    for number in range(rows):
        other = InstrumentFactory(aspect="evaluation", items=1).indicators.get()
        other.code = f"X{number}"
        other.save()
        activity = ActivityFactory(forum=place.forum, starts_at=MET, aspects=("evaluation",))
        activity.indicators.add(other, place.item)
        TeachingNoteFactory(version=plan.versions.get(), author=place.people[0][0])
    figures.publish(NOW)
    client = as_user(place.people[0][0])
    # Session, user and appointments; the forum; activities counted; figures; indicators.
    with django_assert_num_queries(7):
        client.get(reverse("forum-indicators", args=[place.forum.pk]))
    # Session, user and appointments; the forum; the indicator; its figure; activities, twice.
    with django_assert_num_queries(8):
        of_forum(client, place)
    # Session, user and appointments; the plan; its figures; its notes.
    with django_assert_num_queries(6):
        client.get(reverse("plan-impact", args=[plan.pk]))
