import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from portal.models import AuditEvent, Notification
from portal.roles import Role
from supervision.models import State
from tests.factories import (
    FollowUpFactory,
    SchoolFactory,
    SessionFactory,
    TurnFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db


def tried(state="following_up", school=None, observer=None, **kwargs):
    """A talk whose one step belongs to the teacher."""
    place = {"school": school, "observer": observer} if school else {}
    session = SessionFactory(state=state, **place)
    TurnFactory(session=session)
    return FollowUpFactory(session=session, **kwargs)


def prove(client, step, text="Kartu dipakai dua kali"):
    return client.post(reverse("step-prove", args=[step.pk]), {"text": text})


def look(client, step, text="Lebih banyak murid bertanya"):
    return client.post(reverse("step-look", args=[step.pk]), {"text": text})


def test_an_owner_tells_what_was_done_once(client):
    step = tried()
    client.force_login(step.session.teacher)
    prove(client, step)
    prove(client, step)
    step.refresh_from_db()
    assert (step.proof, step.done_by) == ("Kartu dipakai dua kali", step.session.teacher)
    assert AuditEvent.objects.filter(act="step_done").count() == 1
    told = Notification.objects.filter(kind="step_done")
    assert [row.to for row in told] == [step.session.observer]


def test_an_empty_proof_is_asked_for_and_nothing_is_done(client):
    step = tried()
    client.force_login(step.session.teacher)
    assert prove(client, step, "  ").status_code == 200
    step.refresh_from_db()
    assert step.done_at is None


def test_only_owner_and_helper_prove_a_step(client):
    step = tried()
    helper = appointed(Role.TEACHER, school=step.session.school)
    client.force_login(helper)
    assert prove(client, step).status_code == 404
    client.force_login(step.session.observer)
    assert prove(client, step).status_code == 403
    step.helpers.add(helper)
    client.force_login(helper)
    assert prove(client, step).status_code == 302
    step.refresh_from_db()
    assert step.done_by == helper


def test_a_step_of_the_kkg_is_told_by_one_of_the_two(client):
    step = tried(owner_kind="forum", owner=None)
    client.force_login(step.session.observer)
    assert prove(client, step).status_code == 302
    step.refresh_from_db()
    assert step.done_at is not None


def test_no_step_is_done_before_both_agreed(client):
    step = tried(state="discussed")
    client.force_login(step.session.teacher)
    assert prove(client, step).status_code == 200
    assert client.get(reverse("session-follow", args=[step.session.pk])).status_code == 404
    step.refresh_from_db()
    assert step.done_at is None


def test_the_second_look_waits_for_the_first_word(client):
    step = tried()
    client.force_login(step.session.observer)
    look(client, step)
    step.refresh_from_db()
    assert step.second_look == ""
    client.force_login(step.session.teacher)
    prove(client, step)
    assert look(client, step).status_code == 403
    client.force_login(step.session.observer)
    look(client, step)
    look(client, step)
    step.refresh_from_db()
    assert step.second_look == "Lebih banyak murid bertanya"
    assert AuditEvent.objects.filter(act="step_look").count() == 1


def test_a_closed_cycle_takes_no_second_look_and_keeps_its_proof(client):
    step = tried(state="closed", proof="Sudah", done_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    client.force_login(step.session.observer)
    assert look(client, step).status_code == 403
    client.force_login(step.session.teacher)
    prove(client, step, "Cerita lain")
    step.refresh_from_db()
    assert (step.proof, step.second_look) == ("Sudah", "")


def test_an_open_step_may_be_told_after_the_closing(client):
    step = tried(state="closed")
    client.force_login(step.session.teacher)
    prove(client, step)
    step.refresh_from_db()
    assert step.proof == "Kartu dipakai dua kali"


@pytest.mark.parametrize("name", ["session-follow", "session-close", "session-reflect"])
@pytest.mark.parametrize("role", [Role.TEACHER, Role.COORDINATOR])
def test_colleagues_stay_outside(client, name, role):
    step = tried()
    client.force_login(appointed(role, school=step.session.school))
    answer = client.post(reverse(name, args=[step.session.pk]), {"text": "x"})
    assert answer.status_code in (403, 404)
    assert step.session.reflections.count() == 0


def test_my_steps_and_those_promised_to_me_with_kind_words(client):
    mine = tried(due_on=dt.date(2026, 12, 7), what="Langkah saya")
    teacher = mine.session.teacher
    FollowUpFactory(
        session=mine.session,
        what="Janji kepala sekolah",
        owner_kind="principal",
        owner=mine.session.observer,
        due_on=dt.date(2026, 12, 20),
    )
    tried(what="Langkah orang lain")
    with time_machine.travel(dt.datetime(2026, 12, 10, 3, 0, tzinfo=dt.UTC), tick=False):
        client.force_login(teacher)
        words = client.get(reverse("followup-list")).content.decode()
    assert words.index("Langkah saya") < words.index("Janji kepala sekolah")
    assert "lewat 3 hari, perlu waktu?" in words.lower()
    assert f"Dijanjikan {mine.session.observer.call}" in words
    assert "Langkah orang lain" not in words


def test_an_empty_list_says_where_steps_come_from(client):
    client.force_login(appointed(Role.TEACHER))
    words = client.get(reverse("followup-list")).content.decode()
    assert "Tidak ada langkah terbuka. Langkah baru lahir dari percakapan." in words


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_same_for_one_and_five(as_user, rows, django_assert_num_queries):
    first = tried()
    for _ in range(rows - 1):
        FollowUpFactory(session=SessionFactory(state="following_up", teacher=first.session.teacher))
    client = as_user(first.session.teacher)
    with django_assert_num_queries(5):  # session, user, appointments, count, steps
        client.get(reverse("followup-list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_steps_of_a_talk_ask_the_same(as_user, rows, django_assert_num_queries):
    step = tried()
    for _ in range(rows - 1):
        FollowUpFactory(session=step.session)
    client = as_user(step.session.teacher)
    # session, user, appointments, the talk with all rights, steps, their activities and helpers
    with django_assert_num_queries(7):
        client.get(reverse("session-follow", args=[step.session.pk]))


def test_a_reader_sees_no_button_that_is_not_his(client):
    step = tried()
    client.force_login(step.session.observer)
    words = client.get(reverse("session-follow", args=[step.session.pk])).content.decode()
    assert reverse("step-prove", args=[step.pk]) not in words
    assert step.session.state == State.FOLLOWING_UP


def test_what_two_people_tell_of_a_step_stands_together(client):
    step = tried()
    helper = appointed(Role.TEACHER, school=step.session.school)
    step.helpers.add(helper)
    client.force_login(step.session.teacher)
    prove(client, step)
    client.force_login(helper)
    prove(client, step, "Saya ikut menyiapkan kartu")
    prove(client, step, "Saya ikut menyiapkan kartu")
    step.refresh_from_db()
    assert step.proof == f"Kartu dipakai dua kali\n{helper.call}: Saya ikut menyiapkan kartu"
    assert step.done_by == step.session.teacher


def test_second_looks_of_observer_and_principal_stand_together(client):
    school = SchoolFactory()
    principal = principal_of(school)
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    step = tried(school=school, observer=supervisor)
    client.force_login(step.session.teacher)
    prove(client, step)
    client.force_login(step.session.observer)
    look(client, step)
    client.force_login(principal)
    look(client, step, "Kelas lebih ramai bertanya")
    step.refresh_from_db()
    assert step.second_look == (
        f"Lebih banyak murid bertanya\n{principal.call}: Kelas lebih ramai bertanya"
    )
    assert step.looked_by == step.session.observer
    answer = look(client, step, "x" * 1990)
    assert "x" * 1990 in answer.content.decode()
    assert "terlalu panjang" in answer.content.decode()
