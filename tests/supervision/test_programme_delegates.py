"""A delegate observes like a principal, at her school and in her days alone."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from portal.models import Appointment, Notification
from portal.roles import Role
from supervision.models import Delegate, SupervisionSession
from tests.factories import (
    DelegateFactory,
    InstrumentFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    return SchoolFactory()


@pytest.fixture
def delegate(school):
    programme = ProgrammeFactory(school=school)
    return DelegateFactory(programme=programme, ended_on=dt.date(2027, 6, 26)).user


def plan(client, teacher, **more):
    sent = {
        "teacher": teacher.pk, "planned_on": "26/11/2026", "grade": "4", "subject": "IPAS",
        "aspects": ["teaching"], **more,
    }  # fmt: skip
    return client.post("/supervisi/jadwalkan/", sent)


def test_a_delegate_plans_observes_and_shares(school, delegate, as_user):
    item = InstrumentFactory(aspect="teaching", items=1).indicators.get()
    teacher = appointed(school=school)
    observer, subject = as_user(delegate), as_user(teacher)

    page = plan(observer, teacher).url
    session = SupervisionSession.objects.get()
    assert (session.observer, page) == (delegate, f"/supervisi/{session.pk}/")
    focus = {"focus": "Murid berani bertanya", "technique": session.agreement.technique}
    subject.post(f"{page}persiapan/", {**focus, "confirm": "1"})
    observer.post(f"{page}persiapan/setujui/")
    subject.post(f"{page}asesmen-diri/", {f"level-{item.pk}": "3", "finish": "1"})
    observer.post(f"{page}observasi/", {"text": "Tiga kelompok bertanya"})
    observer.post(f"{page}observasi/teaching/", {f"level-{item.pk}": "3"})
    observer.post(f"{page}periksa/")
    answer = observer.post(f"{page}bagikan/")

    session.refresh_from_db()
    assert (session.state, answer.url) == ("discussed", f"{page}diskusi/")
    assert session.ratings.filter(rater="observer").get().level == 3
    assert subject.get(f"{page}diskusi/").status_code == 200
    assert Notification.objects.filter(to=teacher, kind="session_released").exists()


def test_an_ended_delegation_ends_the_access_at_the_next_request(school, delegate, as_user):
    session = SessionFactory(school=school, observer=delegate, state="observed")
    row, client = Delegate.objects.get(), as_user(delegate)
    page = f"/supervisi/{session.pk}/"
    assert client.get(f"{page}observasi/").status_code == 200
    leader = as_user(principal_of(school))
    assert (
        session.teacher.name in leader.get(f"/program/pengamat/{row.pk}/akhiri/").content.decode()
    )

    leader.post(f"/program/pengamat/{row.pk}/akhiri/")
    leader.post(f"/program/pengamat/{row.pk}/akhiri/")

    assert client.get(f"{page}observasi/").status_code == 404
    assert client.post(f"{page}bagikan/").status_code == 404
    assert client.get("/supervisi/jadwalkan/").status_code == 403
    row.refresh_from_db()
    assert row.ended_on == dt.date(2026, 11, 23)
    told = Notification.objects.filter(kind="delegate_ended").values_list("to", flat=True)
    assert list(told) == [delegate.pk]


def test_a_delegation_that_begins_today_is_ended_without_a_trace_of_days(school, as_user):
    row = DelegateFactory(
        programme=ProgrammeFactory(school=school),
        began_on=dt.date(2026, 11, 24),
        ended_on=dt.date(2027, 6, 26),
    )
    as_user(principal_of(school)).post(f"/program/pengamat/{row.pk}/akhiri/")
    assert not Delegate.objects.exists()
    assert as_user(row.user).get("/supervisi/jadwalkan/").status_code == 403


def test_closing_the_programme_tells_the_delegate_and_ends_her_access(school, delegate, as_user):
    programme = school.programmes.get()
    leader = as_user(principal_of(school))
    page = leader.get(f"/program/{programme.pk}/tutup/").content.decode()
    assert delegate.name in page
    leader.post(f"/program/{programme.pk}/tutup/")
    leader.post(f"/program/{programme.pk}/tutup/")
    assert as_user(delegate).get("/supervisi/jadwalkan/").status_code == 403
    told = Notification.objects.filter(kind="programme_closed").values_list("to", flat=True)
    assert list(told) == [delegate.pk]
    assert "menutup program" in as_user(delegate).get("/pemberitahuan/").content.decode()


def test_a_delegate_who_leaves_the_school_observes_no_more(school, delegate, as_user):
    Appointment.objects.filter(user=delegate).update(ended_on=dt.date(2026, 11, 23))
    appointed(user=delegate)
    assert as_user(delegate).get("/supervisi/jadwalkan/").status_code == 403


def test_a_delegate_reads_no_record_but_of_her_own_visits(school, delegate, as_user):
    other = SessionFactory(school=school, state="discussed")
    assert as_user(delegate).get(f"/supervisi/{other.pk}/").status_code == 404


def test_the_principal_may_let_a_delegate_come(school, delegate, as_user):
    InstrumentFactory(aspect="teaching")
    teacher, client = appointed(school=school), as_user(principal_of(school))
    form = client.get(f"/supervisi/jadwalkan/?guru={teacher.pk}").context["form"]
    assert form.initial["observer"] == principal_of(school)
    assert set(form.fields["observer"].queryset) == {delegate, principal_of(school)}
    plan(client, teacher, observer=delegate.pk)
    assert SupervisionSession.objects.get().observer == delegate


def test_where_only_one_can_come_nobody_is_asked(school, as_user):
    teacher = appointed(school=school)
    client = as_user(principal_of(school))
    form = client.get(f"/supervisi/jadwalkan/?guru={teacher.pk}").context["form"]
    assert "observer" not in form.fields


def test_a_colleague_is_no_observer_by_address(school, delegate, as_user):
    InstrumentFactory(aspect="teaching")
    teacher, colleague = appointed(school=school), appointed(school=school)
    answer = plan(as_user(principal_of(school)), teacher, observer=colleague.pk)
    assert list(answer.context["form"].errors) == ["observer"]
    assert not SupervisionSession.objects.exists()


def test_who_reads_the_programme_alone_ends_no_delegation(school, delegate, as_user):
    row = Delegate.objects.get()
    assert as_user(delegate).post(f"/program/pengamat/{row.pk}/akhiri/").status_code == 403
    stranger = appointed(Role.PRINCIPAL)
    assert as_user(stranger).post(f"/program/pengamat/{row.pk}/akhiri/").status_code == 404
    row.refresh_from_db()
    assert row.ended_on == dt.date(2027, 6, 26)
