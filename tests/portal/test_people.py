from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from portal.models import Appointment, AuditEvent, School, Term, User
from portal.roles import Role
from tests.factories import RegionFactory, SchoolFactory, TermFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db
NIP = "198504122010012003"


@pytest.fixture
def school() -> School:
    return SchoolFactory()


@pytest.fixture
def operator(school: School) -> User:
    return appointed(Role.OPERATOR, region=RegionFactory(code="35.14", name="Pasuruan"))


@pytest.fixture
def client(operator: User, as_user) -> Client:
    return as_user(operator)


def newcomer(school: School, **changes: str) -> dict[str, str]:
    return {
        "name": "Nur'aini", "title_before": "", "title_after": "", "address": "ibu", "nip": NIP,
        "nuptk": "", "email": "", "username": "", "role": "teacher",
        "place": f"school:{school.pk}", "began_on": "13/07/2026",
    } | changes  # fmt: skip


def test_a_person_is_added_with_a_first_appointment(client, school):
    client.post("/orang/baru/", newcomer(school))
    found = User.objects.get(nip=NIP)
    assert not found.has_usable_password()
    assert found.username
    row = found.appointments.get()
    assert (row.school, row.role, row.began_on) == (school, "teacher", dt.date(2026, 7, 13))
    assert AuditEvent.objects.filter(act="person_new", subject=found).exists()


@pytest.mark.parametrize(
    ("field", "value"), [("nip", "12345"), ("began_on", "31/02/2026"), ("began_on", "besok lusa")]
)
def test_a_bad_value_gets_a_sentence_and_stays(client, school, field, value):
    answer = client.post("/orang/baru/", newcomer(school, **{field: value}))
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert f'value="{value}"' in answer.content.decode()
    assert not User.objects.filter(name="Nur'aini").exists()


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL])
def test_who_is_no_operator_is_refused(as_user, school, role):
    colleague = appointed(Role.TEACHER, school=school)
    client = as_user(appointed(role, school=school))
    for path in ("/orang/", "/orang/baru/", "/tempat/", "/semester/", "/semester/baru/"):
        assert client.get(path).status_code == 403
    assert client.get(f"/orang/{colleague.pk}/").status_code == 403
    assert client.get(f"/tempat/sekolah/{school.pk}/").status_code == 403


def test_an_officer_is_refused(as_user, school):
    teacher = appointed(Role.TEACHER, school=school)
    client = as_user(appointed(Role.OFFICER, region=RegionFactory(code="35.14")))
    assert client.get("/orang/").status_code == 403
    assert client.get(f"/orang/{teacher.pk}/").status_code == 404


def test_another_place_is_invisible(client):
    far = SchoolFactory(subdistrict=RegionFactory(code="35.15.01", name="Tarik"))
    teacher = appointed(Role.TEACHER, school=far)
    row = teacher.appointments.get()
    for path in ("", "ubah/", "penugasan/", "pindah/"):
        assert client.get(f"/orang/{teacher.pk}/{path}").status_code == 404
    assert client.get(f"/penugasan/{row.pk}/akhiri/").status_code == 404
    assert client.get(f"/tempat/sekolah/{far.pk}/").status_code == 404
    answer = client.post("/orang/baru/", newcomer(far))
    assert "place" in answer.context["form"].errors


def test_an_operator_does_not_appoint_himself(client, operator, school):
    data = {"role": "principal", "place": f"school:{school.pk}", "began_on": "13/07/2026"}
    answer = client.post(f"/orang/{operator.pk}/penugasan/", data)
    assert answer.context["form"].errors["role"]
    client.post(
        f"/orang/{operator.pk}/pindah/",
        {"role": "principal", "school": school.pk, "on": "13/07/2026"},
    )
    assert operator.appointments.count() == 1


def test_a_school_has_one_principal(client, school):
    appointed(Role.PRINCIPAL, school=school)
    answer = client.post("/orang/baru/", newcomer(school, role="principal"))
    assert answer.context["form"].errors["role"]
    assert not User.objects.filter(nip=NIP).exists()


def test_a_role_fits_its_place(client, school):
    answer = client.post("/orang/baru/", newcomer(school, role="officer"))
    assert answer.context["form"].errors["role"]


def test_a_transfer_ends_the_old_appointment(client, school):
    teacher = appointed(Role.TEACHER, school=school)
    new = SchoolFactory()
    client.post(
        f"/orang/{teacher.pk}/pindah/", {"role": "teacher", "school": new.pk, "on": "1/12/2026"}
    )
    assert teacher.appointments.get(school=school).ended_on == dt.date(2026, 11, 30)
    assert teacher.appointments.get(school=new).began_on == dt.date(2026, 12, 1)


def test_a_transfer_leaves_what_another_operator_keeps(client, school):
    far = SchoolFactory(subdistrict=RegionFactory(code="35.15.01", name="Tarik"))
    teacher = appointed(Role.TEACHER, school=school)
    appointed(Role.TEACHER, school=far, user=teacher)
    new = SchoolFactory()
    answer = client.post(
        f"/orang/{teacher.pk}/pindah/", {"role": "teacher", "school": new.pk, "on": "1/12/2026"}
    )
    assert answer.context["form"].errors["school"]
    assert not Appointment.objects.filter(user=teacher, ended_on__isnull=False).exists()


def test_an_appointment_ends_on_its_last_day(client, school):
    row = appointed(Role.TEACHER, school=school).appointments.get()
    refused = client.post(f"/penugasan/{row.pk}/akhiri/", {"on": "1/1/2001"})
    assert refused.context["form"].errors["on"]
    client.post(f"/penugasan/{row.pk}/akhiri/", {"on": "30/11/2026"})
    row.refresh_from_db()
    assert row.ended_on == dt.date(2026, 11, 30)


def test_the_apostrophe_does_not_matter(client, school):
    appointed(Role.TEACHER, school=school, name="Nur\u2019aini")
    appointed(Role.TEACHER, school=school, name="Slamet")
    for words in ("nur'aini", "Nuraini", "nur\u2018aini"):
        page = client.get("/orang/", {"cari": words}).context["page"]
        assert [person.name for person in page] == ["Nur\u2019aini"]


def test_filters(client, school, operator):
    gone = appointed(Role.TEACHER, school=school, ended_on=dt.date(2021, 1, 1))
    soon = appointed(Role.TEACHER, school=school, ended_on=dt.date.today() + dt.timedelta(days=7))
    assert list(client.get("/orang/?saring=tanpa").context["page"]) == [gone]
    assert list(client.get("/orang/?saring=berakhir").context["page"]) == [soon]


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("path", ["/orang/", "/tempat/", "/tempat/?lihat=gugus", "/semester/"])
def test_lists_ask_as_often_with_five_rows(client, school, path, rows, django_assert_num_queries):
    for _number in range(rows):
        appointed(Role.TEACHER, school=SchoolFactory())
    TermFactory()
    with django_assert_num_queries(5 if path == "/semester/" else 6):
        assert client.get(path).status_code == 200


def test_terms_do_not_overlap(client):
    TermFactory()
    data = {
        "number": "2", "starts_on": "01/12/2026", "ends_on": "26/06/2027",
        "year_starts_on": "13/07/2026", "year_ends_on": "26/06/2027",
    }  # fmt: skip
    answer = client.post("/semester/baru/", data)
    assert answer.context["form"].errors["starts_on"]
    client.post("/semester/baru/", data | {"starts_on": "04/01/2027"})
    assert Term.objects.get(number=2).year == Term.objects.get(number=1).year


def test_a_school_is_changed_and_its_npsn_stays_its_own(client, school):
    other = SchoolFactory()
    data = {
        "npsn": other.npsn, "name": "SDN Baru", "status": "public", "cluster": school.cluster_id,
        "subdistrict": school.subdistrict_id, "village": "", "address": "", "zone": school.zone,
    }  # fmt: skip
    assert client.post(f"/tempat/sekolah/{school.pk}/", data).context["form"].errors["npsn"]
    client.post(f"/tempat/sekolah/{school.pk}/", data | {"npsn": "20501234"})
    school.refresh_from_db()
    assert (school.npsn, school.name) == ("20501234", "SDN Baru")
    answer = client.post(
        "/tempat/gugus/baru/", {"name": school.cluster.name, "subdistrict": school.subdistrict_id}
    )
    assert answer.context["form"].errors["name"]


def test_an_email_belongs_to_one_person(client, school):
    UserFactory(email="ibu@contoh.id")
    answer = client.post("/orang/baru/", newcomer(school, email="Ibu@contoh.id"))
    assert answer.context["form"].errors["email"]


def test_every_page_opens(client, school):
    teacher = appointed(Role.TEACHER, school=school, nip=NIP)
    term = TermFactory()
    paths = [f"/orang/{teacher.pk}/{end}" for end in ("", "ubah/", "penugasan/", "pindah/")]
    paths += [f"/tempat/gugus/{school.cluster_id}/", f"/tempat/sekolah/{school.pk}/"]
    paths += ["/orang/baru/", "/tempat/sekolah/baru/", "/tempat/gugus/baru/", "/semester/baru/"]
    for path in [*paths, f"/semester/{term.pk}/"]:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("rows", [1, 5])
def test_a_person_page_asks_as_often_with_five_appointments(
    client, school, rows, django_assert_num_queries
):
    teacher = appointed(Role.TEACHER, school=school)
    for _number in range(rows - 1):
        appointed(Role.TEACHER, school=SchoolFactory(), user=teacher)
    with django_assert_num_queries(6):
        assert client.get(f"/orang/{teacher.pk}/").status_code == 200
