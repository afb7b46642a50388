import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import (
    EvidenceNoteFactory,
    FollowUpFactory,
    InstrumentFactory,
    RatingFactory,
    ReflectionFactory,
    SessionFactory,
    TurnFactory,
    appointed,
)

pytestmark = pytest.mark.django_db
STAGES = ["persiapan", "observasi", "diskusi", "upaya"]


def whole(state="closed", rows=2):
    instrument = InstrumentFactory(items=rows)
    session = SessionFactory(state=state, instruments=[instrument])
    session.agreement.indicators.set(instrument.indicators.all())
    TurnFactory(session=session, text="Murid mulai bertanya")
    for item in instrument.indicators.all():
        RatingFactory(session=session, indicator=item, level=3, evidence=f"Bukti {item.code}")
        EvidenceNoteFactory(session=session, text=f"Catatan {item.code}").indicators.add(item)
        TurnFactory(session=session, author=session.observer, kind="saw", text="Saya melihat")
    FollowUpFactory(session=session, proof="Sudah dicoba", done_at=session.released_at)
    return session


def page(client, session):
    return client.get(reverse("session-copy", args=[session.pk]))


def boxes(words):
    return [part.split('"')[0] for part in words.split('<textarea class="form-control" id="')[1:]]


def test_each_stage_has_one_box_in_its_order_and_one_button(client):
    session = whole()
    session.agreement.focus = "Apakah semua murid bicara?"
    session.agreement.save()
    client.force_login(session.teacher)
    words = page(client, session).content.decode()
    assert boxes(words) == STAGES
    assert words.count("data-copy=") == 4
    assert words.count("readonly") == 4
    parts = [
        "Apakah semua murid bicara?",
        "Menit 12: Catatan R01",
        "Bukti R02",
        "(refleksi): Murid mulai bertanya",
        "Mencoba kartu bertanya",
        "Sudah dicoba",
    ]
    places = [words.index(part) for part in parts]
    assert places == sorted(places)
    assert "Mantap" not in words  # words, not levels


def test_a_private_reflection_is_a_box_for_its_author_alone(client):
    session = whole()
    row = ReflectionFactory(
        session=session,
        text="Kenari rahasia",
        answers={"inspiration": "Kartu giliran", "plan": "Mulai dari baris belakang"},
    )
    client.force_login(session.teacher)
    words = page(client, session).content.decode()
    assert "Kenari rahasia" in words
    assert words.index("Gagasan baru apa") < words.index("Kartu giliran")
    assert "Pribadi: kotak ini hanya terlihat oleh Anda." in words
    supervisor = appointed("supervisor", region=session.school.subdistrict)
    for reader in (session.observer, supervisor):
        client.force_login(reader)
        assert "Kenari rahasia" not in page(client, session).content.decode()
    row.shared_at = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    row.save()
    client.force_login(session.observer)
    assert "Kenari rahasia" in page(client, session).content.decode()
    client.force_login(supervisor)
    assert "Kenari rahasia" not in page(client, session).content.decode()


@pytest.mark.parametrize("state", ["planned", "prepared", "observed"])
def test_before_the_release_she_has_her_preparation_and_others_nothing(client, state):
    session = whole(state)
    client.force_login(session.teacher)
    words = page(client, session).content.decode()
    assert boxes(words) == ["persiapan"]
    assert "Bukti R01" not in words
    assert "Catatan R01" not in words
    client.force_login(session.observer)
    assert page(client, session).status_code == 404


def test_before_her_reflection_neither_side_copies_what_was_seen(client):
    session = whole("discussed")
    session.turns.all().delete()
    for reader in (session.teacher, session.observer):
        client.force_login(reader)
        words = page(client, session).content.decode()
        assert boxes(words) == ["persiapan"]
        assert "Bukti R01" not in words


@pytest.mark.parametrize("role", ["teacher", "coordinator"])
def test_colleagues_copy_nothing(client, role):
    session = whole()
    client.force_login(appointed(role, school=session.school))
    assert page(client, session).status_code == 404


def test_a_cancelled_visit_has_nothing_to_copy(client):
    session = SessionFactory(state="cancelled")
    client.force_login(session.teacher)
    assert page(client, session).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_copying_asks_the_same(as_user, rows, django_assert_num_queries):
    session = whole(rows=rows)
    client = as_user(session.teacher)
    # session, user, appointments, the talk with all rights, focus, turns, evidence, notes,
    # their indicators, steps, reflections, readers
    with django_assert_num_queries(12):
        page(client, session)
