"""A supervisor visits principals and teachers in the same cycle; who is visited has one set of
rights, whatever her role."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine

from portal import access
from portal.models import Holiday
from portal.roles import Role
from supervision.actions import follow_up
from supervision.models import SupervisionSession
from tests.factories import (
    EvidenceNoteFactory,
    FollowUpFactory,
    InstrumentFactory,
    RatingFactory,
    RegionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def region():
    TermFactory()
    return RegionFactory(code="35.14.16", name="Kraton")


@pytest.fixture
def supervisor(region):
    return appointed(Role.SUPERVISOR, region=region)


def sent(person, **more):
    return {
        "form_id": str(uuid.uuid4()),
        "teacher": person.pk,
        "planned_on": "26/11/2026",
        **more,
    }


def test_with_many_schools_one_is_chosen_first_by_name_or_number(supervisor, region, as_user):
    schools = [SchoolFactory(subdistrict=region, name=f"SDN {n:02}") for n in range(22)]
    SchoolFactory(subdistrict=RegionFactory(code="35.75.01"), name="SDN Jauh")
    client = as_user(supervisor)
    first = client.get("/supervisi/jadwalkan/")
    assert [row.name for row in first.context["page"]] == [f"SDN {n:02}" for n in range(20)]
    assert len(client.get("/supervisi/jadwalkan/?hal=2").context["page"]) == 2
    for words in ("sdn 21", schools[21].npsn):
        page = client.get("/supervisi/jadwalkan/", {"cari": words}).context["page"]
        assert list(page) == [schools[21]]
    assert list(client.get("/supervisi/jadwalkan/?cari=jauh").context["page"]) == []
    assert "<select" not in first.content.decode()


@pytest.mark.parametrize("odd", ["x", "%00", "²", "' OR 1=1", "9" * 40, "<b>"])
@pytest.mark.parametrize("name", ["sekolah", "guru", "cari", "hal", "dari"])
def test_odd_choices_give_a_page(supervisor, region, as_user, name, odd):
    SchoolFactory(subdistrict=region)
    SchoolFactory(subdistrict=region)
    assert as_user(supervisor).get(f"/supervisi/jadwalkan/?{name}={odd}").status_code == 200


def test_the_people_of_a_school_are_a_plain_list_with_its_principal(supervisor, region, as_user):
    school = SchoolFactory(subdistrict=region)
    teacher, principal = appointed(school=school), principal_of(school)
    SessionFactory(school=school, teacher=teacher, state="closed", planned_on=dt.date(2026, 9, 3))
    page = as_user(supervisor).get(f"/supervisi/jadwalkan/?sekolah={school.npsn}")
    assert {person for person, _day in page.context["people"]} == {teacher, principal}
    assert "Percakapan terakhir: Kamis, 3 September 2026" in page.content.decode()
    assert "Kepala sekolah" in page.content.decode()


def test_a_principal_chooses_among_her_teachers_and_not_herself(region, as_user):
    school = SchoolFactory(subdistrict=region)
    teacher, principal = appointed(school=school), principal_of(school)
    page = as_user(principal).get("/supervisi/jadwalkan/")
    assert [person for person, _day in page.context["people"]] == [teacher]


def test_a_coordinator_is_not_offered_the_principal(region, as_user):
    school = SchoolFactory(subdistrict=region)
    teacher, _principal = appointed(school=school), principal_of(school)
    coordinator = appointed(Role.COORDINATOR, school=school)
    page = as_user(coordinator).get("/supervisi/jadwalkan/")
    assert [person for person, _day in page.context["people"]] == [teacher]


def test_three_taps_plan_a_visit_with_what_is_known(region, as_user):
    school = SchoolFactory(subdistrict=region)
    teacher, principal = appointed(school=school), principal_of(school)
    teaching = InstrumentFactory(aspect="teaching")
    SessionFactory(
        school=school, teacher=teacher, grade=5, group="Melati", subject="PJOK", state="closed",
        instruments=[teaching], planned_on=dt.date(2026, 9, 3), is_multigrade=True,
    )  # fmt: skip
    Holiday.objects.create(name="Hari guru", starts_on=dt.date(2026, 11, 25), ends_on=DAY)
    client = as_user(principal)
    assert 'href="/supervisi/jadwalkan/"' in client.get("/").content.decode()
    address = f"/supervisi/jadwalkan/?sekolah={school.npsn}&guru={teacher.pk}"
    form = client.get(address).context["form"]
    initial = {name: form[name].value() for name in form.fields if form[name].value()}
    assert initial["planned_on"] == "27/11/2026"
    client.post(address, {**initial, "form_id": str(uuid.uuid4())})
    session = SupervisionSession.objects.get(planned_on=dt.date(2026, 11, 27))
    assert (session.class_name, session.subject, session.aspects) == (
        "5 Melati", "PJOK", ["teaching"],
    )  # fmt: skip
    assert session.is_multigrade
    assert session.technique == "observation"


def test_a_class_is_asked_for_where_one_is_visited(region, as_user):
    school = SchoolFactory(subdistrict=region)
    teacher, client = appointed(school=school), as_user(principal_of(school))
    refused = client.post("/supervisi/jadwalkan/", sent(teacher))
    assert sorted(refused.context["form"].errors) == ["grade", "subject"]
    client.post("/supervisi/jadwalkan/", sent(teacher, technique="meeting"))
    session = SupervisionSession.objects.get()
    assert (session.technique, session.grade, session.class_name) == ("meeting", None, "")


def test_a_technique_of_groups_is_no_choice_for_one_teacher(region, as_user):
    school = SchoolFactory(subdistrict=region)
    sent_form = sent(appointed(school=school), technique="workshop", grade="4", subject="IPAS")
    answer = as_user(principal_of(school)).post("/supervisi/jadwalkan/", sent_form)
    assert list(answer.context["form"].errors) == ["technique"]
    assert "<details open>" in answer.content.decode()


@pytest.fixture
def visit(supervisor, region, as_user):
    """A visit of the supervisor with a principal, planned through the page."""
    school = SchoolFactory(subdistrict=region)
    principal = principal_of(school)
    as_user(supervisor).post(f"/supervisi/jadwalkan/?sekolah={school.npsn}", sent(principal))
    return SupervisionSession.objects.get()


def test_a_principal_is_visited_without_a_class(visit, supervisor, as_user):
    assert (visit.teacher, visit.observer) == (principal_of(visit.school), supervisor)
    assert (visit.grade, visit.subject, visit.aspects) == (None, "", [])
    for user in (visit.teacher, supervisor):
        page = as_user(user).get(f"/supervisi/{visit.pk}/").content.decode()
        assert visit.teacher.name in page
        assert "kelas None" not in page
        assert as_user(user).get("/supervisi/").status_code == 200
        assert as_user(user).get("/").status_code == 200


def test_the_home_of_the_principal_shows_the_visit_with_her(visit, supervisor, as_user):
    answer = as_user(visit.teacher).get("/")
    page = answer.content.decode()
    assert f"Kunjungan untuk {visit.teacher.you}" in page
    assert supervisor.name in page
    assert (answer.context["desk"].today, answer.context["desk"].week) == ([], [])


def test_the_principal_writes_the_focus_and_both_confirm(visit, supervisor, as_user):
    address = f"/supervisi/{visit.pk}/persiapan/"
    form = {"focus": "Cara saya membuka percakapan", "technique": "notes", "confirm": "1"}
    assert as_user(visit.teacher).post(address, form).status_code == 302
    as_user(supervisor).post(f"{address}setujui/")
    visit.refresh_from_db()
    assert visit.state == "prepared"


RELEASED = ("discussed", "following_up", "closed")


@pytest.mark.parametrize("state", ["planned", "prepared", "observed", *RELEASED])
def test_a_principal_has_on_her_own_record_what_a_teacher_has(region, state):
    """The one thing more is the date of a visit at her school, which she keeps as its head."""
    school = SchoolFactory(subdistrict=region)
    principal, supervisor = principal_of(school), appointed(Role.SUPERVISOR, region=region)
    own = SessionFactory(school=school, teacher=principal, observer=supervisor, state=state)
    hers = SessionFactory(school=school, observer=supervisor, state=state)
    more = access.session_parts(principal, own) - access.session_parts(hers.teacher, hers)
    dates = {"session.reschedule", "session.cancel"} if state != "closed" else set()
    looks = {"follow_up.look_again"} if state == "following_up" else set()
    assert more == dates | looks


def test_a_principal_does_not_take_the_second_look_at_her_own_steps(region, as_user):
    school = SchoolFactory(subdistrict=region)
    supervisor, principal = appointed(Role.SUPERVISOR, region=region), principal_of(school)
    session = SessionFactory(
        school=school, teacher=principal, observer=supervisor, state="following_up"
    )
    step = FollowUpFactory(session=session, owner=principal, owner_kind="principal")
    follow_up.prove(step, by=principal, proof="Sudah saya coba")
    address = f"/tindak-lanjut/{step.pk}/lihat/"
    assert address not in as_user(principal).get(f"/supervisi/{session.pk}/upaya/").content.decode()
    as_user(principal).post(address, {"text": "Bagus sekali"})
    step.refresh_from_db()
    assert step.second_look == ""
    as_user(supervisor).post(address, {"text": "Saya mampir sebentar"})
    step.refresh_from_db()
    assert step.second_look == "Saya mampir sebentar"


def test_nothing_of_the_observer_reaches_a_principal_before_it_is_shared(region, as_user):
    school = SchoolFactory(subdistrict=region)
    principal, supervisor = principal_of(school), appointed(Role.SUPERVISOR, region=region)
    form = InstrumentFactory(aspect="teaching")
    session = SessionFactory(
        school=school, teacher=principal, observer=supervisor, state="observed", instruments=[form]
    )
    EvidenceNoteFactory(session=session, text="CATATAN RAHASIA")
    RatingFactory(session=session, indicator=form.indicators.first(), evidence="BUKTI RAHASIA")
    client = as_user(principal)
    for part in ("", "persiapan/", "observasi/", "observasi/teaching/", "periksa/", "diskusi/",
                 "catatan/", "cetak/", "asesmen-diri/", "upaya/"):  # fmt: skip
        text = client.get(f"/supervisi/{session.pk}/{part}").content.decode()
        assert "RAHASIA" not in text, part
    assert client.get(f"/supervisi/{session.pk}/observasi/").status_code in (403, 404)
    assert not session.notes.visible_to(principal).exists()
    assert not session.ratings.visible_to(principal).filter(rater="observer").exists()


@pytest.mark.parametrize("rows", [1, 5])
def test_choosing_costs_the_same_for_any_number_of_rows(
    supervisor, region, as_user, django_assert_num_queries, rows
):
    schools = [SchoolFactory(subdistrict=region) for _number in range(rows + 1)]
    for _number in range(rows):
        SessionFactory(school=schools[0], state="closed")
    client = as_user(supervisor)
    # Queries: session, user, appointments, may plan, the only school, number of rows, rows.
    with django_assert_num_queries(7):
        client.get("/supervisi/jadwalkan/")
    # Queries: session, user, appointments, may plan, school, supervised, number, people, last
    # talks and principals.
    with django_assert_num_queries(10):
        client.get(f"/supervisi/jadwalkan/?sekolah={schools[0].npsn}")
