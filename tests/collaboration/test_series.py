import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from collaboration.actions import activity as activities
from collaboration.actions import series as actions
from collaboration.models import Activity, OnTask, Series
from portal.roles import Role
from tests.collaboration.factories import SeriesFactory
from tests.factories import (
    ActivityFactory,
    ForumFactory,
    PlanFactory,
    SchoolFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    forum = ForumFactory()
    host, one, two = member(forum), member(forum), member(forum)
    first = ActivityFactory(kind="in_one", forum=forum, host=host)
    row = SeriesFactory(first=first)
    for activity in (row.first, row.second):
        for user in (host, one, two):
            activity.attendance.create(user=user)
    return row


def sent(**changed):
    return {
        "kind": "in_one",
        "form_id": str(uuid.uuid4()),
        "title": "Asesmen awal di kelas sendiri",
        "day": "20/11/2026",
        "time": "13.00",
        "task": "Coba satu asesmen awal",
        "second_day": "04/12/2026",
        "second_time": "13.00",
        "minutes": "120",
        "aspects": ["evaluation"],
    } | changed


def test_both_meetings_are_called_at_once_for_the_same_people(as_user):
    forum = ForumFactory()
    host, other = member(forum), member(forum)
    client, form = as_user(host), sent()
    for _again in range(2):
        assert client.post(f"/kkg/{forum.pk}/undang/", form).status_code == 302
    series = Series.objects.get()
    assert (series.first.kind, series.second.kind) == ("in_one", "in_two")
    assert series.second.starts_at - series.first.starts_at == dt.timedelta(days=14)
    for activity in Activity.objects.all():
        assert set(activity.attendance.values_list("user", flat=True)) == {host.pk, other.pk}
        assert [row.aspect for row in activity.aspects.all()] == ["evaluation"]


@pytest.mark.parametrize("day", ["20/11/2026", "01/11/2026", "", "31/02/2026"])
def test_in_2_comes_days_after_in_1(as_user, day):
    forum = ForumFactory()
    answer = as_user(member(forum)).post(f"/kkg/{forum.pk}/undang/", sent(second_day=day))
    assert answer.status_code == 200
    assert "Coba satu asesmen awal" in answer.content.decode()
    assert not Activity.objects.exists()


def test_a_task_is_planned_then_told_and_stands_in_both_meetings(as_user, series):
    one, two = [row.user for row in series.first.attendance.order_by("pk")][1:]
    plan = PlanFactory(author=one)
    client, at = as_user(one), f"/kegiatan/{series.first_id}/tugas/"
    planned = {"class_name": "4A", "day": "25/11/2026", "plan": str(plan.pk)}
    assert client.post(at, planned | {"observer": str(two.pk)}).status_code == 302
    task = OnTask.objects.get()
    assert (task.user, task.plan, task.observer, task.told_at) == (one, plan, two, None)
    assert two.notifications.filter(kind="task_watch").count() == 1
    words = {"happened": "Delapan murid sudah tahu pecahan."}
    assert client.post(at, planned | {"observer": str(two.pk)} | words).status_code == 302
    assert two.notifications.filter(kind="task_watch").count() == 1
    for activity in (series.first, series.second):
        page = as_user(two).get(f"/kegiatan/{activity.pk}/").content.decode()
        assert "Delapan murid sudah tahu pecahan." in page
        assert one.name in page


def test_who_has_not_told_is_counted_and_never_named(as_user, series):
    host, one, two = [row.user for row in series.first.attendance.order_by("pk")]
    actions.write(series, by=one, class_name="4A", happened="Sudah dicoba")
    actions.write(series, by=two, class_name="5B-rahasia")
    part = as_user(host).get(f"/kegiatan/{series.second_id}/").content.decode()
    assert "Sudah dicoba" in part
    assert two.name not in part
    assert "5B-rahasia" not in part
    assert "2 orang lagi" in part


def test_who_may_not_read_what_was_tried_is_not_told_that_there_is_nothing(as_user):
    school = SchoolFactory()
    principal, one = principal_of(school), appointed(Role.TEACHER, school=school)
    first = ActivityFactory(kind="in_one", forum=None, school=school, host=one)
    series = SeriesFactory(first=first)
    first.attendance.create(user=one)
    part = as_user(principal).get(f"/kegiatan/{series.first_id}/").content.decode()
    assert "Belum ada yang bercerita" in part
    actions.write(series, by=one, class_name="4A", happened="Sudah dicoba")
    part = as_user(principal).get(f"/kegiatan/{series.first_id}/").content.decode()
    assert "Sudah dicoba" not in part
    assert "Belum ada yang bercerita" not in part
    assert "hanya peserta yang membacanya" in part


def test_a_pupil_is_not_named_and_the_words_stay(as_user, series):
    user = series.first.attendance.first().user
    sent = {"class_name": "4A", "happened": "murid Budi bisa"}
    answer = as_user(user).post(f"/kegiatan/{series.first_id}/tugas/", sent)
    assert answer.status_code == 200
    assert "murid Budi bisa" in answer.content.decode()
    assert not OnTask.objects.exists()


@pytest.mark.parametrize("plan", ["x", "9" * 40, "²", str(uuid.UUID(int=7))])
def test_a_plan_of_others_or_an_odd_one_is_refused(as_user, series, plan):
    user = series.first.attendance.first().user
    foreign = PlanFactory()
    client, at = as_user(user), f"/kegiatan/{series.first_id}/tugas/"
    for value in (plan, str(foreign.pk)):
        assert client.post(at, {"class_name": "4A", "plan": value}).status_code == 200
    assert not OnTask.objects.exists()


def test_only_members_take_a_task(as_user, series):
    at = f"/kegiatan/{series.first_id}/tugas/"
    assert as_user(appointed(Role.TEACHER)).get(at).status_code == 404
    chair = appointed(Role.CHAIR, cluster=series.first.forum.cluster)
    assert as_user(chair).get(at).status_code == 403
    assert as_user(member(series.first.forum)).get(at).status_code == 200
    other = ActivityFactory(forum=series.first.forum, host=series.first.host)
    assert as_user(series.first.host).get(f"/kegiatan/{other.pk}/tugas/").status_code == 404


def test_a_series_that_is_called_off_takes_no_task(series):
    activities.cancel(series.first, by=series.first.host, reason="Banjir")
    with pytest.raises(ValidationError):
        actions.write(series, by=series.first.host, class_name="4A")


def test_words_taken_back_leave_the_task_open(series):
    actions.write(series, by=series.first.host, class_name="4A", happened="Sudah")
    row = actions.write(series, by=series.first.host, class_name="4A")
    assert (row.happened, row.told_at) == ("", None)


@pytest.mark.parametrize("told", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_tasks(
    as_user, django_assert_num_queries, series, told
):
    for _more in range(told):
        user = member(series.first.forum)
        actions.write(series, by=user, class_name="4A", happened="Sudah dicoba")
    client = as_user(series.first.host)
    with django_assert_num_queries(12):
        assert client.get(f"/kegiatan/{series.first_id}/").status_code == 200
