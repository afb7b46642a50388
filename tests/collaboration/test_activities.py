import datetime as dt
import re
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from collaboration import estimates, summaries
from collaboration.actions import activity as actions
from collaboration.actions import attendance, barrier, minutes, trace
from collaboration.models import (
    Activity,
    ActivityWeek,
    Attendance,
    CollaborationSummary,
    Link,
)
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ClusterFactory,
    FollowUpFactory,
    ForumFactory,
    InstrumentFactory,
    LinkFactory,
    PlanFactory,
    RegionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)


def convene(forum, by, **changed):
    given = {"aspects": ["planning"], "kind": "meeting", "title": "Asesmen", "starts_at": NOON}
    return actions.convene(changed.pop("pk", uuid.uuid4()), by=by, forum=forum, **(given | changed))


def test_calling_a_meeting_invites_every_member_and_says_what_for():
    forum = ForumFactory()
    host, other = member(forum), member(forum)
    activity = convene(forum, host, starts_at=timezone.now() + dt.timedelta(days=3))
    assert set(activity.attendance.values_list("user", flat=True)) == {host.pk, other.pk}
    assert [row.aspect for row in activity.aspects.all()] == ["planning"]
    assert other.notifications.get().kind == "activity_called"
    assert not host.notifications.exists()


def test_a_meeting_without_an_aspect_is_refused():
    forum = ForumFactory()
    with pytest.raises(ValidationError):
        convene(forum, member(forum), aspects=[])
    assert not Activity.objects.exists()


def test_sending_the_form_twice_makes_one_meeting():
    forum, pk = ForumFactory(), uuid.uuid4()
    host = member(forum)
    assert convene(forum, host, pk=pk) == convene(forum, host, pk=pk)
    assert Activity.objects.count() == 1
    with pytest.raises(ValidationError):
        convene(forum, member(forum), pk=pk)


def test_only_who_came_has_contributed():
    activity = ActivityFactory()
    here = AttendanceFactory(activity=activity, came=False)
    away = AttendanceFactory(activity=activity, came=True)
    given = {here.pk: ["asked", "hosted", "²"], away.pk: ["shared"]}
    attendance.attend(activity, by=activity.host, came={here.pk}, gave=given)
    marks = {row.pk: row.gave for row in activity.attendance.all()}
    assert marks == {here.pk: ["hosted", "asked"], away.pk: []}


@pytest.mark.parametrize("value", ["²", "9" * 40, "x", "-1", ""])
def test_odd_attendance_values_are_left_alone(as_user, value):
    activity = ActivityFactory()
    AttendanceFactory(activity=activity, came=False)
    answer = as_user(activity.host).post(f"/kegiatan/{activity.pk}/hadir/", {"came": value})
    assert answer.status_code == 302
    assert not Attendance.objects.filter(came=True).exists()


def test_an_edit_keeps_a_step_that_is_done_meanwhile(as_user):
    TermFactory()
    forum = ForumFactory()
    host = member(forum)
    school = host.appointments.get().school
    session = SessionFactory(school=school, teacher=host, state="following_up")
    step = FollowUpFactory(session=session, owner=host, may_travel=True)
    activity = convene(forum, host, follow_ups=[step])
    step.proof, step.done_at = "Sudah", NOON
    step.save()
    answer = as_user(host).post(
        f"/kegiatan/{activity.pk}/ubah/",
        {
            "kind": "meeting",
            "title": "Asesmen awal",
            "day": "20/11/2026",
            "time": "12.00",
            "minutes": "90",
            "aspects": ["planning"],
            "follow_ups": [str(step.pk)],
        },
    )
    assert answer.status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.minutes) == ("Asesmen awal", 90)
    assert list(activity.follow_ups.all()) == [step]


@pytest.mark.parametrize("day", ["31/02/2026", "besok", ""])
def test_a_bad_date_keeps_what_was_typed(as_user, day):
    forum = ForumFactory()
    host = member(forum)
    answer = as_user(host).post(
        f"/kkg/{forum.pk}/undang/",
        {"title": "Judul yang panjang", "day": day, "time": "13.00", "aspects": ["planning"]},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Ada yang perlu dilengkapi" in page
    assert "Judul yang panjang" in page


def test_early_morning_belongs_to_the_day_of_the_place():
    activity = ActivityFactory(starts_at=dt.datetime(2026, 11, 19, 23, 0, tzinfo=dt.UTC))
    assert activity.day == dt.date(2026, 11, 20)


def test_a_trace_is_confirmed_by_each_side_for_himself():
    TermFactory()
    instrument = InstrumentFactory(aspect="planning")
    session = SessionFactory(state="closed", instruments=[instrument])
    activity = ActivityFactory(forum=None, school=session.school, host=session.teacher)
    row = trace.link(
        activity,
        uuid.uuid4(),
        by=session.teacher,
        aspect="planning",
        session=session,
        sentence="Tujuan kini dibaca murid.",
    )
    row.refresh_from_db()
    assert row.teacher_confirmed_at
    assert row.principal_confirmed_at is None
    row = trace.confirm(row, by=principal_of(session.school))
    assert row.principal_confirmed_at


def test_a_trace_needs_an_aspect_the_activity_was_meant_for():
    session = SessionFactory(state="closed")
    activity = ActivityFactory(forum=None, school=session.school, host=session.teacher)
    with pytest.raises(ValidationError):
        trace.link(
            activity,
            uuid.uuid4(),
            by=session.teacher,
            aspect="evaluation",
            session=session,
            sentence="Berubah",
        )
    assert not Link.objects.exists()


def test_a_member_of_another_forum_finds_no_activity(as_user):
    activity = ActivityFactory()
    stranger = member(ForumFactory())
    for name in ("activity-detail", "activity-attend", "activity-minutes", "activity-impact"):
        assert as_user(stranger).get(reverse(name, args=[activity.pk])).status_code == 404


def test_an_officer_reads_the_envelope_and_no_minutes(as_user):
    activity = ActivityFactory(problem="Rahasia forum", to_try="Rahasia juga")
    officer = appointed(Role.OFFICER, region=RegionFactory(code="35.14", name="Pasuruan"))
    client = as_user(officer)
    assert client.get(f"/kegiatan/{activity.pk}/").status_code == 404
    page = client.get(f"/kegiatan/{activity.pk}/dampak/").content.decode()
    assert activity.title in page
    assert "Rahasia" not in page


def test_summaries_kept_act_by_act_equal_those_built_anew():
    TermFactory()
    forum = ForumFactory()
    host, other = member(forum), member(forum)
    activity = convene(forum, host, minutes=90)
    rows = {row.user_id: row.pk for row in activity.attendance.all()}
    attendance.attend(activity, by=host, came={rows[host.pk], rows[other.pk]}, gave={})
    minutes.minute(activity, by=host, problem="", decision="", to_try="Mencoba")
    PlanFactory(school=host.appointments.get().school, made_at=NOON, shared_at=NOON)
    school = host.appointments.get().school
    barrier.name(
        uuid.uuid4(), by=host, kind="time", tried="moved", month=activity.day, school=school
    )
    fields = (
        "school", "term", "activities", "person_minutes", "plans_shared", "plans_adapted",
        "barrier_time",
    )  # fmt: skip
    weeks = ActivityWeek.objects.values_list("school", "week", "kind", "person_minutes")
    kept = set(weeks)
    summaries.rebuild()
    assert set(weeks.all()) == kept
    assert {row[2:] for row in kept} == {(activity.kind, 90)}
    anew = set(CollaborationSummary.objects.values_list(*fields))
    summaries.refresh_activity(activity)
    assert set(CollaborationSummary.objects.values_list(*fields)) == anew
    assert sum(row[3] for row in anew) == 180
    assert sum(row[4] for row in anew) == 1
    assert sum(row[6] for row in anew) == 1


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("activity-detail", 12), ("activity-impact", 11), ("activity-attend", 8)],
)
def test_activity_pages_cost_the_same_for_any_number_of_people(
    as_user, django_assert_num_queries, rows, name, queries
):
    activity = ActivityFactory(minuted_at=NOON)
    for _number in range(rows):
        AttendanceFactory(activity=activity)
        LinkFactory(activity=activity)
    client = as_user(activity.host)
    # Session, user and appointments; the activity with its aspects; rights; then one for each
    # part of the page.
    with django_assert_num_queries(queries):
        assert client.get(reverse(name, args=[activity.pk])).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_forum_and_lists_cost_the_same_for_any_number_of_rows(
    as_user, django_assert_num_queries, rows
):
    forum = ForumFactory()
    user = member(forum)
    for _number in range(rows):
        ActivityFactory(forum=forum, host=user)
        PlanFactory(school=SchoolFactory(), scope="everyone")
    client = as_user(user)
    # Each: session, user and appointments first, then count and rows with what hangs on them;
    # forums also ask for the reader's schools, invitations and past memberships.
    for path, queries in (("/kegiatan/", 7), ("/pustaka/", 9), ("/kkg/", 8)):
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_an_officer_finds_what_moved_by_date_and_opens_no_minutes(
    as_user, django_assert_num_queries, rows
):
    school = SchoolFactory()
    forum = ForumFactory(cluster=ClusterFactory(subdistrict=school.subdistrict))
    held = [ActivityFactory(forum=forum, starts_at=NOON) for _row in range(rows)]
    away = RegionFactory(code="35.75.01", name="Gadingrejo")
    elsewhere = ForumFactory(cluster=ClusterFactory(subdistrict=away))
    for activity in [*held, ActivityFactory(forum=elsewhere, starts_at=NOON)]:
        AttendanceFactory(activity=activity)
    estimates.rebuild()
    client = as_user(appointed(Role.OFFICER, region=school.subdistrict))
    assert "/dampak/" not in client.get("/kegiatan/").content.decode()
    # Session, user and appointments; count, rows and their aspects.
    with django_assert_num_queries(6):
        page = client.get("/kegiatan/?tampil=dampak").content.decode()
    found = re.findall(r'<li><a href="(/kegiatan/[^"?]+)"', page)
    assert sorted(found) == sorted(f"/kegiatan/{row.pk}/dampak/" for row in held)
    assert {client.get(link).status_code for link in found} == {200}


def test_the_list_offers_a_new_activity_to_those_who_may_call_one(as_user):
    school = SchoolFactory()
    officer = appointed(Role.OFFICER, region=school.subdistrict)
    teacher = appointed(Role.TEACHER, school=school)
    offered = [
        reverse("activity-new") in as_user(user).get("/kegiatan/").content.decode()
        for user in (officer, teacher)
    ]
    assert offered == [False, True]
