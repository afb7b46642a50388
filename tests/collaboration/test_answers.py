"""Answers to an invitation: in one tap, changed until the meeting, read by who prepares it."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from collaboration.models import Activity, Attendance
from collaboration.models.attendance import with_answer_of
from portal import notify
from portal.models import AuditEvent
from tests.collaboration.factories import SeriesFactory
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    TermFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db
WORDS = "Ada rapat wali murid"


@pytest.fixture
def invited():
    TermFactory()
    forum = ForumFactory()
    host, user = member(forum), member(forum)
    at = timezone.now() + dt.timedelta(days=3)
    activity = ActivityFactory(forum=forum, host=host, starts_at=at)
    AttendanceFactory(activity=activity, user=host)
    return AttendanceFactory(activity=activity, user=user, came=False)


def page(row):
    return f"/kegiatan/{row.activity_id}/"


def test_one_tap_on_the_home_says_that_one_comes(as_user, invited):
    client = as_user(invited.user)
    home = client.get("/").content.decode()
    assert f'action="{page(invited)}ikut/"' in home
    assert "Saya ikut" in home

    client.post(f"{page(invited)}ikut/", {"answer": "coming"})
    client.post(f"{page(invited)}ikut/", {"answer": "coming"})

    invited.refresh_from_db()
    assert (invited.answer, invited.answer_words, invited.came) == ("coming", "", False)
    assert AuditEvent.objects.filter(act="activity_answer").count() == 1
    assert "Anda sudah menyatakan ikut." in client.get("/").content.decode()


def test_words_go_to_who_prepares_and_to_nobody_else(as_user, invited):
    client = as_user(invited.user)
    client.post(f"{page(invited)}ikut/", {"answer": "cannot", "words": WORDS})
    host = as_user(invited.activity.host)
    assert "0 akan ikut, 1 berhalangan, dari 2 undangan" in host.get(page(invited)).content.decode()
    listed = host.get(f"{page(invited)}jawaban/").content.decode()
    assert WORDS in listed
    assert invited.user.name in listed
    other = as_user(member(invited.activity.forum))
    assert other.get(f"{page(invited)}jawaban/").status_code == 403
    for place in ("", "kehadiran/", "undangan/"):
        seen = other.get(page(invited) + place).content.decode()
        assert WORDS not in seen
        assert "berhalangan" not in seen
    assert other.get(f"{page(invited)}ikut/").status_code == 404


def test_an_answer_may_change_until_the_meeting_begins(as_user, invited):
    client = as_user(invited.user)
    client.post(f"{page(invited)}ikut/", {"answer": "cannot", "words": WORDS})
    client.post(f"{page(invited)}ikut/", {"answer": "coming"})
    invited.refresh_from_db()
    assert (invited.answer, invited.answer_words) == ("coming", "")
    Activity.objects.update(starts_at=timezone.now() - dt.timedelta(minutes=1))
    late = client.post(f"{page(invited)}ikut/", {"answer": "cannot", "words": WORDS})
    assert late.status_code == 200
    assert "Pertemuan sudah dimulai." in late.content.decode()
    assert WORDS in late.content.decode()
    invited.refresh_from_db()
    assert invited.answer == "coming"


@pytest.mark.parametrize("value", ["", "²", "-1", "%00", "x" * 200, "\x00"])
def test_an_odd_answer_is_refused_with_the_words_kept(as_user, invited, value):
    form = {"answer": value, "words": "Kata saya"}
    answer = as_user(invited.user).post(f"{page(invited)}ikut/", form)
    assert answer.status_code == 200
    assert "Kata saya" in answer.content.decode()
    long = {"answer": "cannot", "words": "a" * 161}
    assert as_user(invited.user).post(f"{page(invited)}ikut/", long).status_code == 200
    assert not Attendance.objects.exclude(answer="").exists()


def test_a_cancelled_activity_takes_no_answer(as_user, invited):
    Activity.objects.update(cancelled_at=timezone.now())
    client = as_user(invited.user)
    assert client.post(f"{page(invited)}ikut/", {"answer": "coming"}).status_code == 403
    assert "Saya ikut" not in client.get(page(invited)).content.decode()


@pytest.mark.parametrize("people", [1, 5])
def test_answers_cost_the_same_for_any_number_of_people(
    as_user, django_assert_num_queries, invited, people
):
    for _number in range(people):
        about = {"answer": "coming", "answered_at": timezone.now(), "came": False}
        AttendanceFactory(activity=invited.activity, **about)
    client = as_user(invited.activity.host)
    with django_assert_num_queries(7):
        assert client.get(f"{page(invited)}jawaban/").status_code == 200


def test_with_the_first_meeting_of_a_series_its_second_is_cancelled(as_user):
    TermFactory()
    forum = ForumFactory()
    host = member(forum)
    first = ActivityFactory(kind="in_one", forum=forum, host=host)
    series = SeriesFactory(first=first)
    client = as_user(host)
    asked = client.get(f"/kegiatan/{first.pk}/batalkan/").content.decode()
    assert f"“{series.second.title}”" in asked
    assert "ikut dibatalkan" in asked
    client.post(f"/kegiatan/{first.pk}/batalkan/", {"reason": "Banjir"})
    client.post(f"/kegiatan/{first.pk}/batalkan/", {"reason": "Banjir"})
    assert Activity.objects.filter(cancelled_at=None).count() == 0


def test_a_second_meeting_that_was_held_stays(as_user):
    TermFactory()
    forum = ForumFactory()
    host = member(forum)
    first = ActivityFactory(kind="in_one", forum=forum, host=host)
    series = SeriesFactory(first=first)
    Activity.objects.filter(pk=series.second_id).update(minuted_at=timezone.now())
    as_user(host).post(f"/kegiatan/{first.pk}/batalkan/", {"reason": "Banjir"})
    assert list(Activity.objects.filter(cancelled_at=None)) == [series.second]


def test_each_page_that_shows_the_invitation_takes_the_answer_and_its_undoing(as_user, invited):
    notify.tell("activity_called", invited.activity, to=[invited.user], by=invited.activity.host)
    forum = f"/kkg/{invited.activity.forum_id}/"
    client = as_user(invited.user)
    pages = {"/kegiatan/": "/kegiatan/", "/pemberitahuan/": "/pemberitahuan/", "/": "/"}
    pages |= {forum: page(invited), page(invited): page(invited)}
    for shown, after in pages.items():
        Attendance.objects.update(answer="", answer_words="", answered_at=None)
        for button, value in (("Saya ikut", "coming"), ("Saya tidak jadi ikut", "cannot")):
            seen = client.get(shown).content.decode().split(f'action="{page(invited)}ikut/"')[1]
            assert f'name="answer" value="{value}">{button}<' in seen.partition("</form>")[0]
            named = re.findall('name="dari" value="([a-z]+)"', seen.partition("</form>")[0])
            sent = {"answer": value, **({"dari": named[0]} if named else {})}
            for _tap in range(2):
                assert client.post(f"{page(invited)}ikut/", sent)["Location"] == after
            invited.refresh_from_db()
            assert (invited.answer, invited.came) == (value, False)


def test_a_second_tap_elsewhere_keeps_the_words_and_an_odd_page_leads_nowhere_else(
    as_user, invited
):
    client = as_user(invited.user)
    client.post(f"{page(invited)}ikut/", {"answer": "coming", "words": WORDS})
    for odd in ("", "https://lain.example/", "²", "\x00"):
        answer = client.post(f"{page(invited)}ikut/", {"answer": "coming", "dari": odd})
        assert answer["Location"] == page(invited)
    invited.refresh_from_db()
    assert invited.answer_words == WORDS


@pytest.mark.parametrize("role", ["principal", "coordinator", "chair", "supervisor"])
def test_whoever_is_invited_answers_on_her_own_home(as_user, invited, role):
    place = {"cluster": invited.activity.forum.cluster} if role == "chair" else {}
    row = AttendanceFactory(activity=invited.activity, user=appointed(role, **place), came=False)
    home = as_user(row.user).get("/").content.decode()
    assert home.count(f'action="{page(row)}ikut/"') == 1


def test_whoever_has_come_is_not_asked_any_more():
    row = AttendanceFactory(came=False)
    asked = with_answer_of(Activity.objects.filter(pk=row.activity_id), row.user)
    assert asked.get().my_answer == ""
    row.came = True
    row.save()
    assert asked.all().get().my_answer is None
