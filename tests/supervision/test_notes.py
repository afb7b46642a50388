from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.models import Draft
from supervision import tallies
from supervision.actions import note as actions
from supervision.models import EvidenceNote, NoteVersion
from tests.factories import (
    EvidenceNoteFactory,
    InstrumentFactory,
    PhraseFactory,
    SessionFactory,
    appointed,
)

pytestmark = pytest.mark.django_db


def make(state="prepared", items=3, **more):
    instruments = [InstrumentFactory(aspect="teaching", items=items)]
    return SessionFactory(state=state, instruments=instruments, **more)


def page(session, name=""):
    return f"/supervisi/{session.pk}/observasi/{name}"


def items(session):
    return list(session.parts.get().instrument.indicators.order_by("order"))


def test_a_corrected_minute_is_believed_and_moves_the_beginning(as_user):
    session = make()
    with time_machine.travel(dt.datetime(2026, 11, 26, 1, 20, tzinfo=dt.UTC), tick=False):
        as_user(session.observer).post(page(session), {"text": "Salam", "minute": "5"})
    session.refresh_from_db()
    assert EvidenceNote.objects.get().minute == 5
    assert session.begun_at == dt.datetime(2026, 11, 26, 1, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize("minute", ["-1", "601", "sepuluh", "1e9", "9" * 40])
def test_a_minute_that_is_none_is_refused_and_the_words_stay(as_user, minute):
    session = make()
    sent = {"text": "Salam dan doa", "minute": minute}
    text = as_user(session.observer).post(page(session), sent).content.decode()
    assert "Salam dan doa" in text
    assert "Ada yang perlu dilengkapi" in text
    assert not EvidenceNote.objects.exists()


def test_going_back_and_sending_other_words_loses_neither(as_user):
    session = make()
    client, key = as_user(session.observer), str(uuid.uuid4())
    for text in ("Salam", "Murid bertanya", "Murid bertanya", "Salam"):
        client.post(page(session), {"form_id": key, "text": text})
    assert sorted(EvidenceNote.objects.values_list("text", flat=True)) == [
        "Murid bertanya",
        "Salam",
    ]


def test_save_and_come_back_keeps_the_words_and_leaves(as_user):
    session = make()
    client = as_user(session.observer)
    assert (
        client.post(page(session), {"text": " ", "later": "1"}).url == f"/supervisi/{session.pk}/"
    )
    assert not EvidenceNote.objects.exists()
    client.post(page(session), {"text": "Salam", "later": "1"})
    assert EvidenceNote.objects.get().text == "Salam"


def test_one_tap_on_an_own_phrase_is_a_note_with_what_was_typed_before_it(as_user):
    session = make()
    phrase = PhraseFactory(owner=session.observer, text="Guru menunggu jawaban")
    client = as_user(session.observer)
    assert "Guru menunggu jawaban" in client.get(page(session)).content.decode()
    client.post(page(session), {"text": "", "phrase": phrase.pk})
    client.post(page(session), {"text": "Baris belakang diam.", "phrase": phrase.pk})
    assert list(EvidenceNote.objects.order_by("at").values_list("text", flat=True)) == [
        "Guru menunggu jawaban",
        "Baris belakang diam. Guru menunggu jawaban",
    ]


def test_a_phrase_of_somebody_else_is_none(as_user):
    session = make()
    phrase = PhraseFactory(text="Rahasia")
    text = as_user(session.observer).post(page(session), {"text": "", "phrase": phrase.pk})
    assert "Rahasia" not in text.content.decode()
    assert not EvidenceNote.objects.exists()


def test_phrases_are_kept_once_and_taken_out(as_user):
    session = make()
    client = as_user(session.observer)
    address = f"/frasa/?dari={session.pk}"
    for _again in range(2):
        assert client.post(address, {"text": "Murid saling bertanya"}).url == address
    assert page(session) in client.get(address).content.decode()
    phrase = session.observer.phrases.get()
    stranger = appointed("principal")
    assert as_user(stranger).post(f"/frasa/{phrase.pk}/hapus/").status_code == 404
    client.post(f"/frasa/{phrase.pk}/hapus/")
    assert not session.observer.phrases.exists()


def test_phrases_are_for_those_who_observe(as_user):
    assert as_user(appointed("teacher")).get("/frasa/").status_code == 403


@pytest.mark.parametrize("text", ["", "  ", "x" * 161, "\x00"])
def test_an_odd_phrase_is_refused(as_user, text):
    session = make()
    assert as_user(session.observer).post("/frasa/", {"text": text}).status_code == 200
    assert not session.observer.phrases.exists()


def count(session, client):
    sent = {"form_id": str(uuid.uuid4()), "thing1": "Pertanyaan terbuka", "thing2": "Tertutup"}
    for _again in range(2):
        client.post(page(session, "hitungan-baru/"), sent)
    return EvidenceNote.objects.get(kind="count")


def press(client, note, **sent):
    return client.post(page(note.session, f"catatan/{note.pk}/hitung/"), sent)


def test_counting_by_buttons(as_user):
    session = make()
    client = as_user(session.observer)
    note = count(session, client)
    session.refresh_from_db()
    assert session.begun_at is None  # made ready before the lesson
    press(client, note, press="0/1", form_id="a")
    press(client, note, press="0/1", form_id="a")  # the same tap, sent again
    press(client, note, press="0/1", form_id="b")
    press(client, note, press="1/-1", form_id="c")
    note.refresh_from_db()
    session.refresh_from_db()
    assert note.text == "Pertanyaan terbuka: 2. Tertutup: 0."
    assert session.begun_at
    assert 'value="0/1"' in client.get(page(session)).content.decode()


def test_a_script_gets_the_numbers_and_a_page_gets_a_page(as_user):
    session = make()
    client = as_user(session.observer)
    note = count(session, client)
    address = page(session, f"catatan/{note.pk}/hitung/")
    answer = client.post(address, {"press": "1/1"}, headers={"accept": "application/json"})
    assert answer.json() == {"times": {"0": 0, "1": 1}}
    assert client.post(address, {"press": "1/1", "back": "notes"}).url == page(session)
    refused = client.post(address, {"press": "7/1"}, headers={"accept": "application/json"})
    assert refused.status_code == 400


@pytest.mark.parametrize("sent", ["", "0", "0/2", "0/x", "-1/1", "9/1", "1-1/1", "\x00/1"])
def test_a_press_of_nothing_changes_nothing(as_user, sent):
    session = make()
    client = as_user(session.observer)
    note = count(session, client)
    assert press(client, note, press=sent).status_code == 302
    note.refresh_from_db()
    assert tallies.times(note.data) == {"0": 0, "1": 0}


def test_a_seating_map_is_marked_and_told_in_words(as_user):
    session = make()
    client = as_user(session.observer)
    sent = {"title": "Murid yang berbicara", "rows": "3", "columns": "4"}
    client.post(page(session, "denah-baru/"), sent)
    note = EvidenceNote.objects.get()
    assert note.text == "Murid yang berbicara. Belum ada tanda."
    for key in ("a", "b"):
        press(client, note, press="2-3", step="1", form_id=key)
    press(client, note, press="1-1", step="1", form_id="c")
    press(client, note, press="1-1", step="-1", form_id="d")
    note.refresh_from_db()
    assert note.text == "Murid yang berbicara. Baris 2 kolom 3: 2 kali."
    text = client.get(page(session, f"catatan/{note.pk}/")).content.decode()
    assert text.count('class="btn seat') == 12
    assert "Baris 2 kursi 3: 2" in text


@pytest.mark.parametrize(("rows", "columns"), [("0", "4"), ("9", "4"), ("3", ""), ("x", "3")])
def test_a_map_of_no_size_is_refused(as_user, rows, columns):
    session = make()
    sent = {"title": "Murid", "rows": rows, "columns": columns}
    assert as_user(session.observer).post(page(session, "denah-baru/"), sent).status_code == 200
    assert not EvidenceNote.objects.exists()


def test_the_fullest_map_still_fits_into_a_note():
    data = tallies.new_map("x" * 80, 8, 8)
    for row in tallies.seats(data):
        for seat in row:
            data["marks"][seat.key] = tallies.MOST
    assert len(tallies.sentence(data)) < 2000


def test_a_count_or_map_is_not_pressed_after_the_release(as_user):
    note = EvidenceNoteFactory(
        session=make("discussed"), kind="count", data=tallies.new_counts(["Giliran"])
    )
    assert press(as_user(note.session.observer), note, press="0/1").status_code == 403
    with pytest.raises(ValidationError):
        actions.press(note, by=note.session.observer, place="0", step=1, key="a")


def test_a_mended_note_keeps_what_it_said(as_user):
    session = make()
    note = EvidenceNoteFactory(session=session, text="Tiga murid bertanya")
    Draft.objects.create(owner=session.observer, form=f"session-note:{note.pk}", revision=1)
    client = as_user(session.observer)
    address = page(session, f"catatan/{note.pk}/")
    client.post(address, {"text": "Empat murid bertanya", "minute": "14"})
    note.refresh_from_db()
    assert (note.text, note.minute) == ("Empat murid bertanya", 14)
    assert NoteVersion.objects.get().text == "Tiga murid bertanya"
    assert "Tiga murid bertanya" in client.get(address).content.decode()
    assert not Draft.objects.exists()


def test_two_pages_that_mend_one_note_lose_nothing(as_user):
    session = make()
    note = EvidenceNoteFactory(session=session, text="Awal")
    client = as_user(session.observer)
    for text in ("Dari halaman pertama", "Dari halaman kedua"):
        client.post(page(session, f"catatan/{note.pk}/"), {"text": text})
    note.refresh_from_db()
    said = {note.text, *note.versions.values_list("text", flat=True)}
    assert said == {"Awal", "Dari halaman pertama", "Dari halaman kedua"}


def test_words_sent_to_a_note_that_was_taken_out_are_kept(as_user):
    session = make()
    note = EvidenceNoteFactory(session=session, text="Lama")
    client, address = as_user(session.observer), page(session, f"catatan/{note.pk}/")
    client.post(address, {"drop": "1"})
    assert client.post(address, {"text": "Kata-kata dari halaman lain"}).status_code == 302
    assert EvidenceNote.objects.get().text == "Kata-kata dari halaman lain"


def test_many_notes_are_tied_to_many_indicators_at_once(as_user):
    session = make()
    first, second, third = items(session)
    notes = EvidenceNoteFactory.create_batch(3, session=session)
    other = EvidenceNoteFactory()
    client = as_user(session.observer)
    sent = {
        "notes": [notes[0].pk, notes[1].pk, other.pk, "bukan"],
        "indicators": [first.pk, second.pk, 10**12, "x"],
    }
    client.post(page(session, "tandai/"), sent)
    client.post(page(session, "tandai/"), sent)
    assert [row.indicators.count() for row in notes] == [2, 2, 0]
    assert other.indicators.count() == 0
    client.post(
        page(session, "tandai/"),
        {"notes": [notes[0].pk], "indicators": [first.pk], "untie": "1"},
    )
    assert list(notes[0].indicators.all()) == [second]
    assert third not in notes[1].indicators.all()


def test_tying_nothing_keeps_what_was_ticked(as_user):
    session = make()
    note = EvidenceNoteFactory(session=session)
    response = as_user(session.observer).post(page(session, "tandai/"), {"notes": [note.pk]})
    text = response.content.decode()
    assert "Centang paling sedikit satu catatan" in text
    assert f'value="{note.pk}" checked' in text


def test_an_indicator_that_is_not_asked_is_not_tied(as_user):
    session = make()
    stranger = InstrumentFactory(aspect="planning").indicators.first()
    note = EvidenceNoteFactory(session=session)
    actions.tag(session, by=session.observer, notes=[note], indicators=[stranger])
    assert not note.indicators.exists()


def test_back_after_sharing_shows_the_talk_and_late_words_are_shown(as_user):
    session = make("discussed")
    client = as_user(session.observer)
    for name in ("", "teaching/", "tandai/", "hitungan-baru/"):
        assert client.get(page(session, name)).url == f"/supervisi/{session.pk}/diskusi/"
    late = client.post(page(session), {"text": "Kata yang terlambat"})
    assert late.status_code == 403
    assert "Kata yang terlambat" in late.content.decode()


@pytest.mark.parametrize("name", ["", "tandai/", "hitungan-baru/", "denah-baru/"])
def test_others_do_not_find_the_pages_of_the_observer(as_user, name):
    session = make()
    for role in ("teacher", "coordinator", "principal", "supervisor"):
        person = session.teacher if role == "teacher" else appointed(role)
        assert as_user(person).get(page(session, name)).status_code == 404
        assert as_user(person).post(page(session, name), {"text": "x"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_note_pages_cost_the_same_for_any_number_of_notes(as_user, django_assert_num_queries, rows):
    session = make(items=rows)
    session.begun_at = timezone.now()
    session.save()
    for number in range(rows):
        note = EvidenceNoteFactory(session=session, text=f"Catatan {number}")
        note.indicators.set(items(session))
        PhraseFactory(owner=session.observer)
    client = as_user(session.observer)
    with django_assert_num_queries(9):
        client.get(page(session))
    with django_assert_num_queries(8):
        client.get(page(session, "tandai/"))
    with django_assert_num_queries(8):
        client.get(page(session, f"catatan/{note.pk}/"))
