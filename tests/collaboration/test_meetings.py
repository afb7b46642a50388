"""Meetings: letters of the day, the list from paper, minutes in a few taps, what is tried."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from collaboration.actions import attendance, code, minutes
from collaboration.actions import trial as trials
from collaboration.forms.attendance import numbers
from collaboration.models import Attendance, AttendanceCode, Trial
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    TermFactory,
    TrialFactory,
    appointed,
    member,
)
from tests.supervision.typing.typist import Typist

pytestmark = pytest.mark.django_db
STARTS = dt.datetime(2026, 11, 20, 6, 0, tzinfo=dt.UTC)  # 13.00 at the place
NOON = dt.datetime(2026, 11, 20, 12, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture(autouse=True)
def _no_tries_before():
    cache.clear()


def called(people=1, **changed):
    """A meeting on 20 November with ``people`` besides its host on the numbered list."""
    activity = ActivityFactory(starts_at=STARTS, **changed)
    AttendanceFactory(activity=activity, user=activity.host, came=False)
    for _number in range(people):
        AttendanceFactory(activity=activity, user=member(activity.forum), came=False)
    attendance.number(activity)
    return activity


def guest_of(activity):
    row = activity.attendance.exclude(user=activity.host).first()
    return row.user


# Letters of the day


@time_machine.travel(NOON, tick=False)
def test_who_types_the_letters_of_the_day_is_marked_and_only_she(as_user):
    activity = called(2)
    letters = code.renew(activity, by=activity.host).letters
    user = guest_of(activity)
    for typed in (letters, f" {letters[:3].lower()}-{letters[3:]} "):  # twice is harmless
        answer = as_user(user).post("/hadir/", {"code": typed})
        assert (answer.status_code, answer.url) == (302, f"/kegiatan/{activity.pk}/")
    assert [row.user for row in activity.attendance.filter(came=True)] == [user]


@pytest.mark.parametrize("days", [-1, 1])
def test_letters_of_another_day_are_refused_with_their_sentence(days):
    activity = called()
    letters = code.renew(activity, by=activity.host).letters
    with pytest.raises(ValidationError, match="hanya berlaku pada hari"):
        code.check_in(letters, by=guest_of(activity), now=NOON + dt.timedelta(days=days))
    assert not Attendance.objects.filter(came=True).exists()


def test_the_day_is_that_of_the_place():
    activity = called()
    activity.starts_at = dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)  # 20th, 06.30
    activity.save()
    letters = code.renew(activity, by=activity.host).letters
    assert code.check_in(letters, by=guest_of(activity), now=NOON).came


@time_machine.travel(NOON, tick=False)
def test_letters_read_elsewhere_open_nothing_for_who_is_not_on_the_list(as_user):
    activity = called()
    letters = code.renew(activity, by=activity.host).letters
    answer = as_user(member(ForumFactory())).post("/hadir/", {"code": letters})
    assert "tidak cocok dengan pertemuan" in answer.content.decode()
    assert not Attendance.objects.filter(came=True).exists()


@time_machine.travel(NOON, tick=False)
def test_new_letters_stop_the_old_ones():
    activity = called()
    old = code.renew(activity, by=activity.host).letters
    AttendanceCode.objects.update(letters="AAAAAA" if old != "AAAAAA" else "BBBBBB")
    with pytest.raises(ValidationError):
        code.check_in(old, by=guest_of(activity), now=NOON)
    new = code.renew(activity, by=activity.host).letters
    assert code.check_in(new, by=guest_of(activity), now=NOON).came
    assert AttendanceCode.objects.count() == 1


@time_machine.travel(NOON, tick=False)
def test_letters_of_a_cancelled_meeting_mark_nobody():
    activity = called()
    letters = code.renew(activity, by=activity.host).letters
    activity.cancelled_at = NOON
    activity.save()
    with pytest.raises(ValidationError):
        code.check_in(letters, by=guest_of(activity), now=NOON)


@time_machine.travel(NOON, tick=False)
def test_too_many_tries_wait_an_hour_even_with_the_right_letters(as_user):
    activity = called()
    letters = code.renew(activity, by=activity.host).letters
    client = as_user(guest_of(activity))
    for _number in range(10):
        assert client.post("/hadir/", {"code": "XXXXXX"}).status_code == 200
    answer = client.post("/hadir/", {"code": letters})
    assert answer.status_code == 429
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert not Attendance.objects.filter(came=True).exists()


@pytest.mark.parametrize("typed", ["", "²", "<script>", "' OR 1=1", "\uff21" * 6, "x" * 20])
def test_odd_letters_are_answered_with_a_sentence(as_user, typed):
    page = as_user(appointed(Role.TEACHER)).post("/hadir/", {"code": typed})
    assert page.status_code == 200
    assert "Ada yang perlu dilengkapi" in page.content.decode()


@time_machine.travel(NOON, tick=False)
def test_only_who_edits_the_list_makes_and_sees_letters(as_user):
    activity = called()
    user = guest_of(activity)
    assert as_user(user).post(f"/kegiatan/{activity.pk}/kode/").status_code == 403
    assert as_user(activity.host).post(f"/kegiatan/{activity.pk}/kode/").status_code == 302
    letters = activity.__class__.objects.get(pk=activity.pk).code.letters
    assert letters in as_user(activity.host).get(f"/kegiatan/{activity.pk}/hadir/").content.decode()
    for path in (
        f"/kegiatan/{activity.pk}/",
        f"/kegiatan/{activity.pk}/kehadiran/",
        "/",
        "/hadir/",
    ):
        assert letters not in as_user(user).get(path).content.decode()


@time_machine.travel(NOON + dt.timedelta(days=1), tick=False)
def test_no_letters_are_made_after_the_day(as_user):
    activity = called()
    as_user(activity.host).post(f"/kegiatan/{activity.pk}/kode/")
    assert not AttendanceCode.objects.exists()


# The list


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1-7, 9, 12", {*range(1, 8), 9, 12}),
        ("1\u20133 5;6.7", {1, 2, 3, 5, 6, 7}),
        ("3 - 1", {1, 2, 3}),
        ("", set()),
        (" , ", set()),
    ],
)
def test_numbers_of_paper_are_read_as_people_write_them(text, found):
    assert numbers(text, set(range(1, 13))) == found


@pytest.mark.parametrize("text", ["13", "0", "1-9999", "a", "1-", "²", "\u0661", "-3", "1--2"])
def test_what_is_not_on_the_list_is_refused(text):
    with pytest.raises(ValidationError):
        numbers(text, set(range(1, 13)))


def test_a_wrong_number_keeps_the_ticks_and_the_minutes(as_user):
    activity = called(3)
    ticked = activity.attendance.order_by("number").last()
    sent = {
        "came": str(ticked.pk),
        "numbers": "1, 40",
        "to_try": "Bertanya terbuka",
        "guest": "Pak",
    }
    page = as_user(activity.host).post(f"/kegiatan/{activity.pk}/notulen/", sent).content.decode()
    assert "Nomor 40 tidak ada dalam daftar" in page
    for kept in ("1, 40", "Bertanya terbuka", 'value="Pak"', f'value="{ticked.pk}" checked'):
        assert kept in page
    assert not Attendance.objects.filter(came=True).exists()


def test_paper_numbers_ticks_and_a_guest_count_together(as_user):
    activity = called(4)
    rows = {row.number: row for row in activity.attendance.all()}
    sent = {"came": str(rows[5].pk), "numbers": "1-2", "guest": "Bu Hana, MI Al-Falah"}
    sent[f"gave-{rows[4].pk}"] = "asked"  # who gave something was there
    as_user(activity.host).post(f"/kegiatan/{activity.pk}/hadir/", sent)
    came = activity.attendance.filter(came=True).order_by("number")
    assert [row.number for row in came] == [1, 2, 4, 5, 6]
    assert came.last().guest == "Bu Hana, MI Al-Falah"


def test_saving_an_open_page_does_not_unmark_who_typed_the_letters_meanwhile(as_user):
    activity = called(2)
    user = guest_of(activity)
    other = activity.attendance.exclude(user__in=[user, activity.host]).get()
    other.came = True
    other.save()
    letters = code.renew(activity, by=activity.host).letters
    typist = Typist(as_user(activity.host))
    typist.open(f"/kegiatan/{activity.pk}/hadir/")  # shows the other's tick alone
    code.check_in(letters, by=user, now=NOON)
    as_user(activity.host).post(f"/kegiatan/{activity.pk}/hadir/", {"shown": str(other.pk)})
    assert [row.user for row in activity.attendance.filter(came=True)] == [user]


def test_a_refused_page_still_takes_a_tick_away(as_user):
    activity = called(1)
    row = activity.attendance.exclude(user=activity.host).get()
    row.came = row.asked = True
    row.save()
    client, path = as_user(activity.host), f"/kegiatan/{activity.pk}/hadir/"
    sent = {"shown": str(row.pk), f"gave-{row.pk}": "asked", "numbers": "x"}
    page = client.post(path, sent).content.decode()
    assert f'name="shown" value="{row.pk}"' in page
    client.post(path, {**sent, "numbers": ""})
    row.refresh_from_db()
    assert (row.came, row.asked) == (False, False)


def test_the_list_behind_the_count_names_who_came(as_user):
    activity = called(2)
    user = guest_of(activity)
    row = activity.attendance.get(user=user)
    attendance.attend(activity, by=activity.host, came={row.pk}, gave={row.pk: ["asked"]})
    page = as_user(user).get(f"/kegiatan/{activity.pk}/")
    assert f'href="/kegiatan/{activity.pk}/kehadiran/"' in page.content.decode()
    answer = as_user(user).get(f"/kegiatan/{activity.pk}/kehadiran/")
    assert [row.user for row in answer.context["came"]] == [user]
    assert activity.host.name not in answer.content.decode().split("Yang bisa membaca")[0]


# Minutes


def test_minutes_for_ten_people_take_at_most_15_taps_and_3_minutes(as_user):
    """From the meeting's page, counted and timed as a typist does it for a cycle."""
    activity = called(9, agenda="Asesmen awal")
    rows = list(activity.attendance.order_by("number"))
    typist = Typist(as_user(activity.host))
    typist.open(f"/kegiatan/{activity.pk}/")
    typist.taps = 0  # she stands there after the meeting
    typist.open(f"/kegiatan/{activity.pk}/notulen/")
    typist.send(
        {
            "came": [str(row.pk) for row in rows[:9]],
            f"gave-{rows[1].pk}": ["presented"],
            "decision": "Bertemu lagi dua minggu lagi dengan hasil asesmen awal.",
            "to_try": "Satu pertanyaan terbuka setiap hari.",
        }
    )
    activity.refresh_from_db()
    assert activity.minuted_at
    assert activity.attendance.filter(came=True).count() == 9
    assert activity.attendance.get(presented=True) == rows[1]
    assert typist.taps <= 15
    assert typist.minutes <= 3


def test_minutes_leave_a_line_with_who_came_and_with_nobody_else(as_user):
    TermFactory()
    activity = called(2)
    user = guest_of(activity)
    row = activity.attendance.get(user=user)
    away = activity.attendance.exclude(user__in=[user, activity.host]).get().user
    sent = {"came": [str(row.pk)], "decision": "Bertukar soal", "to_try": "Kartu bertanya"}
    client = as_user(activity.host)
    for _time in range(2):
        client.post(f"/kegiatan/{activity.pk}/notulen/", {**sent, "shown": [str(row.pk)]})
    assert [trial.user for trial in Trial.objects.all()] == [user]
    home = as_user(user).get("/").content.decode()
    assert "Kartu bertanya" in home
    assert "Bertukar soal" in home
    assert "Kartu bertanya" not in as_user(away).get("/").content.decode()


def test_who_is_marked_later_gets_the_line_and_who_was_marked_wrongly_loses_it():
    activity = called(2)
    first, second = activity.attendance.exclude(user=activity.host)
    attendance.attend(activity, by=activity.host, came={first.pk}, gave={})
    minutes.minute(activity, by=activity.host, problem="", decision="", to_try="Kartu")
    attendance.attend(activity, by=activity.host, came={second.pk}, gave={})
    assert [trial.user for trial in Trial.objects.all()] == [second.user]


# What is tried


def test_what_happened_comes_back_at_the_next_meeting_and_skipping_is_unseen(as_user):
    TermFactory()
    forum = ForumFactory()
    first = called(2, forum=forum, to_try="Kartu bertanya", decision="Kami mencoba")
    users = [row.user for row in first.attendance.all()]
    attendance.attend(
        first, by=first.host, came={row.pk for row in first.attendance.all()}, gave={}
    )
    minutes.minute(
        first, by=first.host, problem="", decision="Kami mencoba", to_try="Kartu bertanya"
    )
    one, two = Trial.objects.get(user=users[1]), Trial.objects.get(user=users[2])
    answer = as_user(users[1]).post(
        f"/mencoba/{one.pk}/", {"outcome": " Murid  bertanya dua kali. "}
    )
    assert answer.status_code == 302
    as_user(users[2]).post(f"/mencoba/{two.pk}/", {"skip": "1"})
    assert "Kartu bertanya" not in as_user(users[1]).get("/").content.decode()
    assert "Kartu bertanya" not in as_user(users[2]).get("/").content.decode()
    following = ActivityFactory(
        forum=forum, host=first.host, starts_at=STARTS + dt.timedelta(days=14)
    )
    for path in ("", "notulen/"):
        page = as_user(first.host).get(f"/kegiatan/{following.pk}/{path}").content.decode()
        assert "Murid bertanya dua kali." in page
        assert "Kami mencoba" in page
    visit = ActivityFactory(
        forum=forum, host=first.host, kind="workshop", starts_at=STARTS + dt.timedelta(days=15)
    )
    after = ActivityFactory(forum=forum, host=first.host, starts_at=STARTS + dt.timedelta(days=16))
    for other in (visit, after):
        page = as_user(first.host).get(f"/kegiatan/{other.pk}/").content.decode()
        assert "Murid bertanya dua kali." not in page
    two.refresh_from_db()
    assert two.skipped_at
    assert two.outcome == ""


def test_nobody_answers_for_somebody_else(as_user):
    row = TrialFactory(activity=called())
    colleague = guest_of(row.activity)
    assert as_user(colleague).post(f"/mencoba/{row.pk}/", {"outcome": "x"}).status_code == 403
    stranger = member(ForumFactory())
    assert as_user(stranger).post(f"/mencoba/{row.pk}/", {"outcome": "x"}).status_code == 404


def test_an_empty_line_is_asked_for_and_an_answer_is_not_skipped_away(as_user):
    activity = called()
    row = TrialFactory(activity=activity, user=guest_of(activity))
    page = as_user(row.user).post(f"/mencoba/{row.pk}/", {"outcome": "  "})
    assert "Tulis satu baris" in page.content.decode()
    trials.answer(row, by=row.user, outcome="Berhasil")
    trials.skip(row, by=row.user)
    row.refresh_from_db()
    assert (row.outcome, row.skipped_at) == ("Berhasil", None)


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("name", "queries"), [("activity-detail", 12), ("activity-minutes", 8), ("activity-present", 9)]
)
def test_pages_of_a_meeting_cost_the_same_for_any_number_of_people(
    as_user, django_assert_num_queries, rows, name, queries
):
    activity = called(rows, to_try="Kartu", minuted_at=NOON)
    before = ActivityFactory(
        forum=activity.forum, starts_at=STARTS - dt.timedelta(days=9), minuted_at=NOON, to_try="A"
    )
    for _number in range(rows):
        row = TrialFactory(activity=before)
        trials.answer(row, by=row.user, outcome="Baik")
    client = as_user(activity.host)
    # Session, user and appointments; the activity with its aspects; rights; the list; readers;
    # what comes back from the meeting before.
    with django_assert_num_queries(queries):
        assert client.get(reverse(name, args=[activity.pk])).status_code == 200
