import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal.models import AuditEvent, Notification
from portal.roles import Role
from supervision.actions import follow_up
from supervision.models import Reflection, State
from tests.factories import (
    FollowUpFactory,
    ReflectionFactory,
    SessionFactory,
    TurnFactory,
    appointed,
)

pytestmark = pytest.mark.django_db


def ready(state="following_up", steps=1):
    session = SessionFactory(state=state)
    TurnFactory(session=session)
    for _ in range(steps):
        FollowUpFactory(session=session)
    return session


def close(client, session):
    return client.post(reverse("session-close", args=[session.pk]))


def reflect(client, session, text="Saya belajar menunggu", **data):
    return client.post(reverse("session-reflect", args=[session.pk]), {"text": text, **data})


@pytest.mark.parametrize("side", ["teacher", "observer"])
def test_either_side_closes_once(client, side):
    session = ready()
    client.force_login(getattr(session, side))
    assert [close(client, session).status_code for _ in range(2)] == [302, 302]
    session.refresh_from_db()
    assert session.state == State.CLOSED
    assert AuditEvent.objects.filter(act="session_close").count() == 1
    assert Notification.objects.filter(kind="session_closed").count() == 1


@pytest.mark.parametrize("state", ["planned", "prepared", "observed", "discussed", "cancelled"])
@pytest.mark.parametrize("side", ["teacher", "observer"])
def test_no_stage_before_the_steps_is_closed(client, state, side):
    session = ready(state)
    client.force_login(getattr(session, side))
    assert close(client, session).status_code == 403
    session.refresh_from_db()
    assert session.state == state
    with pytest.raises(ValidationError):
        follow_up.close(session, by=getattr(session, side))


@pytest.mark.parametrize("steps", [0, 4])
def test_a_cycle_closes_with_one_to_three_steps(client, steps):
    session = ready(steps=steps)
    client.force_login(session.observer)
    close(client, session)
    reflect(client, session, then="close")
    session.refresh_from_db()
    assert session.state == State.FOLLOWING_UP


def test_nobody_else_closes(client):
    session = ready()
    client.force_login(appointed(Role.SUPERVISOR, region=session.school.subdistrict))
    assert close(client, session).status_code == 403
    client.force_login(appointed(Role.COORDINATOR, school=session.school))
    assert close(client, session).status_code == 403
    session.refresh_from_db()
    assert session.state == State.FOLLOWING_UP


def test_closing_by_get_changes_nothing(client):
    session = ready()
    client.force_login(session.observer)
    assert client.get(reverse("session-close", args=[session.pk])).status_code == 405
    session.refresh_from_db()
    assert session.state == State.FOLLOWING_UP


def test_a_reflection_is_private_until_it_is_shared(client):
    session = ready()
    client.force_login(session.teacher)
    reflect(client, session)
    reflection = session.reflections.get()
    assert reflection.shared_at is None
    assert not Reflection.objects.visible_to(session.observer).exists()
    assert not Notification.objects.filter(kind="reflection_shared").exists()
    words = client.get(reverse("session-reflect", args=[session.pk])).content.decode()
    assert f"Bagikan ke {session.observer.call}" in words
    assert "Hanya Ibu yang dapat membaca ini, sampai dibagikan." in words
    reflect(client, session, then="share")
    assert Reflection.objects.visible_to(session.observer).get() == reflection
    assert Notification.objects.get(kind="reflection_shared").to == session.observer


def test_the_button_names_every_reader(client):
    session = ready()
    principal = session.observer
    session.observer = appointed(Role.SUPERVISOR, region=session.school.subdistrict)
    session.save()
    client.force_login(session.teacher)
    words = client.get(reverse("session-reflect", args=[session.pk])).content.decode()
    assert f"Bagikan ke {session.observer.call} dan {principal.call}" in words


def test_the_supervisor_reads_only_what_was_ticked_for_him(client):
    session = ready()
    supervisor = appointed(Role.SUPERVISOR, region=session.school.subdistrict)
    client.force_login(session.teacher)
    reflect(client, session, then="share")
    assert not Reflection.objects.visible_to(supervisor).exists()
    reflect(client, session, supervisor="1")
    assert Reflection.objects.visible_to(supervisor).count() == 1
    reflect(client, session)
    assert not Reflection.objects.visible_to(supervisor).exists()


def test_it_is_taken_back_until_the_cycle_closes(client):
    session = ready()
    client.force_login(session.teacher)
    reflect(client, session, then="share", supervisor="1")
    reflect(client, session, then="unshare")
    row = session.reflections.get()
    assert (row.shared_at, row.supervisor_may_read) == (None, False)
    reflect(client, session, then="share", supervisor="1")
    close(client, session)
    answer = reflect(client, session, text="Kata baru", then="unshare")
    assert "Kata baru" in answer.content.decode()
    reflect(client, session)  # without the tick
    row.refresh_from_db()
    assert row.shared_at is not None
    assert row.supervisor_may_read is True


def test_a_private_reflection_may_be_shared_after_the_closing(client):
    session = ready()
    client.force_login(session.teacher)
    reflect(client, session, then="close")
    session.refresh_from_db()
    assert (session.state, session.reflections.get().shared_at) == (State.CLOSED, None)
    reflect(client, session, then="share")
    assert session.reflections.get().shared_at is not None


def test_nobody_else_writes_or_shares_it(client):
    session = ready()
    reflection = ReflectionFactory(session=session)
    client.force_login(session.observer)
    assert reflect(client, session, then="share").status_code == 404
    with pytest.raises(ValidationError):
        follow_up.share(reflection, by=session.observer)
    with pytest.raises(ValidationError):
        follow_up.reflect(session, by=session.observer, text="x")
    reflection.refresh_from_db()
    assert (reflection.text, reflection.shared_at) == (
        "Saya belajar memberi waktu menunggu",
        None,
    )


@pytest.mark.parametrize("state", ["planned", "prepared", "observed"])
def test_there_is_no_reflection_before_the_release(client, state):
    session = ready(state)
    client.force_login(session.teacher)
    assert reflect(client, session).status_code == 404
    assert not session.reflections.exists()


def test_writing_again_keeps_one_reflection(client):
    session = ready()
    client.force_login(session.teacher)
    for text in ("Pertama", "Kedua", "Kedua"):
        reflect(client, session, text)
    assert session.reflections.get().text == "Kedua"
    assert AuditEvent.objects.filter(act="reflection_write").count() == 1


def test_an_empty_reflection_closes_nothing(client):
    session = ready()
    client.force_login(session.teacher)
    assert reflect(client, session, " ", then="close").status_code == 200
    session.refresh_from_db()
    assert session.state == State.FOLLOWING_UP


def test_the_page_names_those_who_read_it_now(client):
    session = ready()
    client.force_login(session.teacher)
    reflect(client, session, then="share")
    url = reverse("session-reflect", args=[session.pk])
    assert "pengawas." not in client.get(url).content.decode()
    reflect(client, session, supervisor="1")
    assert "pengawas." in client.get(url).content.decode()
