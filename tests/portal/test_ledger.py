import datetime as dt

import pytest
import time_machine
from django.test import Client

from portal import timesheet
from portal.ledger import sums
from portal.models import Term, TimeSpent
from portal.roles import Role
from tests.conftest import BACKEND
from tests.factories import (
    SchoolFactory,
    SessionFactory,
    TermFactory,
    TimeSpentFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
THIS, LAST = dt.date(2026, 11, 1), dt.date(2026, 10, 1)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    return SchoolFactory()


def test_reports_of_a_browser_are_added_up_by_month_form_and_role(school, as_user):
    teacher = appointed(Role.TEACHER, school=school)
    client = as_user(teacher)
    for seconds in ("60", "60", "15"):
        answer = client.post("/waktu/catat/", {"form": "self", "seconds": seconds})
        assert answer.status_code == 204
    row = TimeSpent.objects.get()
    assert (row.user, row.school, row.role, row.form) == (teacher, school, "teacher", "self")
    assert (row.month, row.seconds) == (THIS, 135)


def test_the_role_is_the_one_chosen_at_home(school, as_user):
    user = appointed(Role.TEACHER, school=school)
    appointed(Role.COORDINATOR, user=user, school=school)
    client = as_user(user)
    client.get(f"/?sebagai={user.appointments.get(role='coordinator').pk}")
    client.post("/waktu/catat/", {"form": "together", "seconds": "60"})
    assert TimeSpent.objects.get().role == "coordinator"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"form": "self"},
        {"form": "x", "seconds": "5"},
        {"form": "self", "seconds": "-5"},
        {"form": "self", "seconds": "²"},
        {"form": "self", "seconds": "9" * 30},
    ],
)
def test_what_is_no_report_is_refused(school, as_user, form):
    client = as_user(appointed(Role.TEACHER, school=school))
    assert client.post("/waktu/catat/", form).status_code == 400
    assert not TimeSpent.objects.exists()


def test_too_much_at_once_and_in_a_month_is_cut(school, as_user):
    teacher = appointed(Role.TEACHER, school=school)
    client = as_user(teacher)
    client.post("/waktu/catat/", {"form": "self", "seconds": "9999"})
    assert TimeSpent.objects.get().seconds == timesheet.MOST_AT_ONCE
    TimeSpent.objects.update(seconds=timesheet.MOST_A_MONTH - 1)
    client.post("/waktu/catat/", {"form": "self", "seconds": "60"})
    assert TimeSpent.objects.get().seconds == timesheet.MOST_A_MONTH


def test_a_report_without_the_token_of_the_page_counts_nothing(school):
    client = Client(enforce_csrf_checks=True)
    client.force_login(appointed(Role.TEACHER, school=school), backend=BACKEND)
    client.post("/waktu/catat/", {"form": "self", "seconds": "60"})
    assert not TimeSpent.objects.exists()


def test_every_page_that_is_measured_exists():
    assert set(timesheet.PAGES) <= set(names())


def names():
    from tests.test_routes import URLS  # noqa: PLC0415  the resolver's names

    return URLS


def test_a_form_names_its_kind_and_a_page_that_is_read_is_not_measured(school, as_user):
    session = SessionFactory(school=school)
    client = as_user(session.teacher)
    page = client.get(f"/supervisi/{session.pk}/asesmen-diri/").content.decode()
    assert 'data-ledger="self"' in page
    assert "js/ledger" in page
    for address in ("/", f"/iklim/{school.npsn}/", f"/iklim/{school.npsn}/jawab/"):
        assert "data-ledger" not in client.get(address).content.decode()


def test_own_minutes_stand_beside_the_promise(school, as_user):
    session = SessionFactory(school=school, state="closed", term=Term.objects.get())
    teacher = session.teacher
    for form, seconds in (("self", 240), ("prepare", 180), ("plan", 6000)):
        TimeSpentFactory(user=teacher, form=form, month=THIS, seconds=seconds)
    page = as_user(teacher).get("/waktu/").content.decode()
    assert "7 menit tiap siklus" in page
    assert "1 siklus semester ini, dijanjikan: 10" in page
    (side,) = sums.own(teacher, NOW.date(), Term.objects.get()).sides
    assert side.is_kept


def test_without_anything_counted_the_page_says_why(school, as_user):
    page = as_user(appointed(Role.TEACHER, school=school)).get("/waktu/").content.decode()
    assert "Tanpa skrip tidak ada yang dihitung" in page


def spent(school, people, form="self", month=LAST, role=Role.TEACHER, seconds=600):
    for _number in range(people):
        user = appointed(role, school=school)
        TimeSpentFactory(
            user=user, school=school, role=role, form=form, month=month, seconds=seconds
        )


def test_the_principal_sees_a_closed_month_from_five_people_on_without_his_own(school, as_user):
    client, page = as_user(principal_of(school)), f"/waktu/sekolah/{school.npsn}/"
    spent(school, 4)
    leader = principal_of(school)
    TimeSpentFactory(user=leader, school=school, role=Role.PRINCIPAL, month=LAST)
    spent(school, 3, month=THIS)
    assert client.get(page).context["together"] is None
    spent(school, 1)
    together = client.get(page).context["together"]
    assert (together.people, together.minutes) == (5, 50)
    for role in (Role.TEACHER, Role.COORDINATOR):
        assert as_user(appointed(role, school=school)).get(page).status_code == 403
    assert as_user(appointed(Role.PRINCIPAL)).get(page).status_code == 404


def test_a_form_of_few_is_hidden_and_cannot_be_found_by_subtraction(school):
    spent(school, 6, form="self")
    spent(school, 5, form="plan")
    spent(school, 1, form="together")
    rows = dict(sums.of_school(school, NOW.date()).rows)
    assert list(rows.values()).count(None) == 2


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_cost_the_same_for_any_number_of_sums(
    school, as_user, django_assert_num_queries, rows
):
    teacher = appointed(Role.TEACHER, school=school)
    for form in ("self", "prepare", "steps", "plan", "together")[:rows]:
        TimeSpentFactory(user=teacher, form=form, month=THIS)
    client = as_user(teacher)
    # Queries: session, user, appointments, term, sums, cycles.
    with django_assert_num_queries(6):
        response = client.get("/waktu/")
    assert len(response.context["own"].rows) == rows
