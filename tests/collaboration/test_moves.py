"""An activity that is moved or called off, or lies where none can: what people are told."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from collaboration.models import Activity, Attendance
from portal.models import Notification
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    TermFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db
REASON = "Gedung dipakai pemilihan kepala desa"


def sent(day: dt.date, **more: str) -> dict[str, object]:
    about = {"title": "Asesmen awal", "time": "13.00", "minutes": "120", "place": "SDN Semare 1"}
    return {"day": day.isoformat(), "aspects": ["planning"], **about, **more}


@pytest.fixture
def called():
    TermFactory()
    forum = ForumFactory()
    host, user = member(forum), member(forum)
    at = timezone.now() + dt.timedelta(days=3)
    activity = ActivityFactory(forum=forum, host=host, starts_at=at)
    AttendanceFactory(activity=activity, user=host, came=False)
    AttendanceFactory(
        activity=activity, user=user, came=False, answer="coming", answered_at=timezone.now()
    )
    return activity


def told(activity, kind):
    rows = Notification.objects.filter(object_id=str(activity.pk), kind=kind)
    return set(rows.values_list("to", flat=True))


def guest_of(activity):
    return activity.attendance.exclude(user=activity.host).get()


def test_who_is_on_the_list_hears_of_a_move_and_answers_anew(as_user, called):
    client, page = as_user(called.host), f"/kegiatan/{called.pk}/"
    day = called.day + dt.timedelta(days=2)
    refused = client.post(f"{page}ubah/", sent(day))
    assert "Tuliskan mengapa tanggalnya berubah." in refused.content.decode()
    called.refresh_from_db()
    assert called.moved_from is None

    for _time in range(2):
        assert client.post(f"{page}ubah/", sent(day, reason=REASON)).status_code == 302

    row = guest_of(called)
    assert told(called, "activity_moved") == {row.user_id}
    assert Notification.objects.filter(kind="activity_moved").count() == 1
    assert row.answer == ""
    seen = as_user(row.user).get(page).content.decode()
    assert REASON in seen
    assert "Dipindah" in seen
    news = as_user(row.user).get("/pemberitahuan/").content.decode()
    assert "memindahkan" in news
    assert f"kegiatan {date_format(day, 'l, j F')}" in news


def test_another_hour_of_the_same_day_keeps_the_answers(as_user, called):
    Activity.objects.filter(pk=called.pk).update(
        starts_at=called.starts_at.replace(hour=2, minute=0, second=0, microsecond=0)
    )
    called.refresh_from_db()
    data = sent(called.day, reason=REASON) | {"time": "15.00"}
    as_user(called.host).post(f"/kegiatan/{called.pk}/ubah/", data)
    row = guest_of(called)
    assert told(called, "activity_moved") == {row.user_id}
    assert row.answer == "coming"


def test_what_is_changed_without_moving_tells_nobody(as_user, called):
    about = sent(called.day, title="Judul baru")
    about["time"] = timezone.localtime(called.starts_at).strftime("%H.%M")
    Activity.objects.filter(pk=called.pk).update(
        starts_at=called.starts_at.replace(second=0, microsecond=0)
    )
    as_user(called.host).post(f"/kegiatan/{called.pk}/ubah/", about)
    called.refresh_from_db()
    assert called.title == "Judul baru"
    assert told(called, "activity_moved") == set()
    assert guest_of(called).answer == "coming"


def test_calling_off_needs_a_reason_and_is_told_once(as_user, called):
    client, page = as_user(called.host), f"/kegiatan/{called.pk}/"
    refused = client.post(f"{page}batalkan/", {"reason": "  "}).content.decode()
    assert "Tulis mengapa dibatalkan." in refused
    called.refresh_from_db()
    assert called.cancelled_at is None

    for _time in range(2):
        client.post(f"{page}batalkan/", {"reason": REASON})

    row = guest_of(called)
    assert told(called, "activity_cancelled") == {row.user_id}
    assert REASON in as_user(row.user).get(page).content.decode()


def test_a_meeting_of_the_past_is_moved_and_called_off_quietly(as_user, called):
    Activity.objects.filter(pk=called.pk).update(starts_at=timezone.now() - dt.timedelta(days=9))
    client, page = as_user(called.host), f"/kegiatan/{called.pk}/"
    day = timezone.localdate() - dt.timedelta(days=8)
    assert client.post(f"{page}ubah/", sent(day)).status_code == 302
    client.post(f"{page}batalkan/", {"reason": REASON})
    assert Notification.objects.filter(object_id=str(called.pk)).count() == 0


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (dt.date(1990, 12, 5), "Tanggal ini sudah lama sekali. Apakah tahunnya benar?"),
        (dt.date(2199, 12, 5), "Tanggal ini lebih dari setahun lagi. Apakah tahunnya benar?"),
    ],
)
def test_a_mistyped_year_is_asked_about_where_it_was_typed(as_user, called, day, sentence):
    client = as_user(called.host)
    new = client.post(f"/kkg/{called.forum_id}/undang/", sent(day, kind="meeting"))
    changed = client.post(f"/kegiatan/{called.pk}/ubah/", sent(day, reason=REASON))
    assert sentence in new.content.decode()
    assert sentence in changed.content.decode()
    assert Activity.objects.count() == 1


def test_what_was_held_is_entered_and_invites_nobody(as_user, called):
    day = timezone.localdate() - dt.timedelta(days=20)
    client = as_user(called.host)
    answer = client.post(f"/kkg/{called.forum_id}/undang/", sent(day, kind="meeting"), follow=True)
    assert "tidak ada yang diundang" in answer.content.decode()
    held = Activity.objects.exclude(pk=called.pk).get()
    assert Attendance.objects.filter(activity=held).exists()
    assert Notification.objects.filter(object_id=str(held.pk)).count() == 0


def test_nobody_came_to_a_day_still_to_come(as_user, called):
    client, page = as_user(called.host), f"/kegiatan/{called.pk}/"
    assert "2 orang ada di daftar." in client.get(page).content.decode()
    keys = [str(row.pk) for row in called.attendance.all()]
    words = {"problem": "Belum", "decision": "Mencoba kartu", "to_try": "Kartu giliran"}
    for part in ("hadir/", "notulen/"):
        text = client.post(page + part, {"came": keys, **words}).content.decode()
        assert "Harinya belum tiba." in text
    assert "Mencoba kartu" in text
    called.refresh_from_db()
    assert called.minuted_at is None
    assert not called.attendance.filter(came=True).exists()
    assert told(called, "minutes_written") == set()


def test_the_second_of_two_who_change_an_activity_sees_both_and_loses_nothing(as_user, called):
    page = f"/kegiatan/{called.pk}/ubah/"
    Activity.objects.filter(pk=called.pk).update(
        starts_at=called.starts_at.replace(second=0, microsecond=0)
    )
    one, two = as_user(called.host), as_user(appointed(Role.CHAIR, cluster=called.forum.cluster))
    seen = [client.get(page).context["seen"] for client in (one, two)]
    first = sent(called.day, title="Asesmen awal dan akhir", agenda="Membaca hasil", seen=seen[0])
    first["time"] = timezone.localtime(called.starts_at).strftime("%H.%M")
    second = first | {"agenda": "Menyusun soal", "seen": seen[1]}
    for _time in range(2):
        assert one.post(page, first).status_code == 302

    answer = two.post(page, second)
    shown = answer.content.decode()
    assert "Orang lain sudah mengubah kegiatan ini" in shown
    assert "Membaca hasil" in shown
    assert "Menyusun soal" in shown
    called.refresh_from_db()
    assert called.agenda == "Membaca hasil"

    assert two.post(page, second | {"seen": answer.context["seen"]}).status_code == 302
    called.refresh_from_db()
    assert (called.title, called.agenda) == ("Asesmen awal dan akhir", "Menyusun soal")
