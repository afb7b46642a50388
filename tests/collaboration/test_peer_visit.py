import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.actions import activity as activities
from collaboration.actions import peer_visit as actions
from collaboration.models import Activity, PeerVisit
from portal.roles import Role
from tests.collaboration.factories import PeerVisitFactory
from tests.factories import ActivityFactory, SchoolFactory, appointed, principal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    school = SchoolFactory()
    return appointed(Role.TEACHER, school=school), appointed(Role.TEACHER, school=school)


def proposed(pair, **about):
    """A visit of a lesson that has been given: the first visits the second."""
    visitor, visited = pair
    school = visitor.appointments.get().school
    activity = ActivityFactory(
        kind="peer_visit",
        forum=None,
        school=school,
        host=visitor,
        starts_at=timezone.now() - dt.timedelta(hours=3),
    )
    for user in pair:
        activity.attendance.create(user=user, school=school)
    return PeerVisitFactory(activity=activity, visitor=visitor, visited=visited, **about)


def sent(to, **changed):
    return {
        "kind": "peer_visit",
        "form_id": str(uuid.uuid4()),
        "colleague": str(to.pk),
        "comes": "me",
        "focus": "Siapa yang belum bertanya",
        "day": "20/11/2026",
        "time": "07.30",
        "minutes": "35",
        "class_name": "4A",
        "aspects": ["teaching"],
    } | changed


def test_a_visit_invites_one_colleague_and_nobody_else(as_user, pair):
    visitor, visited = pair
    school = visitor.appointments.get().school
    third, principal = appointed(Role.TEACHER, school=school), principal_of(school)
    ahead = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    assert as_user(visitor).post("/kegiatan/baru/", sent(visited, day=ahead)).status_code == 302
    visit = PeerVisit.objects.get()
    assert (visit.visitor, visit.visited, visit.focus_by) == (visitor, visited, visitor)
    assert set(visit.activity.attendance.values_list("user", flat=True)) == {
        visitor.pk,
        visited.pk,
    }
    assert visited.notifications.exists()
    assert not third.notifications.exists()
    assert not principal.notifications.exists()


def test_the_title_names_nobody_since_officers_read_it(as_user, pair):
    visitor, visited = pair
    as_user(visitor).post("/kegiatan/baru/", sent(visited, title="Melihat Bu Rina"))
    assert Activity.objects.get().title == "Kunjungan sejawat"


def test_a_colleague_may_be_asked_to_come(as_user, pair):
    asker, colleague = pair
    as_user(asker).post("/kegiatan/baru/", sent(colleague, comes="colleague"))
    visit = PeerVisit.objects.get()
    assert (visit.visitor, visit.visited) == (colleague, asker)


def test_sending_the_proposal_twice_makes_one_visit(as_user, pair):
    client, form = as_user(pair[0]), sent(pair[1])
    for _again in range(2):
        assert client.post("/kegiatan/baru/", form).status_code == 302
    assert PeerVisit.objects.count() == 1


@pytest.mark.parametrize("colleague", ["", "x", "9" * 30, "²", "0"])
def test_an_odd_colleague_is_refused_and_the_focus_stays(as_user, pair, colleague):
    answer = as_user(pair[0]).post("/kegiatan/baru/", sent(pair[1], colleague=colleague))
    assert answer.status_code == 200
    assert "Siapa yang belum bertanya" in answer.content.decode()
    assert not Activity.objects.exists()


def test_somebody_of_another_school_cannot_be_asked(as_user, pair):
    answer = as_user(pair[0]).post("/kegiatan/baru/", sent(appointed(Role.TEACHER)))
    assert answer.status_code == 200
    assert not Activity.objects.exists()


def test_the_focus_is_agreed_by_the_one_who_did_not_write_it(pair):
    visit = proposed(pair)
    actions.agree(visit, by=pair[0], focus=visit.focus)
    assert PeerVisit.objects.get().agreed_at is None
    actions.agree(visit, by=pair[1], focus=visit.focus)
    assert PeerVisit.objects.get().agreed_at
    with pytest.raises(ValidationError):
        actions.agree(visit, by=pair[1], focus="Sesuatu yang lain")


def test_other_words_are_a_proposal_and_the_other_is_asked(pair):
    visit = proposed(pair)
    actions.agree(visit, by=pair[1], focus="Bagaimana kelompok mulai")
    visit = PeerVisit.objects.get()
    assert (visit.focus, visit.focus_by, visit.agreed_at) == (
        "Bagaimana kelompok mulai",
        pair[1],
        None,
    )
    assert pair[0].notifications.get().kind == "peer_focus"


def test_the_whole_visit_through_its_pages(as_user, pair):
    visit = proposed(pair)
    visitor, visited = as_user(pair[0]), as_user(pair[1])
    at = f"/kegiatan/{visit.pk}/"
    assert visitor.get(f"{at}yang-terlihat/").status_code == 403
    assert visited.post(f"{at}fokus/", {"focus": visit.focus}).status_code == 302
    assert visited.get(f"{at}yang-terlihat/").status_code == 403
    assert visited.post(f"{at}terima-kasih/", {"thanks": "Dini"}).status_code == 200
    assert visitor.post(f"{at}yang-terlihat/", {"seen": " "}).status_code == 200
    seen = {"seen": "Enam murid bertanya setelah melihat kartunya."}
    assert visitor.post(f"{at}yang-terlihat/", seen).status_code == 302
    assert visited.post(f"{at}terima-kasih/", {"thanks": "Kartunya saya pakai."}).status_code == 302
    for client in (visitor, visited):
        page = client.get(at).content.decode()
        assert "Enam murid bertanya" in page
        assert "Kartunya saya pakai." in page
    visit.refresh_from_db()
    visit.activity.refresh_from_db()
    assert visit.activity.minuted_at
    assert visit.activity.attendance.filter(came=True).count() == 2
    refused = visitor.post(f"{at}yang-terlihat/", {"seen": "Lain lagi"})
    assert "Lain lagi" in refused.content.decode()
    visit.refresh_from_db()
    assert visit.seen == seen["seen"]


def test_nobody_but_the_two_reads_a_word_of_it(as_user, pair):
    visit = proposed(pair, agreed_at=timezone.now(), seen="Rahasia berdua", seen_at=timezone.now())
    school = visit.activity.school
    for user in (principal_of(school), appointed(Role.TEACHER, school=school)):
        client = as_user(user)
        page = client.get(f"/kegiatan/{visit.pk}/").content.decode()
        assert "Rahasia berdua" not in page
        assert visit.focus not in page
        for name in ("fokus", "yang-terlihat", "terima-kasih"):
            assert client.get(f"/kegiatan/{visit.pk}/{name}/").status_code == 404


def test_nothing_is_written_before_the_lesson_or_after_it_was_called_off(pair):
    visit = proposed(pair, agreed_at=timezone.now())
    Activity.objects.update(starts_at=timezone.now() + dt.timedelta(days=1))
    with pytest.raises(ValidationError):
        actions.note(visit, by=pair[0], seen="Terlalu dini")
    activities.cancel(visit.activity, by=pair[0], reason="Sakit")
    with pytest.raises(ValidationError):
        actions.agree(visit, by=pair[1], focus=visit.focus)


def test_a_visit_has_no_attendance_and_no_minutes_of_a_meeting(as_user, pair):
    visit = proposed(pair)
    client = as_user(pair[0])
    assert "/hadir/" not in client.get(f"/kegiatan/{visit.pk}/").content.decode()
    answer = client.get(f"/kegiatan/{visit.pk}/notulen/")
    assert answer.headers["Location"] == f"/kegiatan/{visit.pk}/"
