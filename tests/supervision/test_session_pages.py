from __future__ import annotations

import datetime as dt
import uuid

import pytest

from portal.roles import Role
from tests.factories import (
    EvidenceNoteFactory,
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db

# Every page: session, user, appointments.
LIST = 8  # and whether one may plan, number of rows, rows, their aspects, terms
DETAIL = 9  # and the session, rights, aspects, moved dates, its plan, readers


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_same_for_any_number_of_rows(as_user, django_assert_num_queries, rows):
    school = SchoolFactory()
    for _row in range(rows):
        SessionFactory(school=school, instruments=[InstrumentFactory(items=1)])
    client = as_user(principal_of(school))
    with django_assert_num_queries(LIST):
        response = client.get("/supervisi/")
    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize("items", [1, 5])
@pytest.mark.parametrize(
    ("address", "side", "queries"),
    [
        ("", "observer", DETAIL),
        ("persiapan/", "teacher", 10),
        ("asesmen-diri/?aspek=teaching", "teacher", 7),
        ("observasi/", "observer", 9),
        ("observasi/teaching/", "observer", 9),
        ("periksa/", "observer", 11),
    ],
)
def test_pages_ask_the_same_for_any_number_of_items(
    as_user, django_assert_num_queries, items, address, side, queries
):
    instrument = InstrumentFactory(aspect="teaching", items=items)
    session = SessionFactory(state="prepared", instruments=[instrument])
    for indicator in instrument.indicators.all():
        RatingFactory(session=session, indicator=indicator)
        EvidenceNoteFactory(session=session).indicators.add(indicator)
    client = as_user(getattr(session, side))
    with django_assert_num_queries(queries):
        assert client.get(f"/supervisi/{session.pk}/{address}").status_code == 200


def test_the_list_names_the_one_action_of_the_reader(as_user):
    session = SessionFactory(state="prepared", instruments=[InstrumentFactory(items=1)])
    (teacher,) = as_user(session.teacher).get("/supervisi/").context["rows"]
    (observer,) = as_user(session.observer).get("/supervisi/").context["rows"]
    assert teacher[1].url == f"/supervisi/{session.pk}/asesmen-diri/"
    assert observer[1].url == f"/supervisi/{session.pk}/observasi/"


def test_a_past_date_is_late_and_the_stage_stays(as_user):
    session = SessionFactory(planned_on=dt.date(2020, 1, 6))
    text = as_user(session.teacher).get("/supervisi/").content.decode()
    assert "Dijadwalkan" in text
    assert "Terlambat" in text


def test_odd_filters_give_the_list(as_user):
    session = SessionFactory()
    client = as_user(session.teacher)
    for query in ("semester=²", "semester=abc", "hal=999999999999", "tampil=x", "semester=%00"):
        assert client.get(f"/supervisi/?{query}").status_code == 200


def test_a_colleague_and_a_stranger_find_nothing(as_user):
    session = SessionFactory()
    for reader in (appointed(school=session.school), appointed(Role.PRINCIPAL)):
        client = as_user(reader)
        assert client.get(f"/supervisi/{session.pk}/").status_code == 404
        assert list(client.get("/supervisi/?tampil=berjalan").context["rows"]) == []


def test_the_coordinator_gets_no_link_to_what_she_may_not_read(as_user):
    session = SessionFactory(state="discussed", agreement="Kata guru sendiri")
    coordinator = appointed(Role.COORDINATOR, school=session.school)
    text = as_user(coordinator).get(f"/supervisi/{session.pk}/").content.decode()
    assert f"/supervisi/{session.pk}/persiapan/" not in text
    assert f"/supervisi/{session.pk}/catatan/" not in text
    assert "Kata guru sendiri" not in text


def test_a_session_that_is_not_there_is_404(as_user):
    assert as_user(appointed()).get(f"/supervisi/{uuid.uuid4()}/").status_code == 404


def test_the_share_button_waits_for_the_self_assessment(as_user):
    instrument = InstrumentFactory(aspect="teaching", items=1)
    session = SessionFactory(state="observed", instruments=[instrument], self_assessed_at=None)
    client, share = as_user(session.observer), f'action="/supervisi/{session.pk}/bagikan/"'
    assert share not in client.get(f"/supervisi/{session.pk}/").content.decode()
    assert share not in client.get(f"/supervisi/{session.pk}/periksa/").content.decode()


def test_indicators_are_offered_once_in_the_order_of_the_aspects(as_user):
    teaching, planning = InstrumentFactory(aspect="teaching"), InstrumentFactory(aspect="planning")
    session = SessionFactory(instruments=[planning, teaching], agreement="")
    SessionFactory(instruments=[teaching, planning])
    page = as_user(session.teacher).get(f"/supervisi/{session.pk}/persiapan/")
    offered = [box.label.split()[0] for group in page.context["groups"] for box in group.boxes]
    assert offered == ["R01", "R02", "R03", "P01", "P02", "P03"]
