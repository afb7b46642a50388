from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from supervision.actions import note as notes
from supervision.actions import observe as actions
from supervision.models import EvidenceNote
from tests.factories import EvidenceNoteFactory, InstrumentFactory, SessionFactory

pytestmark = pytest.mark.django_db


def make(state="prepared", items=3, **more):
    instruments = [InstrumentFactory(aspect="teaching", items=items)]
    return SessionFactory(state=state, instruments=instruments, **more)


def page(session, name=""):
    return f"/supervisi/{session.pk}/observasi/{name}"


def items(session):
    return list(session.parts.get().instrument.indicators.order_by("order"))


def test_a_note_is_stamped_by_the_server_and_sent_twice_is_one(as_user):
    session = make()
    session.begun_at = timezone.now() - dt.timedelta(minutes=12, seconds=5)
    session.save()
    sent = {"form_id": str(uuid.uuid4()), "text": "Tiga kelompok menjelaskan di papan"}
    client = as_user(session.observer)

    client.post(page(session), sent)
    client.post(page(session), sent)

    note = EvidenceNote.objects.get()
    assert (str(note.pk), note.minute) == (sent["form_id"], 12)


def test_the_first_note_begins_the_observation(as_user):
    session = make()
    as_user(session.observer).post(page(session), {"text": "Salam dan doa"})
    session.refresh_from_db()
    assert session.begun_at
    assert EvidenceNote.objects.get().minute == 0


def test_the_key_of_a_note_elsewhere_gives_nothing_away():
    other, session = EvidenceNoteFactory(text="Rahasia"), make()
    with pytest.raises(ValidationError):
        notes.note(session, other.pk, by=session.observer, text="Milik saya")


@pytest.mark.parametrize("address", ["", "teaching/"])
def test_a_planned_visit_is_not_observed_by_address(as_user, address):
    session = make("planned")
    first = items(session)[0]
    sent = {"text": "Salam", f"level-{first.pk}": "3"}
    as_user(session.observer).post(page(session, address), sent)
    assert not EvidenceNote.objects.exists()
    assert not session.ratings.exists()


def test_a_planned_visit_is_not_finished_by_address(as_user):
    session = make("planned", items=0)
    as_user(session.observer).post(f"/supervisi/{session.pk}/periksa/")
    session.refresh_from_db()
    assert session.state == "planned"


def test_a_recorded_reason_opens_the_observation(as_user):
    session = make("planned")
    client = as_user(session.observer)
    client.post(page(session), {"reason": "ya"})
    session.agreement.refresh_from_db()
    assert session.agreement.no_focus_reason == ""

    client.post(page(session), {"reason": "Guru baru datang hari ini"})
    client.post(page(session), {"text": "Salam"})
    assert EvidenceNote.objects.get().text == "Salam"


@pytest.mark.parametrize("state", ["discussed", "following_up", "closed", "cancelled"])
def test_after_the_release_nothing_is_written(as_user, state):
    session = make(state)
    first = items(session)[0]
    client = as_user(session.observer)
    assert client.post(page(session), {"text": "Salam"}).status_code in (403, 404)
    rated = client.post(page(session, "teaching/"), {f"level-{first.pk}": "4"})
    assert rated.status_code in (403, 404)
    assert not EvidenceNote.objects.exists()
    assert not session.ratings.exists()
    with pytest.raises(ValidationError):
        actions.observe(session, by=session.observer, levels={first: 4})


def test_the_teacher_does_not_find_the_observation(as_user):
    session = make()
    assert as_user(session.teacher).get(page(session)).status_code == 404
    assert as_user(session.teacher).post(page(session), {"text": "x"}).status_code == 404


def test_levels_1_and_4_ask_for_evidence_and_the_choice_stays(as_user):
    session = make()
    first, second, third = items(session)
    sent = {f"level-{first.pk}": "4", f"level-{second.pk}": "2", f"level-{third.pk}": "none"}

    response = as_user(session.observer).post(page(session, "teaching/"), sent)

    text = response.content.decode()
    assert "mohon tambahkan satu hal yang terlihat atau terdengar" in text
    assert [question.indicator for question in response.context["problems"]] == [first]
    assert [row.level for row in session.ratings.order_by("indicator__order")] == [4, 2, None]


def test_later_saves_with_gaps(as_user):
    session = make()
    first = items(session)[0]
    sent = {f"level-{first.pk}": "1", "later": "1"}
    response = as_user(session.observer).post(page(session, "teaching/"), sent)
    assert response.url == f"/supervisi/{session.pk}/"
    assert session.ratings.get().level == 1


def test_a_tied_note_is_evidence(as_user):
    session = make(items=1)
    (first,) = items(session)
    note = EvidenceNoteFactory(session=session)
    client = as_user(session.observer)
    client.post(page(session, f"catatan/{note.pk}/"), {"text": "Bertanya", "indicators": first.pk})
    actions.observe(session, by=session.observer, levels={first: 4})
    assert actions.gaps(session) == ([], [])


def test_a_note_tied_to_one_indicator_is_no_evidence_for_another():
    session = make(items=2)
    first, second = items(session)
    EvidenceNoteFactory(session=session).indicators.add(first)
    actions.observe(session, by=session.observer, levels={first: 4, second: 1})
    assert actions.gaps(session) == ([], [second])


def test_a_note_can_be_mended_and_taken_out_until_the_release(as_user):
    session = make()
    note = EvidenceNoteFactory(session=session, text="Lama")
    client = as_user(session.observer)
    client.post(page(session, f"catatan/{note.pk}/"), {"text": "Baru"})
    note.refresh_from_db()
    assert note.text == "Baru"
    client.post(page(session, f"catatan/{note.pk}/"), {"drop": "1"})
    assert not EvidenceNote.objects.exists()


def test_a_note_of_a_planned_visit_without_reason_is_refused_kindly(as_user):
    session = make("planned")
    note = EvidenceNoteFactory(session=session, text="Lama")
    response = as_user(session.observer).post(
        page(session, f"catatan/{note.pk}/"), {"text": "Baru"}
    )
    assert response.status_code == 200
    note.refresh_from_db()
    assert note.text == "Lama"


def test_the_check_names_what_is_missing_and_saves_without_sharing(as_user):
    session = make(items=2)
    first, second = items(session)
    client, check = as_user(session.observer), f"/supervisi/{session.pk}/periksa/"
    actions.observe(session, by=session.observer, levels={first: 1})
    response = client.post(check)
    assert (response.context["missing"], response.context["bare"]) == ([second], [first])
    session.refresh_from_db()
    assert session.state == "prepared"

    actions.observe(
        session, by=session.observer, levels={first: 1, second: None}, evidence={first: "Diam"}
    )
    client.post(check)
    session.refresh_from_db()
    assert (session.state, session.released_at) == ("observed", None)
