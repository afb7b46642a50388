import datetime as dt
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse

from portal import notify
from portal.models import Notification, User
from tests.factories import SessionFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 0, 0, tzinfo=dt.UTC)


class Down(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("tidak terhubung")


@pytest.fixture
def reader():
    return UserFactory(name="Siti Aminah", email="siti@contoh.sch.id", digest=True)


def news(reader, kind="session_planned", event="", at=NOW):
    with time_machine.travel(at, tick=False):
        other = UserFactory(name="Hadi Santoso", address="bapak")
        notify.tell(kind, SessionFactory(), to=[reader], by=other, event=event)


def send(at=NOW):
    with time_machine.travel(at, tick=False):
        call_command("send_digests")


def test_a_digest_counts_and_links_and_tells_nothing_else(reader, mailoutbox, settings):
    settings.SITE_ADDRESS = "https://rembuk.example/"
    news(reader)
    news(reader, "turn_written")
    news(reader, "visit_near")
    send()
    (mail,) = mailoutbox
    assert mail.to == ["siti@contoh.sch.id"]
    assert mail.subject == "3 hal baru di Rembuk"
    assert "- 2 kabar\n- 1 pengingat" in mail.body
    assert "https://rembuk.example/pemberitahuan/" in mail.body
    assert "https://rembuk.example/pengaturan/" in mail.body
    for secret in ("Hadi", "kunjungan", "supervisi/"):
        assert secret not in mail.body


def test_one_mail_a_day_and_nothing_twice(reader, mailoutbox):
    news(reader)
    send()
    news(reader)
    send(NOW + dt.timedelta(hours=5))
    assert len(mailoutbox) == 1
    send(NOW + dt.timedelta(days=1))
    send(NOW + dt.timedelta(days=2))
    assert [mail.subject for mail in mailoutbox] == ["1 hal baru di Rembuk"] * 2
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_only_who_wants_it_and_has_an_address_and_may_sign_in(reader, mailoutbox):
    for change in ({"digest": False}, {"email": ""}, {"is_active": False}):
        person = UserFactory(email=f"{len(change)}{next(iter(change))}@contoh.id", digest=True)
        User.objects.filter(pk=person.pk).update(**change)
        news(person)
    send()
    assert mailoutbox == []


def test_what_was_read_or_is_old_is_not_mailed(reader, mailoutbox):
    news(reader)
    Notification.objects.update(read_at=NOW)
    news(reader, at=NOW - dt.timedelta(days=15))
    send()
    assert mailoutbox == []


def test_a_mail_server_that_is_down_loses_nothing(reader, mailoutbox, settings):
    news(reader)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.portal.test_digests.Down"
    with pytest.raises(CommandError):
        send()
    assert Notification.objects.filter(mailed_at=None).count() == 1
    settings.EMAIL_BACKEND = works
    send(NOW + dt.timedelta(hours=1))
    assert len(mailoutbox) == 1


def test_the_wish_is_a_setting_of_ones_own(client):
    person = appointed("teacher", name="Siti Aminah")
    client.force_login(person)
    url = reverse("settings")
    form = {"name": "Siti Aminah", "address": "ibu", "digest": "on"}
    refused = client.post(url, form)
    assert "Untuk surel harian, tulis dulu alamatnya." in refused.content.decode()
    assert client.post(url, {**form, "email": "siti@contoh.sch.id"}).status_code == 302
    person.refresh_from_db()
    assert person.digest is True
    client.post(url, {"name": "Siti Aminah", "address": "ibu", "email": "siti@contoh.sch.id"})
    person.refresh_from_db()
    assert person.digest is False
