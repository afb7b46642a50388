import pytest
from django.core.exceptions import ValidationError

from collaboration.actions import look_back as actions
from collaboration.models import LookBack
from portal.roles import Role
from tests.factories import ActivityFactory, AttendanceFactory, SchoolFactory, appointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    school = SchoolFactory()
    host = appointed(Role.COORDINATOR, school=school)
    activity = ActivityFactory(kind="reflective", forum=None, school=school, host=host)
    AttendanceFactory(activity=activity, user=appointed(Role.TEACHER, school=school))
    return activity


def test_four_answers_a_decision_with_owner_and_date_take_the_place_of_minutes(as_user, meeting):
    owner = meeting.attendance.get().user
    client, at = as_user(meeting.host), f"/kegiatan/{meeting.pk}/"
    assert client.get(f"{at}notulen/").headers["Location"] == f"{at}tinjau/"
    answer = client.post(
        f"{at}tinjau/",
        {
            "happened": "Tiga kelas mencoba.",
            "felt": "Lega.",
            "decision": "Kartu bertanya dipakai semua kelas.",
            "owner": str(owner.pk),
            "due_on": "30/11/2026",
            "to_try": "Menunggu tiga detik",
        },
    )
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert meeting.minuted_at
    page = client.get(at).content.decode()
    for words in ("Tiga kelas mencoba.", "Lega.", owner.name, "30 November 2026", "tiga detik"):
        assert words in page
    assert owner.notifications.get().kind == "minutes_written"
    again = client.get(f"{at}tinjau/").content.decode()
    assert "30/11/2026" in again
    assert "Menunggu tiga detik" in again


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"happened": "\n".join("abcdefghij")}, True),
        ({"happened": "a\nb\nc\nd\ne\nf", "felt": "g\nh\ni\nj\nk"}, False),
        ({"learned": "a" * 800, "felt": "b" * 300}, False),
        ({"learned": "a" * 800, "felt": "b\n\n\nc"}, True),
    ],
)
def test_ten_lines_in_all_are_enough(meeting, answers, kept):
    if kept:
        actions.write(meeting, by=meeting.host, **answers)
    else:
        with pytest.raises(ValidationError, match="10"):
            actions.write(meeting, by=meeting.host, **answers)
    assert LookBack.objects.exists() == kept


def test_eleven_lines_are_refused_with_all_words_kept(as_user, meeting):
    long = "\n".join(f"baris {number}" for number in range(11))
    answer = as_user(meeting.host).post(f"/kegiatan/{meeting.pk}/tinjau/", {"happened": long})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "baris 10" in page
    assert not LookBack.objects.exists()


def test_an_owner_needs_a_decision_and_an_empty_form_is_refused(as_user, meeting):
    client, at = as_user(meeting.host), f"/kegiatan/{meeting.pk}/tinjau/"
    owner = str(meeting.attendance.get().user_id)
    for sent in ({"happened": "Ada", "owner": owner}, {"happened": " "}, {"owner": "9" * 40}):
        assert client.post(at, sent).status_code == 200
    assert not LookBack.objects.exists()


def test_saving_twice_keeps_one_row_and_tells_once(meeting):
    for _again in range(2):
        actions.write(meeting, by=meeting.host, happened="Sekali")
    assert LookBack.objects.count() == 1
    assert meeting.attendance.get().user.notifications.count() == 1


def test_another_kind_is_not_written_so(as_user):
    activity = ActivityFactory()
    assert as_user(activity.host).get(f"/kegiatan/{activity.pk}/tinjau/").status_code == 404
    with pytest.raises(ValidationError):
        actions.write(activity, by=activity.host, happened="Bukan di sini")
