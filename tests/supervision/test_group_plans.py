from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine

from portal.models import AuditEvent, Draft, Notification
from portal.roles import Role
from supervision.actions import group as actions
from supervision.models import GroupVisit, SupervisionSession, TermSummary
from tests.factories import (
    InstrumentFactory,
    SchoolFactory,
    TermFactory,
    WishFactory,
    appointed,
    principal_of,
)
from tests.supervision.groups import DAY, begun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    school = SchoolFactory()
    principal_of(school)
    return school


def sent(people, **more):
    return {
        "form_id": str(uuid.uuid4()),
        "title": "Asesmen awal di kelas kita",
        "purpose": "Melihat bersama",
        "technique": "workshop",
        "planned_on": "26/11/2026",
        "teachers": [person.pk for person in people],
        **more,
    }


def test_one_send_makes_a_session_of_each_and_a_second_none(school, as_user):
    form = InstrumentFactory(aspect="teaching")
    people = [appointed(school=school) for _number in range(3)]
    wish = WishFactory(school=school, teacher=people[0])
    client = as_user(principal_of(school))
    data = sent(people, aspects=["teaching"], planned_time="08.00")
    Draft.objects.create(owner=principal_of(school), form="group-new")

    first, second = client.post("/supervisi/bersama/baru/", data), client.post(
        "/supervisi/bersama/baru/", data
    )  # fmt: skip

    group = GroupVisit.objects.get()
    assert not Draft.objects.exists()
    assert first.url == second.url == f"/supervisi/bersama/{group.pk}/"
    sessions = SupervisionSession.objects.all()
    assert {row.teacher for row in sessions} == set(people)
    assert {(row.together, row.technique, row.planned_time) for row in sessions} == {
        (group, "workshop", dt.time(8, 0))
    }
    assert {tuple(row.instruments.all()) for row in sessions} == {(form,)}
    assert all(row.agreement.focus == "" for row in sessions)
    told = Notification.objects.values_list("to", "kind")
    assert sorted(told) == sorted((person.pk, "group_planned") for person in people)
    acts = AuditEvent.objects.filter(act__in=("group_plan", "session_plan"))
    assert acts.count() == 4
    assert TermSummary.objects.get(school=school, aspect="").planned == 3
    wish.refresh_from_db()
    assert wish.session == sessions.get(teacher=people[0])


@pytest.mark.parametrize("count", [0, 1, 31])
def test_from_two_to_thirty(school, as_user, count):
    people = [appointed(school=school) for _number in range(count)]
    answer = as_user(principal_of(school)).post("/supervisi/bersama/baru/", sent(people))
    assert list(answer.context["form"].errors) == ["teachers"]
    assert 'value="Asesmen awal di kelas kita"' in answer.content.decode()
    assert not GroupVisit.objects.exists()


def test_who_serves_elsewhere_and_the_observer_are_no_choice(school, as_user):
    here, principal = appointed(school=school), principal_of(school)
    client = as_user(principal)
    for other in (appointed(), principal):
        answer = client.post("/supervisi/bersama/baru/", sent([here, other]))
        assert list(answer.context["form"].errors) == ["teachers"]
    assert not GroupVisit.objects.exists()


@pytest.mark.parametrize("odd", ["x", "", "\x00", "9" * 40, "26/11/2026 "])
def test_odd_values_come_back_with_the_form(school, as_user, odd):
    data = sent([], form_id=odd, technique=odd, planned_time=odd, teachers=[odd], aspects=[odd])
    answer = as_user(principal_of(school)).post("/supervisi/bersama/baru/", data)
    assert answer.status_code == 200
    assert "Ada yang perlu dilengkapi" in answer.content.decode()


def test_a_teacher_may_not_plan_one(school, as_user):
    teacher = appointed(school=school)
    assert as_user(teacher).get("/supervisi/bersama/baru/").status_code == 403
    assert as_user(teacher).post("/supervisi/bersama/baru/", sent([teacher])).status_code == 403


def test_a_coordinator_plans_for_the_principal_and_may_take_part(school, as_user):
    coordinator, other = appointed(Role.COORDINATOR, school=school), appointed(school=school)
    as_user(coordinator).post("/supervisi/bersama/baru/", sent([coordinator, other]))
    group = GroupVisit.objects.get()
    assert (group.observer, group.created_by) == (principal_of(school), coordinator)
    assert group.sessions.count() == 2


def test_the_key_of_somebody_elses_form_is_refused(school):
    people = [appointed(school=school) for _number in range(2)]
    group = begun(school, people)
    supervisor = appointed(Role.SUPERVISOR, school=school)
    with pytest.raises(actions.ValidationError):
        actions.begin(
            group.pk,
            by=supervisor,
            observer=supervisor,
            school=school,
            teachers=people,
            technique="workshop",
            title="Lain",
            planned_on=DAY,
        )


def test_a_supervisor_chooses_the_school_first(school, as_user):
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    SchoolFactory(subdistrict=school.subdistrict)
    client = as_user(supervisor)
    page = client.get("/supervisi/bersama/baru/").content.decode()
    assert f'href="?sekolah={school.npsn}"' in page
    people = [appointed(school=school), principal_of(school)]
    client.post(f"/supervisi/bersama/baru/?sekolah={school.npsn}", sent(people))
    group = GroupVisit.objects.get()
    assert (group.observer, group.school) == (supervisor, school)
    assert {row.teacher for row in group.sessions.all()} == set(people)


@pytest.mark.parametrize("count", [2, 12])
def test_planning_costs_the_same_for_any_number_of_teachers(
    school, django_assert_max_num_queries, count
):
    InstrumentFactory(aspect="teaching")
    people = [appointed(school=school) for _number in range(count)]
    with django_assert_max_num_queries(45):
        begun(school, people, aspects=["teaching"])
