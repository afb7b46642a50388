import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from collaboration.models import AttendanceCode
from portal.roles import Role
from supervision import summaries
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ClusterFactory,
    FollowUpFactory,
    ForumFactory,
    GroupVisitFactory,
    InstrumentFactory,
    ProgrammeFactory,
    RatingFactory,
    ReflectionFactory,
    RegionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db


def full(rows: int):
    """A teacher with ``rows`` sessions in each state that her home shows."""
    TermFactory()
    school = SchoolFactory()
    teacher, observer = appointed(Role.TEACHER, school=school), principal_of(school)
    instrument = InstrumentFactory(aspect="teaching")
    for _number in range(rows):
        for state in ("planned", "prepared", "observed", "discussed", "following_up", "closed"):
            session = SessionFactory(
                school=school,
                teacher=teacher,
                observer=observer,
                state=state,
                planned_on=timezone.localdate(),
                instruments=[instrument],
            )
            if session.released_at:
                for item in instrument.indicators.all():
                    RatingFactory(session=session, indicator=item)
            if state == "following_up":
                FollowUpFactory(session=session)
                FollowUpFactory(session=session, owner=observer, owner_kind="principal")
                ReflectionFactory(session=session)
    return teacher, observer


@pytest.mark.parametrize("rows", [1, 5])
def test_teacher_home_costs_the_same_for_any_number_of_rows(
    as_user, django_assert_num_queries, rows
):
    teacher, _observer = full(rows)
    client = as_user(teacher)
    # Queries: session, user, appointments, sessions, the wish, steps, private words, growth,
    # terms, readers, meetings and news.
    with django_assert_num_queries(12):
        response = client.get("/")
    assert len(response.context["desk"].promised) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_principal_home_costs_the_same_for_any_number_of_rows(
    as_user, django_assert_num_queries, rows
):
    _teacher, observer = full(rows)
    client = as_user(observer)
    # Queries: session, user, appointments, term, visits, promises, wishes, both of the coverage,
    # work together, meetings and news.
    with django_assert_num_queries(12):
        response = client.get("/")
    assert len(response.context["desk"].promises) == rows


def test_teacher_sees_the_shared_notes_before_anything_else(as_user):
    teacher, observer = full(1)
    page = as_user(teacher).get("/").content.decode()
    assert f"{observer.call} membagikan catatan kunjungan" in page
    assert "/diskusi/" in page


def test_an_empty_home_says_what_will_come(as_user):
    TermFactory()
    page = as_user(appointed(Role.TEACHER)).get("/").content.decode()
    assert "Belum ada kunjungan terjadwal" in page


def test_each_appointment_has_a_home_and_the_last_one_is_remembered(as_user):
    TermFactory()
    cluster = ClusterFactory()
    user = appointed(Role.TEACHER, school=SchoolFactory(cluster=cluster))
    appointed(Role.CHAIR, user=user, cluster=cluster)
    client = as_user(user)
    chair = user.appointments.get(role="chair")
    assert client.get("/").templates[0].name == "home/teacher.html"
    assert client.get(f"/?sebagai={chair.pk}").templates[0].name == "home/chair.html"
    assert client.get("/").templates[0].name == "home/chair.html"


def test_somebody_elses_appointment_opens_no_home(as_user):
    TermFactory()
    user, other = appointed(Role.TEACHER), appointed(Role.OPERATOR)
    row = other.appointments.get()
    assert as_user(user).get(f"/?sebagai={row.pk}").templates[0].name == "home/teacher.html"


def test_without_an_appointment_there_is_only_the_account(as_user):
    user = appointed(Role.TEACHER, ended_on=timezone.localdate() - dt.timedelta(days=2))
    page = as_user(user).get("/").content.decode()
    assert "tidak memiliki penugasan" in page
    assert 'href="/supervisi/"' not in page


def test_an_officer_lands_on_the_own_dashboard(as_user):
    officer = appointed(Role.OFFICER, region=RegionFactory(code="35.14", name="Pasuruan"))
    assert as_user(officer).get("/")["Location"] == "/dasbor/35.14/"


@pytest.mark.parametrize("rows", [1, 5])
def test_chair_home_brings_what_members_took_along_without_a_name(
    as_user, django_assert_num_queries, rows
):
    forum = ForumFactory()
    chair = appointed(Role.CHAIR, cluster=forum.cluster)
    ahead = timezone.now() + dt.timedelta(days=3)
    for number in range(rows):
        teacher = member(forum)
        meeting = ActivityFactory(forum=forum, host=teacher, starts_at=ahead, to_try="Kartu")
        meeting.follow_ups.add(
            FollowUpFactory(
                what=f"Menunggu {number}",
                owner=teacher,
                may_travel=True,
                due_on=ahead.date() + dt.timedelta(days=number),
            ),
            FollowUpFactory(what="Hanya saya", owner=teacher),
        )
    client = as_user(chair)
    # session, user, appointments, forums, next, brought, minutes, tried; meetings, news 1
    with django_assert_num_queries(10):
        answer = client.get("/")
    page = answer.content.decode()
    assert [row.what for row in answer.context["desk"].brought] == [
        f"Menunggu {number}" for number in range(min(rows, 4))
    ]
    assert ("Menunggu 0" in page, "Hanya saya" in page) == (True, False)
    assert f"/kegiatan/{answer.context['desk'].next.pk}/lembar/daftar-hadir/" in page


@pytest.mark.parametrize("role", ["supervisor", "operator"])
def test_homes_of_places_are_served(as_user, role):
    TermFactory()
    SessionFactory()
    user = appointed(role, region=RegionFactory(code="35.14.16"))
    assert as_user(user).get("/").status_code == 200


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.COORDINATOR])
def test_a_year_without_a_programme_offers_to_make_it_in_one_tap(as_user, role):
    TermFactory(year__starts_on=dt.date(2020, 7, 1), starts_on=dt.date(2020, 7, 13))
    school = SchoolFactory()
    client = as_user(appointed(role, school=school))
    page = client.get("/").content.decode()
    assert "Susun program semester ini" in page
    assert page.count("btn-primary") == 1

    made = client.post(f"/program/sekolah/{school.pk}/").url

    page = client.get("/").content.decode()
    assert "Susun program semester ini" not in page
    assert f"{made}jadwal/" in page


def test_a_coordinator_without_visits_is_led_to_the_schedule(as_user):
    term = TermFactory(year__starts_on=dt.date(2020, 7, 1), starts_on=dt.date(2020, 7, 13))
    programme = ProgrammeFactory(year=term.year)
    page = as_user(appointed(Role.COORDINATOR, school=programme.school)).get("/").content.decode()
    assert "Belum ada jadwal semester ini." in page
    assert f'href="/program/{programme.pk}/jadwal/"' in page


def test_a_supervisor_reads_the_same_number_at_home_as_on_the_dashboard(as_user):
    term, school = TermFactory(), SchoolFactory()
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    observer = principal_of(school)
    together = GroupVisitFactory(
        school=school, term=term, observer=observer, held_at=timezone.now()
    )
    for about in (
        {"state": "observed"},
        {"state": "prepared", "together": together},
        {"state": "discussed"},
        {"state": "cancelled", "together": together},
    ):
        SessionFactory(
            school=school, term=term, observer=observer, planned_on=timezone.localdate(), **about
        )
    summaries.rebuild()
    client = as_user(supervisor)
    assert client.get("/").context["desk"].waiting == 2
    whole = client.get(f"/dasbor/{school.subdistrict_id}/").context["page"].whole
    assert whole.waiting == 2


def test_the_meeting_of_today_is_shown_once_and_the_next_one_beside_it(as_user):
    with time_machine.travel(dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC), tick=False):
        TermFactory()
        forum = ForumFactory()
        user = member(forum)
        now = timezone.now()
        for title, days in (("Kartu", 0), ("Rubrik", 3)):
            at = now + dt.timedelta(days=days, hours=4)
            row = ActivityFactory(forum=forum, title=title, starts_at=at)
            AttendanceFactory(activity=row, user=user, came=False)
            AttendanceCode.objects.create(activity=row, letters="ABCDEF", made_at=now)
        page = as_user(user).get("/").content.decode()
    assert (page.count(">Kartu<"), page.count(">Rubrik<")) == (1, 1)
    assert page.count("Saya ikut") == 1
