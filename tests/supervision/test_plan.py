from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from portal.models import AuditEvent, Notification
from portal.roles import Role
from supervision.actions import plan as actions
from supervision.models import SupervisionSession
from tests.factories import (
    InstrumentFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)


@pytest.fixture
def school():
    TermFactory()
    return SchoolFactory()


def form(teacher, **more):
    return {
        "form_id": str(uuid.uuid4()),
        "teacher": teacher.pk,
        "planned_on": "26/11/2026",
        "grade": "4",
        "subject": "IPAS",
        **more,
    }


def test_a_principal_plans_and_a_second_send_finds_the_first(school, as_user):
    newest = InstrumentFactory(aspect="teaching")
    teacher, principal = appointed(school=school), appointed(Role.PRINCIPAL, school=school)
    client, sent = as_user(principal), form(teacher, aspects=["teaching"], planned_time="07.30")

    first = client.post("/supervisi/jadwalkan/", sent)
    second = client.post("/supervisi/jadwalkan/", sent)

    session = SupervisionSession.objects.get()
    assert first.url == second.url == f"/supervisi/{session.pk}/"
    assert (session.teacher, session.observer) == (teacher, principal)
    assert (session.planned_on, session.planned_time) == (DAY, dt.time(7, 30))
    assert [part.instrument for part in session.parts.all()] == [newest]
    assert list(Notification.objects.values_list("to", "kind")) == [(teacher.pk, "session_planned")]
    assert AuditEvent.objects.filter(act="session_plan").count() == 1


def test_a_coordinator_plans_for_the_principal(school, as_user):
    teacher, principal = appointed(school=school), principal_of(school)
    coordinator = appointed(Role.COORDINATOR, school=school)

    as_user(coordinator).post("/supervisi/jadwalkan/", form(teacher))

    session = SupervisionSession.objects.get()
    assert (session.observer, session.created_by) == (principal, coordinator)
    assert session.aspects == []


def test_a_teacher_of_another_school_is_no_choice(school, as_user):
    elsewhere = appointed()
    response = as_user(principal_of(school)).post("/supervisi/jadwalkan/", form(elsewhere))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["teacher"]
    assert not SupervisionSession.objects.exists()


def test_a_teacher_may_not_plan(school, as_user):
    teacher = appointed(school=school)
    assert as_user(teacher).get("/supervisi/jadwalkan/").status_code == 403
    assert as_user(teacher).post("/supervisi/jadwalkan/", form(teacher)).status_code == 403


def test_a_date_that_cannot_be_read_keeps_what_was_typed(school, as_user):
    sent = form(appointed(school=school), planned_on="besok pagi", topic="Wujud benda")
    response = as_user(principal_of(school)).post("/supervisi/jadwalkan/", sent)
    assert list(response.context["form"].errors) == ["planned_on"]
    assert 'value="besok pagi"' in response.content.decode()
    assert 'value="Wujud benda"' in response.content.decode()
    assert sent["form_id"] in response.content.decode()


def test_the_key_of_somebody_elses_form_is_refused(school):
    other = SessionFactory(school=school)
    with pytest.raises(ValidationError):
        actions.plan(
            other.pk,
            by=appointed(Role.SUPERVISOR, school=school),
            teacher=other.teacher,
            observer=other.observer,
            school=school,
            planned_on=DAY,
            grade=4,
            subject="IPAS",
        )


def test_a_moved_date_keeps_the_old_one_and_the_reason(as_user):
    session = SessionFactory(planned_on=DAY)
    client = as_user(session.observer)
    sent = {"day": "27/11/2026", "reason": "Rapat dinas"}

    client.post(f"/supervisi/{session.pk}/ubah-tanggal/", sent)
    client.post(f"/supervisi/{session.pk}/ubah-tanggal/", sent)

    session.refresh_from_db()
    move = session.reschedulings.get()
    assert session.planned_on == dt.date(2026, 11, 27)
    assert (move.from_day, move.to_day, move.reason) == (DAY, session.planned_on, "Rapat dinas")


def test_a_held_visit_is_not_moved(as_user):
    session = SessionFactory(state="observed", planned_on=DAY)
    sent = {"day": "27/11/2026", "reason": "Rapat dinas"}
    as_user(session.observer).post(f"/supervisi/{session.pk}/ubah-tanggal/", sent)
    session.refresh_from_db()
    assert session.planned_on == DAY


def test_cancelling_asks_for_a_reason_and_tells_the_teacher(as_user):
    session = SessionFactory()
    client = as_user(session.observer)

    client.post(f"/supervisi/{session.pk}/batalkan/", {"reason": "  "})
    session.refresh_from_db()
    assert session.state == "planned"

    client.post(f"/supervisi/{session.pk}/batalkan/", {"reason": "Guru sakit"})
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == ("cancelled", "Guru sakit")
    assert Notification.objects.get().to == session.teacher


def test_the_teacher_cannot_cancel(as_user):
    session = SessionFactory()
    address = f"/supervisi/{session.pk}/batalkan/"
    assert as_user(session.teacher).post(address, {"reason": "x"}).status_code == 403
