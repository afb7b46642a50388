import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from supervision import bank, seed
from supervision.actions import discuss
from tests.factories import (
    EvidenceNoteFactory,
    FollowUpFactory,
    InstrumentFactory,
    PlanFactory,
    RatingFactory,
    ReadyStepFactory,
    RegionFactory,
    SessionFactory,
    TurnFactory,
    appointed,
)

pytestmark = pytest.mark.django_db


def seen(rows=3, **kwargs):
    """A talk the teacher has begun, on a form of ``rows`` items; the first one is the focus."""
    instrument = InstrumentFactory(items=rows)
    session = SessionFactory(state="discussed", instruments=[instrument], **kwargs)
    TurnFactory(session=session)
    items = list(instrument.indicators.all())
    session.agreement.indicators.add(items[0])
    return session, items


def talk(client, session, query=""):
    return client.get(reverse("session-discuss", args=[session.pk]) + query).content.decode()


def test_strengths_come_with_their_evidence_before_what_is_seen_differently(client):
    session, (first, second, third) = seen()
    RatingFactory(session=session, indicator=first, level=3, evidence="Semua kelompok bicara")
    RatingFactory(session=session, indicator=second, level=2)
    RatingFactory(session=session, indicator=second, rater="self", level=4, evidence="Yakin")
    note = EvidenceNoteFactory(session=session, text="Murid bertanya tiga kali")
    note.indicators.add(third)
    RatingFactory(session=session, indicator=third, level=4)
    client.force_login(session.observer)
    words = talk(client, session)
    strong = words.index("Saya melihat: Semua kelompok bicara. Apa yang membuatnya bisa terjadi?")
    noted = words.index("Saya melihat: Murid bertanya tiga kali.")
    gap = words.index("Menarik dibicarakan, “Butir R02”: apa yang Ibu lihat di sini?")
    assert strong < noted < gap
    order = [words.index(f"<strong>{name}.</strong>") for name in TIRTA]
    assert order == sorted(order)


TIRTA = (
    "Tujuan",
    "Identifikasi",
    "Rencana aksi",
    "Tanggung jawab",
)


def test_the_bank_asks_for_the_focus_alone(client):
    session, (first, second, _third) = seen()
    for item in (first, second):
        item.questions = {"id": [f"Apa yang tampak pada {item.code}?"], "en": ["?"]}
        item.save()
    client.force_login(session.observer)
    words = talk(client, session)
    assert "Apa yang tampak pada R01?" in words
    assert "Apa yang tampak pada R02?" not in words


def test_the_portals_own_indicators_bring_questions_of_their_own(client):
    session, _items = seen()
    client.force_login(session.observer)
    words = talk(client, session)
    assert "Apa yang akan terlihat bila tujuan ini tercapai?" in words
    assert "Sesudah ini, murid akan belajar apa?" not in words


def test_another_form_with_the_same_code_does_not_borrow_them(client):
    session, (first, *_others) = seen()
    first.instrument.kind = "rubric"
    first.instrument.save()
    client.force_login(session.observer)
    assert "Apa yang akan terlihat bila tujuan ini tercapai?" not in talk(client, session)


def test_every_indicator_of_the_portal_has_questions_in_both_languages():
    codes = set()
    for form in seed.load():
        if form.kind == "standard":
            codes |= set(form.indicators.values_list("code", flat=True))
    assert codes <= set(bank.written())
    for texts in bank.written().values():
        assert len(texts["id"]) == len(texts["en"]) >= 2


def test_a_tapped_sentence_fills_the_turn_without_script(client):
    session, (first, *_others) = seen()
    first.questions = {"id": ["Siapa yang belum bicara?"], "en": ["?"]}
    first.save()
    client.force_login(session.observer)
    words = talk(client, session, f"?pakai=tanya-{first.pk}-1")
    assert ">\nSiapa yang belum bicara?</textarea>" in words
    chosen = words.index('value="question"')
    assert "checked" in words[chosen : words.index(">", chosen)]


@pytest.mark.parametrize("key", ["", "%00", "tanya-0-0", "😀", "x" * 3000])
def test_an_unknown_sentence_fills_nothing(client, key):
    session, _items = seen()
    client.force_login(session.observer)
    answer = client.get(reverse("session-discuss", args=[session.pk]), {"pakai": key})
    assert answer.status_code == 200
    assert ">\n</textarea>" in answer.content.decode()


def test_who_only_reads_gets_no_guide(client):
    session, _items = seen()
    client.force_login(appointed("supervisor", region=session.school.subdistrict))
    words = talk(client, session)
    assert "Panduan percakapan ini" not in words
    assert "Tulis langkah" not in words


def test_notes_stand_beside_the_steps_of_the_plan(client):
    session, _items = seen()
    plan = PlanFactory(school=session.school, author=session.teacher)
    session.taught_plan = session._meta.get_field("taught_plan").related_model.objects.create(
        session=session,
        version=plan.versions.get(),
        attached_by=session.teacher,
        attached_at=session.released_at,
    )
    EvidenceNoteFactory(session=session)
    client.force_login(session.teacher)
    words = talk(client, session)
    assert words.index("Tiga kelompok menjelaskan") < words.index("Mengamati es")


def step_page(client, session, query=""):
    return client.get(reverse("session-step", args=[session.pk]) + query)


def test_evidence_and_library_stand_beside_the_form_of_a_step(client):
    session, (first, *_others) = seen()
    RatingFactory(session=session, indicator=first, level=2, evidence="Lima murid diam")
    ours = ReadyStepFactory(code="R01", what="Kartu giliran", sign="Semua bicara")
    region = RegionFactory(code=session.school.subdistrict_id)
    ReadyStepFactory(code="R01", what="Langkah kecamatan", region=region)
    far = RegionFactory(code="35.75.01", name="Jauh")
    ReadyStepFactory(code="R01", what="Langkah tempat lain", region=far)
    ReadyStepFactory(code="R02", what="Langkah butir lain")
    client.force_login(session.teacher)
    words = step_page(client, session).content.decode()
    assert words.index("Lima murid diam") < words.index('id="step_what"')
    assert "Langkah kecamatan" in words
    assert "Langkah tempat lain" not in words
    assert "Langkah butir lain" not in words
    taken = step_page(client, session, f"?langkah={ours.pk}").content.decode()
    assert 'value="Kartu giliran"' in taken
    assert 'value="Semua bicara"' in taken
    assert f'<option value="{first.pk}" selected>' in taken


def test_nothing_stands_there_before_the_teacher_has_begun(client):
    session, _items = seen()
    session.turns.all().delete()
    EvidenceNoteFactory(session=session, text="Catatan rahasia")
    client.force_login(session.observer)
    assert step_page(client, session).url == reverse("session-discuss", args=[session.pk])
    refused = client.post(reverse("session-step", args=[session.pk]), {"what": "Kata saya"})
    assert "Kata saya" in refused.content.decode()
    assert "rahasia" not in refused.content.decode()


def test_a_fourth_step_is_not_offered(client):
    session, _items = seen()
    for _ in range(3):
        FollowUpFactory(session=session)
    client.force_login(session.observer)
    assert step_page(client, session).status_code == 302


def test_a_step_takes_its_indicator_and_helpers_of_the_school(client):
    session, (first, *_others) = seen()
    friend = appointed("teacher", school=session.school)
    stranger = appointed("teacher")
    client.force_login(session.observer)
    url = reverse("session-step", args=[session.pk])
    step = {
        "form_id": uuid4(),
        "what": "Kartu giliran",
        "owner_kind": "teacher",
        "due_on": "10/12/2026",
        "indicator": first.pk,
    }
    assert client.post(url, {**step, "helpers": [stranger.pk]}).status_code == 200
    assert client.post(url, {**step, "helpers": [friend.pk]}).status_code == 302
    row = session.follow_ups.get()
    assert (row.indicator, list(row.helpers.all())) == (first, [friend])


def test_an_indicator_of_another_form_is_refused(client):
    session, _items = seen()
    client.force_login(session.observer)
    answer = client.post(
        reverse("session-step", args=[session.pk]),
        {
            "what": "Kartu giliran",
            "owner_kind": "teacher",
            "due_on": "10/12/2026",
            "indicator": InstrumentFactory().indicators.first().pk,
        },
    )
    assert answer.status_code == 200
    assert not session.follow_ups.exists()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_of_a_step_asks_the_same(as_user, rows, django_assert_num_queries):
    session, items = seen(rows)
    for item in items:
        RatingFactory(session=session, indicator=item, level=3, evidence="Terlihat")
        EvidenceNoteFactory(session=session).indicators.add(item)
        ReadyStepFactory(code=item.code, what=f"Langkah {item.code}")
    session.agreement.indicators.set(items)
    client = as_user(session.teacher)
    # session, user, appointments, the talk with all rights, begun and steps, ratings, indicators,
    # notes, theirs, ready steps, colleagues
    with django_assert_num_queries(11):
        step_page(client, session)


def test_a_form_sent_twice_makes_one_step():
    session, _items = seen()
    key = uuid4()
    words = {"what": "Sekali", "owner_kind": "teacher", "due_on": dt.date(2026, 12, 10)}
    rows = [discuss.add_step(session, key, by=session.observer, **words) for _ in range(2)]
    assert rows[0] == rows[1]
    assert session.follow_ups.count() == 1
