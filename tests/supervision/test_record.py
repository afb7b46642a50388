import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from portal.models import AuditEvent
from portal.roles import Role
from supervision import reports
from supervision.actions import discuss
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


def written(rows=3, **kwargs):
    """A closed cycle with ``rows`` of everything (at most three steps)."""
    instrument = InstrumentFactory(items=rows)
    session = SessionFactory(state="closed", instruments=[instrument], **kwargs)
    TurnFactory(session=session)
    for item in instrument.indicators.all():
        RatingFactory(session=session, indicator=item, rater="self", level=2)
        RatingFactory(session=session, indicator=item, level=3)
        EvidenceNoteFactory(session=session)
        TurnFactory(session=session, author=session.observer, kind="saw")
    for _ in range(min(rows, 3)):
        FollowUpFactory(session=session)
    return session


def page(client, session, name="session-record"):
    return client.get(reverse(name, args=[session.pk]))


@pytest.mark.parametrize("name", ["session-record", "session-print"])
def test_the_cycle_stands_in_its_order(client, name):
    session = written()
    session.agreement.focus = "Fokus kami"
    session.agreement.save()
    session.turns.update(text="Giliran bicara")
    session.notes.update(text="Catatan menit")
    client.force_login(session.teacher)
    words = page(client, session, name).content.decode()
    parts = [
        "Fokus kami",
        "Catatan menit",
        "Mantap (3)",
        "Giliran bicara",
        "Mencoba kartu bertanya",
    ]
    places = [words.index(part) for part in parts]
    assert places == sorted(places)


def test_a_private_reflection_is_on_nobodys_sheet(client):
    session = written()
    reflection = ReflectionFactory(session=session, text="Kenari rahasia")
    supervisor = appointed(Role.SUPERVISOR, region=session.school.subdistrict)
    for name in ("session-record", "session-print"):
        for reader in (session.observer, supervisor):
            client.force_login(reader)
            assert "Kenari rahasia" not in page(client, session, name).content.decode()
    reflection.shared_at = reflection.written_at
    reflection.save()
    client.force_login(session.observer)
    assert "Kenari rahasia" in page(client, session).content.decode()
    client.force_login(supervisor)
    assert "Kenari rahasia" not in page(client, session).content.decode()
    reflection.supervisor_may_read = True
    reflection.save()
    assert "Kenari rahasia" in page(client, session).content.decode()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COORDINATOR])
def test_colleagues_find_no_record(client, role):
    session = written()
    client.force_login(appointed(role, school=session.school))
    for name in ("session-record", "session-print"):
        assert page(client, session, name).status_code == 404


def test_officer_and_operator_find_no_record(client):
    session = written()
    for role in (Role.OFFICER, Role.OPERATOR):
        client.force_login(appointed(role, region=session.school.subdistrict))
        assert page(client, session).status_code == 404


def test_reading_anothers_record_is_noted_once_in_half_an_hour(client):
    session = written()
    with time_machine.travel(dt.datetime(2026, 12, 1, 2, 0, tzinfo=dt.UTC), tick=False) as clock:
        client.force_login(session.observer)
        page(client, session)
        page(client, session, "session-print")
        clock.shift(dt.timedelta(minutes=29))
        client.force_login(session.observer)  # a quiet session has ended
        page(client, session)
        read = AuditEvent.objects.filter(act="session_read")
        assert list(read.values_list("actor", "subject")) == [
            (session.observer.pk, session.teacher.pk)
        ]
        clock.shift(dt.timedelta(minutes=2))
        client.force_login(session.observer)  # a quiet session has ended
        page(client, session)
        assert read.count() == 2


def test_the_teachers_own_reading_is_not_noted(client):
    session = written()
    client.force_login(session.teacher)
    page(client, session)
    assert not AuditEvent.objects.filter(act="session_read").exists()


def test_the_print_has_signatures_with_the_whole_nip(client):
    session = written()
    session.teacher.nip = "198702122014031002"
    session.teacher.save()
    client.force_login(session.observer)
    words = page(client, session, "session-print").content.decode()
    assert "19870212 201403 1 002" in words
    assert "198702122014031002" not in page(client, session).content.decode()
    assert "Menandatangani berarti telah membahas, tidak harus sependapat." in words
    assert session.school.name in words


def test_a_score_shows_its_inputs_and_what_was_not_observed(client):
    instrument = InstrumentFactory(items=3)
    session = SessionFactory(state="closed", instruments=[instrument])
    TurnFactory(session=session)
    for item, level in zip(instrument.indicators.all(), (4, 3, None), strict=True):
        RatingFactory(session=session, indicator=item, level=level, evidence="Terlihat")
        RatingFactory(session=session, indicator=item, rater="self", level=1, evidence="Saya")
    client.force_login(session.teacher)
    words = page(client, session).content.decode()
    assert "2 dari 3 butir teramati" in words
    assert "87,5 dari 100 (Baik)" in words  # 7 of 8


def test_a_talk_without_ratings_has_no_score():
    session = SessionFactory(state="closed")
    assert reports.side_by_side(session, session.teacher) == []


def test_the_record_waits_for_the_release(client):
    session = SessionFactory(state="observed")
    client.force_login(session.observer)
    assert page(client, session).status_code == 404


def test_a_correction_is_marked_beside_the_old_words(client):
    session = SessionFactory(state="discussed")
    old = TurnFactory(session=session)
    discuss.say(
        session, uuid4(), by=session.teacher, kind="reflection", text="Ralat saya", corrects=old
    )
    client.force_login(session.observer)
    words = page(client, session).content.decode()
    assert old.text in words
    assert "ralat dari yang sebelumnya" in words


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(("name", "queries"), [("session-record", 12), ("session-print", 12)])
def test_queries_do_not_grow_with_the_record(
    as_user, rows, name, queries, django_assert_num_queries
):
    session = written(rows)
    client = as_user(session.teacher)
    # session, user, appointments, the talk with all rights, turns, ratings, indicators, notes,
    # steps, their activities, reflections, and on the page the traces
    with django_assert_num_queries(queries):
        page(client, session, name)
