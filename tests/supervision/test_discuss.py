import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from portal import drafts
from portal.models import AuditEvent, Draft, Notification
from portal.roles import Role
from supervision.actions import discuss
from supervision.models import FollowUp, State, Turn
from tests.factories import (
    EvidenceNoteFactory,
    InstrumentFactory,
    RatingFactory,
    SessionFactory,
    TurnFactory,
    appointed,
)

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 12, 10)


def in_talk(**kwargs):
    """A released session whose talk the teacher has begun."""
    session = SessionFactory(state="discussed", **kwargs)
    TurnFactory(session=session)
    return session


def a_step(session, **kwargs):
    words = {"what": "Mencoba kartu bertanya", "owner_kind": "teacher", "due_on": DUE, **kwargs}
    return discuss.add_step(session, uuid4(), by=session.observer, **words)


def page(client, session, name="session-discuss"):
    return client.get(reverse(name, args=[session.pk]))


def send(client, session, name, **data):
    return client.post(reverse(name, args=[session.pk]), {"form_id": uuid4(), **data})


def test_opening_the_talk_is_remembered_for_the_teacher_alone(client):
    session = SessionFactory(state="discussed")
    client.force_login(session.observer)
    page(client, session)
    session.refresh_from_db()
    assert session.opened_at is None
    client.force_login(session.teacher)
    page(client, session)
    session.refresh_from_db()
    assert session.opened_at is not None


def test_ratings_and_notes_open_only_after_the_teachers_reflection(client):
    instrument = InstrumentFactory()
    session = SessionFactory(state="discussed", instruments=[instrument])
    RatingFactory(
        session=session, indicator=instrument.indicators.first(), level=3, evidence="Bukti rahasia"
    )
    EvidenceNoteFactory(session=session, text="Catatan rahasia")
    for reader in (session.teacher, session.observer):
        client.force_login(reader)
        assert "rahasia" not in page(client, session).content.decode()
        for name in ("session-record", "session-print"):
            assert page(client, session, name).url == reverse("session-discuss", args=[session.pk])
    TurnFactory(session=session)
    words = page(client, session).content.decode()
    assert "Bukti rahasia" in words
    assert "Catatan rahasia" in words


def test_the_observer_may_note_a_spoken_reflection(client):
    session = SessionFactory(state="discussed")
    client.force_login(session.observer)
    send(client, session, "session-turn", kind="reflection", text="Tanpa tanda lisan")
    assert not session.turns.exists()
    send(client, session, "session-turn", kind="reflection", text="Bu Siti berkata ...", spoken="1")
    assert session.turns.values_list("kind", "spoken").get() == ("reflection", True)


@pytest.mark.parametrize("kind", ["saw", "question", "answer", "agreement"])
def test_no_turn_comes_before_the_reflection(client, kind):
    session = SessionFactory(state="discussed")
    for side in (session.teacher, session.observer):
        client.force_login(side)
        answer = send(client, session, "session-turn", kind=kind, text="Yang saya ketik")
        assert answer.status_code == 200
        assert "Yang saya ketik" in answer.content.decode()
    assert not session.turns.exists()


@pytest.mark.parametrize("state", ["planned", "prepared", "observed"])
@pytest.mark.parametrize("name", ["session-turn", "session-step", "session-agree"])
def test_nothing_of_a_talk_exists_before_the_release(client, state, name):
    session = SessionFactory(state=state)
    for side in (session.teacher, session.observer):
        client.force_login(side)
        answer = send(client, session, name, kind="reflection", text="x", what="x", stance="agreed")
        assert answer.status_code == 404
    session.refresh_from_db()
    assert session.state == state
    assert not session.turns.exists()
    assert not session.follow_ups.exists()


@pytest.mark.parametrize("state", ["following_up", "closed"])
@pytest.mark.parametrize("name", ["session-turn", "session-step"])
def test_turns_and_steps_end_with_the_talk(client, state, name):
    session = SessionFactory(state=state)
    TurnFactory(session=session)
    client.force_login(session.observer)
    answer = send(
        client,
        session,
        name,
        kind="saw",
        text="x",
        what="x",
        owner_kind="teacher",
        due_on="10/12/2026",
    )
    assert answer.status_code == 403
    assert session.turns.count() == 1
    assert not session.follow_ups.exists()


def test_steps_and_agreement_wait_for_the_reflection(client):
    session = SessionFactory(state="discussed")
    client.force_login(session.observer)
    send(client, session, "session-step", what="x", owner_kind="teacher", due_on="10/12/2026")
    send(client, session, "session-agree", stance="agreed")
    client.force_login(session.teacher)
    send(client, session, "session-agree", stance="received")
    session.refresh_from_db()
    assert not session.follow_ups.exists()
    assert (session.observer_agreed_at, session.received_at) == (None, None)


def test_a_principal_who_is_not_the_observer_reads_and_does_not_write(client):
    supervisor_session = in_talk()
    other = appointed(Role.SUPERVISOR, region=supervisor_session.school.subdistrict)
    client.force_login(other)
    assert page(client, supervisor_session).status_code == 200
    for name in ("session-turn", "session-step", "session-agree"):
        answer = send(client, supervisor_session, name, kind="saw", text="x", stance="agreed")
        assert answer.status_code == 403


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COORDINATOR])
def test_colleagues_find_no_talk(client, role):
    session = in_talk()
    client.force_login(appointed(role, school=session.school))
    assert page(client, session).status_code == 404


def test_the_same_form_makes_one_turn_and_other_words_are_not_lost(client):
    session, key = in_talk(), uuid4()
    client.force_login(session.observer)
    url = reverse("session-turn", args=[session.pk])
    first = {"form_id": key, "kind": "saw", "text": "Tiga murid bertanya"}
    assert [client.post(url, first).status_code for _ in range(2)] == [302, 302]
    changed = client.post(url, {**first, "text": "Empat murid bertanya"})
    assert "Empat murid bertanya" in changed.content.decode()
    assert list(session.turns.filter(kind="saw").values_list("pk", "text")) == [
        (key, "Tiga murid bertanya")
    ]
    assert Notification.objects.filter(to=session.teacher, kind="turn_written").count() == 1
    assert AuditEvent.objects.filter(act="turn_write").count() == 1


def test_a_key_of_another_talk_is_refused_in_words(client):
    session, other = in_talk(), in_talk()
    strange = other.turns.get().pk
    client.force_login(session.observer)
    url = reverse("session-turn", args=[session.pk])
    answer = client.post(url, {"form_id": strange, "kind": "saw", "text": "Kata saya"})
    assert answer.status_code == 200
    assert session.turns.count() == 1


def test_a_correction_stands_beside_the_old_words(client):
    session = in_talk()
    old = session.turns.get()
    client.force_login(session.teacher)
    send(client, session, "session-turn", kind="reflection", text="Lebih tepatnya", corrects=old.pk)
    old.refresh_from_db()
    assert old.text == "Saya melihat murid mulai bertanya"
    assert Turn.objects.get(text="Lebih tepatnya").corrects == old


def test_nobody_corrects_the_words_of_the_other(client):
    session = in_talk()
    old = session.turns.get()
    client.force_login(session.observer)
    send(client, session, "session-turn", kind="saw", text="Bukan begitu", corrects=old.pk)
    assert not Turn.objects.filter(text="Bukan begitu").exists()


def test_the_fourth_step_is_refused_and_kept_on_the_page(client):
    session = in_talk()
    for _ in range(3):
        a_step(session)
    client.force_login(session.teacher)
    answer = send(
        client, session, "session-step", what="Keempat", owner_kind="teacher", due_on="10/12/2026"
    )
    assert answer.status_code == 200
    assert session.follow_ups.count() == 3


def test_each_kind_of_owner_is_named():
    session = in_talk()
    owners = {kind: a_step(session, owner_kind=kind) for kind in FollowUp.OwnerKind.values}
    assert {kind: step.owner for kind, step in owners.items()} == {
        "teacher": session.teacher,
        "principal": session.observer,
        "forum": None,
    }
    assert owners["forum"].may_travel is True
    assert owners["teacher"].may_travel is False


def test_the_principals_step_is_his_when_a_supervisor_observes():
    session = in_talk()
    principal = session.observer
    session.observer = appointed(Role.SUPERVISOR, region=session.school.subdistrict)
    session.save()
    assert a_step(session, owner_kind="principal").owner == principal


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": " "},
        {"owner_kind": "dinas"},
        {"due_on": dt.date(2026, 11, 25)},  # the visit is on the 26th
    ],
)
def test_a_step_names_what_who_and_a_day_after_the_visit(wrong):
    session = in_talk()
    with pytest.raises(ValidationError) as refusal:
        a_step(session, **wrong)
    assert list(refusal.value.message_dict) == list(wrong)
    assert not session.follow_ups.exists()


def test_bad_posts_keep_what_was_typed(client):
    session = in_talk()
    client.force_login(session.teacher)
    for due_on in ("kapan-kapan", "25/11/2026", ""):
        answer = send(
            client, session, "session-step", what="Kartu tanya", owner_kind="teacher", due_on=due_on
        )
        assert answer.status_code == 200
        assert "Kartu tanya" in answer.content.decode()
    send(client, session, "session-turn", kind="apa saja", text="x")
    send(client, session, "session-turn", kind="saw", text="   ")
    assert (session.turns.count(), session.follow_ups.count()) == (1, 0)


def test_received_is_not_agreed(client):
    session = in_talk()
    a_step(session)
    client.force_login(session.teacher)
    send(client, session, "session-agree", stance="received")
    session.refresh_from_db()
    assert session.received_at is not None
    assert (session.teacher_agreed_at, session.state) == (None, State.DISCUSSED)


def test_received_is_the_teachers_word_alone(client):
    session = in_talk()
    client.force_login(session.observer)
    send(client, session, "session-agree", stance="received")
    session.refresh_from_db()
    assert session.received_at is None


@pytest.mark.parametrize("order", [("teacher", "observer"), ("observer", "teacher")])
def test_both_sides_agree_each_for_itself(client, order):
    session = in_talk()
    a_step(session)
    states = []
    for side in (order[0], order[0], order[1]):  # a second tap of the first changes nothing
        client.force_login(getattr(session, side))
        send(client, session, "session-agree", stance="agreed")
        session.refresh_from_db()
        states.append(session.state)
    assert states == ["discussed", "discussed", "following_up"]
    assert AuditEvent.objects.filter(act="session_agree").count() == 2


def test_there_is_no_agreeing_without_a_step(client):
    session = in_talk()
    for side in (session.teacher, session.observer):
        client.force_login(side)
        send(client, session, "session-agree", stance="agreed")
    session.refresh_from_db()
    assert (session.state, session.teacher_agreed_at) == (State.DISCUSSED, None)


def test_a_new_or_dropped_step_takes_agreement_back(client):
    session = in_talk()
    first = a_step(session)
    discuss.agree(session, by=session.teacher)
    a_step(session)
    session.refresh_from_db()
    assert session.teacher_agreed_at is None
    discuss.agree(session, by=session.teacher)
    client.force_login(session.observer)
    client.post(reverse("session-step-drop", args=[session.pk, first.pk]))
    session.refresh_from_db()
    assert (session.teacher_agreed_at, session.follow_ups.count()) == (None, 1)


def test_a_step_of_another_talk_is_not_dropped_from_here(client):
    session, other = in_talk(), in_talk()
    step = a_step(other)
    client.force_login(session.observer)
    answer = client.post(reverse("session-step-drop", args=[session.pk, step.pk]))
    assert answer.status_code == 404
    assert other.follow_ups.count() == 1


@pytest.mark.parametrize("state", ["discussed", "following_up", "closed"])
def test_the_teachers_reply_stays_open(client, state):
    session = SessionFactory(state=state)
    TurnFactory(session=session)
    client.force_login(session.observer)
    assert send(client, session, "session-turn", kind="reply", text="x").status_code == 403
    client.force_login(session.teacher)
    send(client, session, "session-turn", kind="reply", text="Menurut saya lain")
    assert session.turns.filter(kind="reply").get().text == "Menurut saya lain"


def test_a_gap_of_two_levels_is_a_question_and_nothing_is_averaged(client):
    instrument = InstrumentFactory(items=1)
    session = in_talk(instruments=[instrument])
    item = instrument.indicators.get()
    RatingFactory(session=session, indicator=item, rater="self", level=4, evidence="a")
    RatingFactory(session=session, indicator=item, rater="observer", level=2)
    client.force_login(session.teacher)
    words = page(client, session).content.decode()
    assert "Apa yang terlihat di sini?" in words
    assert 'class="hollow"' in words
    assert 'class="f1"' in words
    assert "rata-rata" not in words.lower()


def fill(number):
    instrument = InstrumentFactory(items=number)
    session = in_talk(instruments=[instrument])
    for item in instrument.indicators.all():
        RatingFactory(session=session, indicator=item, rater="self", level=2)
        RatingFactory(session=session, indicator=item, level=3, evidence="Terlihat")
        EvidenceNoteFactory(session=session)
        TurnFactory(session=session, author=session.observer, kind="saw")
    for _ in range(min(number, 3)):
        a_step(session)
    discuss.opened(session, by=session.teacher)
    return session


@pytest.mark.parametrize("rows", [1, 5])
def test_the_talk_takes_the_same_queries_for_one_and_five(as_user, rows, django_assert_num_queries):
    session = fill(rows)
    for reader, queries in ((session.teacher, 11), (session.observer, 12)):
        client = as_user(reader)
        page(client, session)  # the observer's reading is noted once in half an hour
        # session, user, appointments, the talk with all rights, [noted?,] steps, turns, notes,
        # their indicators, ratings, indicators, the plan that was taught
        with django_assert_num_queries(queries):
            page(client, session)


def test_sending_forgets_the_draft_of_that_form_alone(client):
    session = in_talk()
    parts = ("reflection", "turn", "step", "reply")
    for part in parts:
        drafts.keep(
            uuid4(),
            owner=session.teacher,
            form=f"session-discuss:{session.pk}:{part}",
            payload={"text": "x"},
            revision=1,
        )
    client.force_login(session.teacher)
    left = []
    step = {"what": "x", "owner_kind": "teacher", "due_on": "10/12/2026"}
    for name, data in (
        ("session-turn", {"kind": "answer", "text": "x"}),
        ("session-step", step),
        ("session-turn", {"kind": "reply", "text": "x"}),
        ("session-turn", {"kind": "reflection", "text": "x"}),
    ):
        send(client, session, name, **data)
        rows = Draft.objects.values_list("form", flat=True)
        left.append({form.rsplit(":")[-1] for form in rows})
    assert left == [{"reflection", "step", "reply"}, {"reflection", "reply"}, {"reflection"}, set()]
