import datetime as dt

import pytest
from django.utils import timezone

from collaboration.models import Activity, LessonStudy
from portal.roles import Role
from tests.collaboration.factories import LessonObserverFactory, LessonStudyFactory
from tests.factories import ActivityFactory, PlanFactory, SchoolFactory, appointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    """A lesson in two days: host, model teacher, two observers; a third colleague stands by."""
    school = SchoolFactory()
    host, teacher, one, two = (appointed(Role.TEACHER, school=school) for _ in range(4))
    activity = ActivityFactory(
        kind="lesson_study",
        forum=None,
        school=school,
        host=host,
        starts_at=timezone.now() + dt.timedelta(days=2),
    )
    for user in (host, teacher, one, two):
        activity.attendance.create(user=user, school=school)
    version = PlanFactory(school=school, author=teacher).versions.get()
    row = LessonStudyFactory(activity=activity, version=version, model_teacher=teacher)
    for user in (one, two):
        LessonObserverFactory(study=row, user=user)
    return row


def seen(client, at):
    return client.get(at).content.decode().split('name="seen" value="')[1].split('"')[0]


def listed(study):
    return set(study.activity.attendance.values_list("user", flat=True))


def news(*people):
    return [[row.kind for row in user.notifications.all()] for user in people]


def test_the_team_changes_before_the_lesson_and_those_concerned_are_told(as_user, study):
    host, teacher = study.activity.host, study.model_teacher
    one, two = (row.user for row in study.observers.order_by("user__pk"))
    new = appointed(Role.TEACHER, school=study.activity.school)
    client, at = as_user(host), f"/kegiatan/{study.pk}/tim/"
    assert at in client.get(f"/kegiatan/{study.pk}/").content.decode()
    sent = {
        "seen": seen(client, at),
        "model_teacher": one.pk,
        "team": [one.pk, new.pk],
        "moderator": teacher.pk,
    }
    for _again in range(2):
        assert client.post(at, sent).headers["Location"] == f"/kegiatan/{study.pk}/"
    study.refresh_from_db()
    assert (study.model_teacher, study.moderator) == (one, teacher)
    assert [row.user for row in study.observers.all()] == [new]
    assert listed(study) == {host.pk, teacher.pk, one.pk, new.pk}
    assert study.activity.attendance.get(user=new).number
    assert news(new, two, one, teacher, host) == [
        ["study_joined"],
        ["study_left"],
        ["study_changed"],
        ["study_changed"],
        [],
    ]
    stale = client.post(at, sent | {"team": [two.pk]})
    assert stale.status_code == 200
    assert "Tim saat ini" in stale.content.decode()
    assert [row.user for row in study.observers.all()] == [new]


def test_once_the_lesson_has_begun_the_team_stays(as_user, study):
    client, at = as_user(study.model_teacher), f"/kegiatan/{study.pk}/tim/"
    one, two = (row.user for row in study.observers.all())
    sent = {"seen": seen(client, at), "model_teacher": one.pk, "team": [two.pk]}
    Activity.objects.update(starts_at=timezone.now() - dt.timedelta(minutes=1))
    answer = client.post(at, sent)
    assert "tetap seperti waktu itu" in answer.content.decode()
    assert at not in client.get(f"/kegiatan/{study.pk}/").content.decode()
    assert LessonStudy.objects.get().model_teacher == study.model_teacher
    assert study.observers.count() == 2


def test_an_observer_stranger_or_empty_team_changes_nothing(as_user, study):
    at = f"/kegiatan/{study.pk}/tim/"
    observer = study.observers.first().user
    assert as_user(observer).get(at).status_code == 403
    assert as_user(appointed(Role.TEACHER)).get(at).status_code == 404
    client, far = as_user(study.activity.host), appointed(Role.TEACHER)
    teacher = study.model_teacher.pk
    for team in ([far.pk], [teacher], [], ["9" * 30], ["²"]):
        sent = {"seen": seen(client, at), "model_teacher": teacher, "team": team}
        assert client.post(at, sent).status_code == 200
    assert study.observers.count() == 2
    Activity.objects.update(cancelled_at=timezone.now())
    assert client.get(at).status_code == 403


@pytest.mark.parametrize("observers", [1, 5])
def test_the_page_costs_the_same_for_any_team(as_user, django_assert_num_queries, study, observers):
    for _more in range(observers):
        LessonObserverFactory(study=study, user=appointed(school=study.activity.school))
    client = as_user(study.activity.host)
    client.get(f"/kegiatan/{study.pk}/tim/")
    # Session, user, appointments; study, rights, its school; who is of it, choices of four fields.
    with django_assert_num_queries(11):
        assert client.get(f"/kegiatan/{study.pk}/tim/").status_code == 200
