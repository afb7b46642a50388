"""Invitations by e-mail: to whom they go, what they hold, and that none goes twice."""

import datetime as dt
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import icalendar
import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from collaboration.models import Activity
from collaboration.tasks import mail_meeting
from portal.models import User
from tests.factories import ActivityFactory, AttendanceFactory, ForumFactory, TermFactory, member

pytestmark = pytest.mark.django_db
TITLE, REASON = "Membaca hasil asesmen", "Gedung dipakai pemilihan"


class Picky(EmailBackend):
    """A mail server that refuses one address, and is gone for another."""

    def send_messages(self, messages):
        for mail in messages:
            if mail.to == ["salah@contoh.example"]:
                raise SMTPRecipientsRefused({})
            if mail.to == ["putus@contoh.example"]:
                raise SMTPServerDisconnected("tidak terhubung")
        return super().send_messages(messages)


def addressed(user: User, box: str, **more: object) -> User:
    User.objects.filter(pk=user.pk).update(email=f"{box}@contoh.example", **more)
    return user


def sent(day: dt.date, **more: str) -> dict[str, object]:
    about = {"title": TITLE, "time": "13.00", "minutes": "120", "place": "SDN Semare 1"}
    return {"day": day.isoformat(), "aspects": ["planning"], "kind": "meeting", **about, **more}


@pytest.fixture
def forum(settings):
    settings.SITE_ADDRESS = "https://rembuk.example/"
    TermFactory()
    return ForumFactory()


def to_come(forum, *names):
    activity = ActivityFactory(
        forum=forum, host=member(forum), title=TITLE,
        starts_at=timezone.now() + dt.timedelta(days=3),
    )  # fmt: skip
    for name in names:
        person = addressed(member(forum), name)
        AttendanceFactory(activity=activity, user=person, came=False)
    return activity


def test_a_meeting_is_called_moved_and_called_off_by_e_mail(
    as_user, forum, mailoutbox, django_capture_on_commit_callbacks
):
    host = addressed(member(forum), "tuan", name="Kartini Wulandari")
    host.refresh_from_db()
    reader = addressed(member(forum), "siti")
    addressed(member(forum), "tanpa", meeting_mail=False)
    without = member(forum)
    client, day = as_user(host), timezone.localdate() + dt.timedelta(days=9)

    def does(path, data):
        with django_capture_on_commit_callbacks(execute=True):
            for _time in range(2):
                assert client.post(path, data).status_code == 302

    key = "3f0d8a52-6f6c-4a57-9f0e-2f4f8c8f5b11"
    does(f"/kkg/{forum.pk}/undang/", sent(day, form_id=key))
    activity = Activity.objects.get()
    page = f"/kegiatan/{activity.pk}/"
    assert [mail.to for mail in mailoutbox] == [["siti@contoh.example"]]
    call_command("send_digests")
    assert len(mailoutbox) == 1

    told = client.get(f"{page}undangan/").content.decode()
    assert "1 orang juga menerimanya lewat surel" in told
    assert "2 orang tidak menerima surel" in told
    assert without.name in told
    assert without.name not in as_user(reader).get(f"{page}undangan/").content.decode()

    does(f"{page}ubah/", sent(day + dt.timedelta(days=2), reason=REASON))
    does(f"{page}batalkan/", {"reason": REASON})
    called, *moved = [mail for mail in mailoutbox if mail.to == ["siti@contoh.example"]]
    assert [mail.subject for mail in (called, *moved)] == [
        "Undangan kegiatan", "Kegiatan pindah waktu", "Kegiatan dibatalkan",
    ]  # fmt: skip
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox)
    for mail in mailoutbox:
        assert f"https://rembuk.example{page}" in mail.body
        assert "https://rembuk.example/pengaturan/" in mail.body
        secrets = (TITLE, REASON) if "tuan" in mail.to[0] else (TITLE, REASON, "Kartini")
        for secret in secrets:
            assert secret not in mail.body
            assert secret not in mail.attachments[0][1]
    (event,) = icalendar.Calendar.from_ical(called.attachments[0][1]).walk("VEVENT")
    assert event["dtstart"].dt == dt.datetime.combine(day, dt.time(6), dt.UTC)
    (event,) = icalendar.Calendar.from_ical(moved[1].attachments[0][1]).walk("VEVENT")
    assert event["status"] == "CANCELLED"


def test_a_server_that_fails_costs_nobody_the_invitation(forum, mailoutbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    activity = to_come(forum, "salah", "siti", "putus", "hadi")
    assert mail_meeting.func(str(activity.pk)) == 1
    with pytest.raises(CommandError, match="3 invitations"):
        call_command("send_digests")
    assert [mail.to for mail in mailoutbox] == [["siti@contoh.example"]]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_digests")
    mail_meeting.func(str(activity.pk))
    assert sorted(mail.to[0].split("@")[0] for mail in mailoutbox) == [
        "hadi", "putus", "salah", "siti",
    ]  # fmt: skip


def test_who_has_left_and_what_was_held_get_no_mail(forum, mailoutbox):
    activity = to_come(forum, "siti", "hadi")
    User.objects.filter(email__startswith="siti").update(is_active=False)
    Activity.objects.filter(pk=activity.pk).update(starts_at=timezone.now())
    assert mail_meeting.func(str(activity.pk)) == 0
    Activity.objects.filter(pk=activity.pk).update(starts_at=timezone.now() + dt.timedelta(days=1))
    assert mail_meeting.func(str(activity.pk)) == 1
    assert [mail.to for mail in mailoutbox] == [["hadi@contoh.example"]]


def test_the_e_mail_is_switched_off_where_the_letter_says(as_user, forum):
    user = addressed(member(forum), "siti")
    data = {"name": user.name, "email": "siti@contoh.example"}
    as_user(user).post("/pengaturan/", data)
    user.refresh_from_db()
    assert not user.meeting_mail
    as_user(user).post("/pengaturan/", data | {"meeting_mail": "on"})
    user.refresh_from_db()
    assert user.meeting_mail
