import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from portal.models import AuditEvent, Notification
from supervision.actions import follow_up
from supervision.models import Reopening, State, TermSummary
from tests.factories import FollowUpFactory, SessionFactory, TurnFactory, appointed

pytestmark = pytest.mark.django_db
CLOSED = dt.datetime(2026, 12, 1, 3, 0, tzinfo=dt.UTC)


def closed():
    session = SessionFactory(state="closed", closed_at=CLOSED)
    TurnFactory(session=session)
    FollowUpFactory(session=session)
    return session


def send(client, session, name="session-reopen", **data):
    return client.post(reverse(name, args=[session.pk]), data)


def at(hours):
    return time_machine.travel(CLOSED + dt.timedelta(hours=hours), tick=False)


@pytest.mark.parametrize("side", ["teacher", "observer"])
def test_either_side_opens_it_within_a_day_and_both_are_told(client, side):
    session = closed()
    by = getattr(session, side)
    with at(hours=23.9):
        client.force_login(by)
        for _ in range(2):
            answer = send(client, session, reason="Bukti belum lengkap")
            assert answer.url == reverse("session-follow", args=[session.pk])
    session.refresh_from_db()
    assert (session.state, session.closed_at) == (State.FOLLOWING_UP, None)
    assert Reopening.objects.values_list("by", "reason").get() == (by.pk, "Bukti belum lengkap")
    other = {"teacher": session.observer, "observer": session.teacher}[side]
    assert Notification.objects.get(kind="session_reopened").to == other
    assert AuditEvent.objects.filter(act="session_reopen").count() == 1


def test_after_a_day_it_stays_closed_and_says_what_to_do(client):
    session = closed()
    with at(hours=24):
        client.force_login(session.teacher)
        answer = send(client, session, reason="Terlambat sedikit")
        words = answer.content.decode()
        assert "catatan tetap seperti adanya" in words
        record = client.get(reverse("session-record", args=[session.pk])).content.decode()
    session.refresh_from_db()
    assert session.state == State.CLOSED
    assert not Reopening.objects.exists()
    assert reverse("session-reopen", args=[session.pk]) not in record
    assert reverse("session-correct", args=[session.pk]) in record


def test_a_reason_is_asked_for(client):
    session = closed()
    with at(hours=1):
        client.force_login(session.observer)
        assert send(client, session, reason="  ").status_code == 200
        assert client.get(reverse("session-reopen", args=[session.pk])).status_code == 200
    session.refresh_from_db()
    assert session.state == State.CLOSED


@pytest.mark.parametrize("name", ["session-reopen", "session-correct"])
@pytest.mark.parametrize("role", ["supervisor", "coordinator", "teacher"])
def test_nobody_else_reopens_or_corrects(client, name, role):
    session = closed()
    place = (
        {"region": session.school.subdistrict}
        if role == "supervisor"
        else {"school": session.school}
    )
    with at(hours=1):
        client.force_login(appointed(role, **place))
        assert send(client, session, name, reason="x", text="x").status_code in (403, 404)
    session.refresh_from_db()
    assert session.state == State.CLOSED
    assert session.turns.count() == 1


@pytest.mark.parametrize("state", ["discussed", "observed", "cancelled"])
def test_what_was_not_closed_is_not_reopened(client, state):
    session = SessionFactory(state=state)
    client.force_login(session.observer)
    assert send(client, session, reason="x").status_code == 403
    assert not Reopening.objects.exists()


def test_it_closes_again_and_both_hear_of_it_again():
    session = closed()
    with at(hours=1):
        from_open = follow_up.close(session, by=session.teacher)
        assert from_open.closed_at == CLOSED
    with at(hours=2):
        from supervision.actions import reopen  # noqa: PLC0415

        for reason in ("Pertama", "Kedua"):
            reopen.reopen(session, by=session.observer, reason=reason)
            follow_up.close(session, by=session.teacher)
    session.refresh_from_db()
    assert session.state == State.CLOSED
    assert session.closed_at == CLOSED + dt.timedelta(hours=2)
    assert Notification.objects.filter(kind="session_closed").count() == 2
    kept = TermSummary.objects.get(school=session.school, term=session.term, aspect="")
    assert kept.closed == 1


def test_the_record_tells_who_opened_it_and_why(client):
    session = closed()
    Reopening.objects.create(
        session=session, by=session.observer, reason="Tanggal keliru", at=CLOSED
    )
    client.force_login(session.teacher)
    words = client.get(reverse("session-record", args=[session.pk])).content.decode()
    assert f"Dibuka lagi oleh {session.observer.call}" in words
    assert "Tanggal keliru" in words


@pytest.mark.parametrize("side", ["teacher", "observer"])
def test_a_note_of_correction_stands_beside_the_record(client, side):
    session, key = closed(), uuid4()
    with at(hours=100):
        client.force_login(getattr(session, side))
        for _ in range(2):
            answer = send(
                client, session, "session-correct", form_id=key, text="Kelas 4B, bukan 4A"
            )
            assert answer.status_code == 302
        words = client.get(reverse("session-record", args=[session.pk])).content.decode()
    assert "Kelas 4B, bukan 4A" in words
    assert "Saya melihat murid mulai bertanya" in words
    session.refresh_from_db()
    assert session.state == State.CLOSED
    assert session.turns.filter(kind="correction").count() == 1
    assert Notification.objects.filter(kind="correction_written").count() == 1


def test_an_empty_correction_and_another_form_keep_what_was_typed(client):
    session, other = closed(), closed()
    client.force_login(session.teacher)
    assert send(client, session, "session-correct", text=" ").status_code == 200
    key = other.turns.get().pk
    answer = send(client, session, "session-correct", form_id=key, text="Jangan hilang")
    assert "Jangan hilang" in answer.content.decode()
    assert session.turns.count() == 1
