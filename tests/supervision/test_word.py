import pytest
from django.urls import reverse

from portal.models import AuditEvent, Notification
from supervision.actions import word
from supervision.models import TalkWord
from tests.factories import SessionFactory, TalkWordFactory, TurnFactory, appointed

pytestmark = pytest.mark.django_db
QUESTION = "Percakapan ini membantu saya?"


def talked(observer=None, state="following_up", **kwargs):
    if observer:
        kwargs |= {"observer": observer, "school": observer.appointments.get().school}
    session = SessionFactory(state=state, **kwargs)
    TurnFactory(session=session)
    return session


def give(client, session, answer="yes"):
    return client.post(reverse("session-word", args=[session.pk]), {"answer": answer})


def follow(client, session):
    return client.get(reverse("session-follow", args=[session.pk])).content.decode()


def test_a_word_is_given_once_and_nothing_joins_it_to_its_teacher(client):
    session = talked()
    client.force_login(session.teacher)
    assert QUESTION in follow(client, session)
    give(client, session, "partly")
    give(client, session, "yes")
    assert QUESTION not in follow(client, session)
    kept = TalkWord.objects.get()
    assert (kept.observer, kept.answer) == (session.observer, "partly")
    names = {field.name for field in TalkWord._meta.get_fields()}
    assert names == {"id", "observer", "answer", "shown"}
    assert not AuditEvent.objects.filter(object_id__in=[str(session.pk), str(kept.pk)]).exists()
    assert not Notification.objects.exists()


def test_only_the_teacher_is_asked_and_only_after_the_talk(client):
    session = talked()
    client.force_login(session.observer)
    assert QUESTION not in follow(client, session)
    assert give(client, session).status_code == 403
    early = talked(state="discussed")
    client.force_login(early.teacher)
    give(client, early)
    assert not TalkWord.objects.exists()


@pytest.mark.parametrize("answer", ["", "tidak", "\x00", "YES", "😀" * 500])
def test_an_answer_is_one_of_three(client, answer):
    session = talked()
    client.force_login(session.teacher)
    assert give(client, session, answer).status_code == 302
    session.refresh_from_db()
    assert session.word_given is False
    assert not TalkWord.objects.exists()


def test_nothing_is_heard_before_the_fifth_and_then_all_at_once():
    first = talked()
    observer = first.observer
    sessions = [first, *[talked(observer) for _ in range(9)]]
    heard = []
    for number, session in enumerate(sessions):
        word.give(session, by=session.teacher, answer="yes" if number % 2 else "not_yet")
        found = word.heard(observer)
        heard.append(found.total if found else 0)
    assert heard == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10]
    assert word.heard(observer).answers == [
        ("Ya, membantu saya", 5),
        ("Sebagian membantu saya", 0),
        ("Belum", 5),
    ]


def test_others_hear_nothing():
    observer = talked().observer
    TalkWordFactory.create_batch(6, observer=observer, shown=True)
    assert word.heard(observer).total == 6
    other = appointed("supervisor", region=observer.appointments.get().school.subdistrict)
    assert word.heard(other) is None
