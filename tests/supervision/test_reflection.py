import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.models import AuditEvent
from supervision.actions import follow_up
from supervision.models import Reflection, State
from tests.factories import FollowUpFactory, ReflectionFactory, SessionFactory, TurnFactory

pytestmark = pytest.mark.django_db


def ready(state="following_up"):
    session = SessionFactory(state=state)
    TurnFactory(session=session)
    FollowUpFactory(session=session)
    return session


def reflect(client, session, **data):
    return client.post(reverse("session-reflect", args=[session.pk]), data)


def delete(client, session):
    return client.post(reverse("session-reflect-delete", args=[session.pk]))


@pytest.mark.parametrize("name", ["inspiration", "change", "challenges", "plan", "text"])
def test_one_part_is_enough_and_comes_back_where_it_was_written(client, name):
    session = ready()
    client.force_login(session.teacher)
    assert reflect(client, session, **{name: "Saya menunggu lebih lama"}).status_code == 302
    kept = session.reflections.get()
    assert [words for _question, words in kept.parts] == ["Saya menunggu lebih lama"]
    words = client.get(reverse("session-reflect", args=[session.pk])).content.decode()
    field = words.index(f'name="{name}"')
    assert words.index("Saya menunggu lebih lama</textarea>") > field


def test_nothing_written_is_asked_for_and_themes_alone_are_no_words(client):
    session = ready()
    client.force_login(session.teacher)
    answer = reflect(client, session, themes=["pupils"], then="close")
    assert answer.status_code == 200
    assert "Tulis beberapa kata" in answer.content.decode() or "satu kalimat" in (
        answer.content.decode()
    )
    session.refresh_from_db()
    assert (session.state, session.reflections.count()) == (State.FOLLOWING_UP, 0)


def test_themes_are_kept_in_their_order_and_foreign_ones_refused(client):
    session = ready()
    client.force_login(session.teacher)
    reflect(client, session, text="x", themes=["myself", "pupils"])
    kept = session.reflections.get()
    assert kept.themes == ["pupils", "myself"]
    assert kept.theme_words == ["Mengenal murid", "Diri saya sebagai guru"]
    assert reflect(client, session, text="y", themes=["gaji"]).status_code == 200
    kept.refresh_from_db()
    assert kept.text == "x"


def test_a_reflection_of_before_has_only_its_text(client):
    session = ready()
    ReflectionFactory(session=session, text="Kata lama")
    client.force_login(session.teacher)
    words = client.get(reverse("session-reflect", args=[session.pk])).content.decode()
    assert "Kata lama</textarea>" in words


def test_the_record_shows_a_shared_one_with_its_questions(client):
    session = ready()
    client.force_login(session.teacher)
    reflect(client, session, change="Kartu giliran", then="share")
    client.force_login(session.observer)
    words = client.get(reverse("session-record", args=[session.pk])).content.decode()
    assert words.index("Apa yang") < words.index("Kartu giliran")


def test_a_private_one_is_deleted_after_a_question(client):
    session = ready()
    ReflectionFactory(session=session)
    client.force_login(session.teacher)
    page = client.get(reverse("session-reflect-delete", args=[session.pk]))
    assert "Hapus refleksi?" in page.content.decode()
    assert Reflection.objects.exists()
    for _ in range(2):
        assert delete(client, session).status_code == 302
    assert not Reflection.objects.exists()
    assert AuditEvent.objects.filter(act="reflection_delete").count() == 1


@pytest.mark.parametrize("state", ["following_up", "closed"])
def test_a_shared_one_is_not_deleted(client, state):
    session = ready(state)
    row = ReflectionFactory(session=session, shared_at=session.released_at)
    client.force_login(session.teacher)
    assert delete(client, session).status_code == 404
    with pytest.raises(ValidationError):
        follow_up.forget(row, by=session.teacher)
    assert Reflection.objects.exists()


def test_nobody_else_deletes_it(client):
    session = ready()
    row = ReflectionFactory(session=session)
    client.force_login(session.observer)
    assert delete(client, session).status_code == 404
    with pytest.raises(ValidationError):
        follow_up.forget(row, by=session.observer)
    assert Reflection.objects.exists()


def test_odd_input_is_kept_or_refused_in_words(client):
    session = ready()
    client.force_login(session.teacher)
    for odd in ("\x00", "😀" * 4000, "x" * 3001):
        answer = reflect(client, session, inspiration=odd)
        assert answer.status_code == 200
    assert not session.reflections.exists()
    reflect(client, session, inspiration="a\x00b")
    assert session.reflections.get().answers == {"inspiration": "ab"}


def test_what_two_pages_wrote_stands_together(client):
    session = ready()
    client.force_login(session.teacher)
    address = reverse("session-reflect", args=[session.pk])
    assert 'name="seen" value=""' in client.get(address).content.decode()
    reflect(client, session, text="Dari ponsel", change="Menunggu", themes=["pupils"], seen="")
    reflect(client, session, text="Dari laptop", plan="Mencoba lagi", themes=["myself"], seen="")
    kept = session.reflections.get()
    assert kept.text == "Dari ponsel\nDari laptop"
    assert kept.answers == {"change": "Menunggu", "plan": "Mencoba lagi"}
    assert kept.themes == ["pupils", "myself"]
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())[1]
    reflect(client, session, text="Dari ponsel", seen=seen)
    kept.refresh_from_db()
    assert (kept.text, kept.answers) == ("Dari ponsel", {})


def test_two_pages_too_long_together_keep_both(client):
    session = ready()
    client.force_login(session.teacher)
    reflect(client, session, text="a" * 4000, seen="")
    answer = reflect(client, session, text="b" * 4000, seen="")
    assert "b" * 4000 in answer.content.decode()
    assert session.reflections.get().text == "a" * 4000
