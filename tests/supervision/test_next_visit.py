import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from supervision.models import SupervisionSession
from tests.factories import FollowUpFactory, InstrumentFactory, SessionFactory, TurnFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 28, 3, 0, tzinfo=dt.UTC)
NEXT = dt.date(2026, 12, 10)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


def talked(state="discussed", **kwargs):
    session = SessionFactory(state=state, group="A", instruments=[InstrumentFactory()], **kwargs)
    TurnFactory(session=session)
    FollowUpFactory(session=session)
    return session


def send(client, session, name="session-next", **data):
    return client.post(reverse(name, args=[session.pk]), data)


@pytest.mark.parametrize("side", ["teacher", "observer"])
@pytest.mark.parametrize("state", ["discussed", "following_up"])
def test_either_side_notes_the_date_agreed_in_the_talk(client, side, state):
    session = talked(state)
    client.force_login(getattr(session, side))
    assert send(client, session, next_on="10/12/2026").status_code == 302
    session.refresh_from_db()
    assert session.next_on == NEXT
    page = reverse("session-discuss", args=[session.pk])
    assert "Bertemu lagi Kamis, 10 Desember 2026." in client.get(page).content.decode()


@pytest.mark.parametrize("day", ["", "besok", "28/11/2026", "25/11/2026", "\x00", "9" * 400])
def test_a_date_that_is_none_is_kept_on_the_page(client, day):
    session = talked()
    client.force_login(session.teacher)
    answer = send(client, session, next_on=day)
    assert answer.status_code == 200
    session.refresh_from_db()
    assert session.next_on is None


@pytest.mark.parametrize("state", ["planned", "observed", "closed"])
def test_the_date_belongs_to_the_talk(client, state):
    session = talked(state)
    client.force_login(session.observer)
    assert send(client, session, next_on="10/12/2026").status_code in (403, 404)


def test_one_tap_plans_the_same_teacher_class_and_observer_once(client):
    session = talked("following_up", next_on=NEXT)
    client.force_login(session.observer)
    follow = reverse("session-follow", args=[session.pk])
    assert "Jadwalkan kunjungan ini" in client.get(follow).content.decode()
    for _ in range(2):
        answer = send(client, session, "session-next-plan")
    planned = SupervisionSession.objects.get(state="planned")
    assert answer.url == reverse("session-detail", args=[planned.pk])
    same = ("teacher", "observer", "school", "grade", "group", "subject", "aspects")
    assert all(getattr(planned, name) == getattr(session, name) for name in same)
    assert planned.planned_on == NEXT
    assert "Jadwalkan kunjungan ini" not in client.get(follow).content.decode()


def test_the_teacher_does_not_plan_it(client):
    session = talked("following_up", next_on=NEXT)
    client.force_login(session.teacher)
    assert send(client, session, "session-next-plan").status_code == 403
    assert not SupervisionSession.objects.filter(state="planned").exists()


@pytest.mark.parametrize(
    ("state", "next_on"),
    [("discussed", NEXT), ("following_up", None), ("following_up", dt.date(2026, 11, 27))],
)
def test_what_is_not_agreed_or_has_passed_plans_nothing(client, state, next_on):
    session = talked(state, next_on=next_on)
    client.force_login(session.observer)
    send(client, session, "session-next-plan")
    assert not SupervisionSession.objects.filter(state="planned").exists()
