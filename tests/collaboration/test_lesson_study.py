import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.actions import lesson_study as actions
from collaboration.meetings import pupils
from collaboration.models import Activity, LessonObserver, LessonStudy
from portal.roles import Role
from tests.collaboration.factories import LessonObserverFactory, LessonStudyFactory
from tests.factories import (
    ActivityFactory,
    PlanFactory,
    SchoolFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
SECRET = "M3 menggambar dulu lalu bertanya"


@pytest.fixture
def study():
    """A lesson given three hours ago: a model teacher, two observers, the host as moderator."""
    school = SchoolFactory()
    host, teacher, one, two = (appointed(Role.TEACHER, school=school) for _ in range(4))
    activity = ActivityFactory(
        kind="lesson_study",
        forum=None,
        school=school,
        host=host,
        starts_at=timezone.now() - dt.timedelta(hours=3),
    )
    for user in (host, teacher, one, two):
        activity.attendance.create(user=user, school=school)
    version = PlanFactory(school=school, author=teacher).versions.get()
    row = LessonStudyFactory(
        activity=activity, version=version, model_teacher=teacher, moderator=host
    )
    for user in (one, two):
        LessonObserverFactory(study=row, user=user)
    return row


def observed(study, notes=SECRET):
    place = study.observers.first()
    actions.accept(place, by=place.user, follows="m3")
    return actions.note(place, by=place.user, notes=notes)


@pytest.mark.parametrize(
    ("typed", "code"), [("M1", "M1"), ("k 2", "K2"), (" m12 ", "M12"), ("K99", "K99")]
)
def test_a_code_is_read_however_it_is_typed(typed, code):
    assert pupils.read_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["Budi", "M", "M0", "M123", "MK1", "1", "", "²", "M1\uff11", "M1; M2"]
)
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(ValidationError):
        pupils.read_code(typed)


@pytest.mark.parametrize(
    "text", ["Lalu murid Budi menjawab", "seorang anak bernama Sinta", "siswa Ahmad diam"]
)
def test_a_name_of_a_pupil_is_refused_kindly(text):
    with pytest.raises(ValidationError, match="M1"):
        pupils.without_names(text)


@pytest.mark.parametrize(
    "text",
    ["murid M3 menjawab", "Murid. Budaya bertanya tumbuh", "murid Kelas 4", "anak itu diam", ""],
)
def test_words_without_a_name_stay_as_they_are(text):
    assert pupils.without_names(text) == text


def test_the_team_alone_is_invited_and_the_newest_version_kept(as_user):
    school = SchoolFactory()
    host, teacher, observer, other = (appointed(Role.TEACHER, school=school) for _ in range(4))
    plan = PlanFactory(school=school, author=host)
    sent = {
        "kind": "lesson_study",
        "form_id": str(uuid.uuid4()),
        "title": "Berani menjelaskan",
        "plan": str(plan.pk),
        "model_teacher": str(teacher.pk),
        "team": [str(observer.pk), str(teacher.pk)],
        "day": "20/11/2026",
        "time": "08.00",
        "minutes": "70",
        "aspects": ["teaching"],
    }
    client = as_user(host)
    for _again in range(2):
        assert client.post("/kegiatan/baru/", sent).status_code == 302
    study = LessonStudy.objects.get()
    assert study.version == plan.versions.get()
    assert [row.user for row in study.observers.all()] == [observer]
    assert set(study.activity.attendance.values_list("user", flat=True)) == {
        host.pk,
        teacher.pk,
        observer.pk,
    }
    assert not other.notifications.exists()


def test_a_plan_one_may_not_read_cannot_be_studied(as_user):
    host = appointed(Role.TEACHER)
    sent = {"kind": "lesson_study", "title": "Tema", "plan": str(PlanFactory().pk)}
    assert as_user(host).post("/kegiatan/baru/", sent).status_code == 200
    assert not Activity.objects.exists()


def test_the_rules_come_before_the_notes(as_user, study):
    place = study.observers.first()
    client, at = as_user(place.user), f"/kegiatan/{study.pk}/"
    assert client.get(f"{at}catatan/").headers["Location"] == f"{at}amati/"
    with pytest.raises(ValidationError):
        actions.note(place, by=place.user, notes=SECRET)
    for wrong in ({"follows": "M1"}, {"accept": "on", "follows": "Budi"}, {}):
        assert client.post(f"{at}amati/", wrong).status_code == 200
    assert client.post(f"{at}amati/", {"accept": "on", "follows": "m1"}).status_code == 302
    named = client.post(f"{at}catatan/", {"notes": "murid Budi diam"})
    assert "murid Budi diam" in named.content.decode()
    assert client.post(f"{at}catatan/", {"notes": SECRET}).status_code == 302
    row = LessonObserver.objects.get(pk=place.pk)
    assert (row.follows, row.notes) == ("M1", SECRET)


def test_notes_stay_hidden_from_everybody_until_the_model_teacher_has_spoken(as_user, study):
    own = observed(study)
    school = study.activity.school
    people = [
        study.activity.host,
        study.model_teacher,
        study.observers.last().user,
        principal_of(school),
    ]
    at = f"/kegiatan/{study.pk}/"
    for user in people:
        assert SECRET not in as_user(user).get(at).content.decode()
    assert SECRET in as_user(own.user).get(at).content.decode()
    assert as_user(study.activity.host).get(f"{at}diskusi/").status_code == 403
    with pytest.raises(ValidationError):
        actions.discuss(study, by=study.activity.host, discussion="Terlalu dini")
    actions.speak(study, by=study.model_teacher, spoken="Saya terlalu cepat.")
    for user in people[:3]:
        assert SECRET in as_user(user).get(at).content.decode()
    page = as_user(people[3]).get(at).content.decode()
    assert SECRET not in page
    assert "Saya terlalu cepat." not in page


def test_only_the_model_teacher_speaks_first(as_user, study):
    at = f"/kegiatan/{study.pk}/guru-model/"
    assert as_user(study.activity.host).get(at).status_code == 403
    assert as_user(appointed(Role.TEACHER)).get(at).status_code == 404
    assert as_user(study.model_teacher).post(at, {"spoken": ""}).status_code == 200
    assert as_user(study.model_teacher).post(at, {"spoken": "Saya senang."}).status_code == 302


def talked(study, proposals="Menggambar dulu, lalu menulis."):
    observed(study)
    actions.speak(study, by=study.model_teacher, spoken="Saya terlalu cepat.")
    host = study.activity.host
    return actions.discuss(study, by=host, discussion="K2 menunggu alat.", proposals=proposals)


def test_the_talk_becomes_a_version_of_the_plan_by_one_button_once(as_user, study):
    talked(study)
    client, at = as_user(study.model_teacher), f"/kegiatan/{study.pk}/versi-baru/"
    plan = study.version.plan
    form = client.get(f"/kegiatan/{study.pk}/").content.decode().split(at)[1].split("</form>")[0]
    assert "csrfmiddlewaretoken" in form
    for _again in range(2):
        assert client.post(at).headers["Location"] == f"/modul/{plan.pk}/tulis/"
    assert plan.versions.count() == 2
    newest = plan.versions.order_by("-number")[0]
    assert "Menggambar dulu, lalu menulis." in newest.sections["steps"]
    study.refresh_from_db()
    assert study.revised == newest
    page = client.get(f"/kegiatan/{study.pk}/").content.decode()
    assert "versi-baru" not in page
    study.activity.refresh_from_db()
    assert study.activity.minuted_at


def test_who_is_no_author_of_the_plan_does_not_revise_it(as_user, study):
    talked(study)
    answer = as_user(study.activity.host).post(f"/kegiatan/{study.pk}/versi-baru/")
    assert answer.status_code == 403
    assert study.version.plan.versions.count() == 1


def test_without_a_proposal_there_is_no_new_version(as_user, study):
    talked(study, proposals="")
    as_user(study.model_teacher).post(f"/kegiatan/{study.pk}/versi-baru/")
    assert study.version.plan.versions.count() == 1


def test_after_the_talk_notes_and_first_words_stay(study):
    talked(study)
    place = study.observers.first()
    with pytest.raises(ValidationError):
        actions.note(place, by=place.user, notes="Lain")
    with pytest.raises(ValidationError):
        actions.speak(study, by=study.model_teacher, spoken="Lain")


def test_before_the_lesson_nobody_writes_about_it(study):
    place = study.observers.first()
    actions.accept(place, by=place.user, follows="M1")
    Activity.objects.update(starts_at=timezone.now() + dt.timedelta(days=1))
    with pytest.raises(ValidationError):
        actions.note(place, by=place.user, notes=SECRET)
    with pytest.raises(ValidationError):
        actions.speak(study, by=study.model_teacher, spoken="Dini")


def test_the_next_cycle_begins_with_a_copy_and_names_the_last(as_user, study):
    talked(study)
    client = as_user(study.activity.host)
    page = client.get(f"/kegiatan/baru/?jenis=lesson_study&lanjut={study.pk}").content.decode()
    assert study.activity.title in page
    assert f'name="follows" value="{study.pk}"' in page
    for odd in ("x", "²", uuid.uuid4(), "9" * 40):
        found = client.get(f"/kegiatan/baru/?jenis=lesson_study&lanjut={odd}")
        assert found.status_code == 200
        assert study.activity.title not in found.content.decode()


@pytest.mark.parametrize("observers", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_observers(
    as_user, django_assert_num_queries, study, observers
):
    talked(study)
    for _more in range(observers):
        LessonObserverFactory(study=study, user=appointed(), notes=SECRET, follows="K1",
                              rules_read_at=timezone.now())  # fmt: skip
    client = as_user(study.activity.host)
    # Session, user, appointments; activity, aspects, list, rights; study, rights, team, plan.
    with django_assert_num_queries(10):
        assert client.get(f"/kegiatan/{study.pk}/").status_code == 200
