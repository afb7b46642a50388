import datetime as dt

import pytest
import time_machine

from collaboration import climate as pulse
from collaboration.actions import climate as actions
from collaboration.models import ClimateCount, ClimateToken
from portal.models import AuditEvent, Draft, Notification, Term
from portal.roles import Role
from tests.factories import (
    ClusterFactory,
    RegionFactory,
    SchoolFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
CLOSED = dt.datetime(2026, 12, 19, 17, 0, tzinfo=dt.UTC)  # midnight in Pasuruan
YEAR_OVER = dt.datetime(2027, 6, 26, 17, 0, tzinfo=dt.UTC)
ONE = {"trust": 4, "open": 3, "help": 1}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def school():
    TermFactory()
    return SchoolFactory()


def answered(school, number, levels=ONE):
    """``number`` teachers of ``school`` answer; ``levels`` may be a function of the number."""
    term = Term.objects.get(starts_on=dt.date(2026, 7, 13))
    people = [appointed(Role.TEACHER, school=school) for _ in range(number)]
    for at, user in enumerate(people):
        given = levels(at) if callable(levels) else levels
        assert actions.answer(by=user, school=school, term=term, levels=given)
    return people


def mixed(at):
    return {"trust": 1 + at % 4, "open": 1 + at % 2, "help": 3}


def test_a_teacher_answers_once_and_a_second_send_adds_nothing(school, as_user):
    client = as_user(appointed(Role.TEACHER, school=school))
    page = f"/iklim/{school.npsn}/"
    assert "Jawab tiga pernyataan" in client.get(page).content.decode()
    assert client.post(f"{page}jawab/", ONE).url == page
    assert client.post(f"{page}jawab/", ONE | {"trust": 1}).url == page
    assert client.get(f"{page}jawab/").url == page
    assert ClimateToken.objects.count() == 1
    numbers = pulse.counted(ClimateCount.objects.all())
    assert numbers == [0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0]
    assert "Jawab tiga pernyataan" not in client.get(page).content.decode()


def test_nothing_of_an_answer_is_told_logged_or_drafted(school, as_user):
    client = as_user(appointed(Role.COORDINATOR, school=school))
    client.post(f"/iklim/{school.npsn}/jawab/", ONE)
    for model in (AuditEvent, Notification, Draft):
        assert not model.objects.exists()
    form = client.get(f"/iklim/{school.npsn}/").content.decode()
    assert "data-autosave" not in form


@pytest.mark.parametrize("form", [{}, ONE | {"help": "5"}, ONE | {"open": "²"}, {"trust": "1"}])
def test_an_unfinished_answer_comes_back_with_its_choices(school, as_user, form):
    client = as_user(appointed(Role.TEACHER, school=school))
    answer = client.post(f"/iklim/{school.npsn}/jawab/", form)
    assert answer.status_code == 200
    assert "Ada yang perlu dilengkapi" in answer.content.decode()
    assert not ClimateToken.objects.exists()


def test_the_principal_reads_and_answers_nothing(school, as_user):
    client = as_user(principal_of(school))
    assert client.get(f"/iklim/{school.npsn}/").status_code == 200
    assert client.post(f"/iklim/{school.npsn}/jawab/", ONE).status_code == 403
    outside = as_user(appointed(Role.TEACHER))
    assert outside.post(f"/iklim/{school.npsn}/jawab/", ONE).status_code == 404
    assert not ClimateCount.objects.exists()


def readers(school, as_user):
    region = RegionFactory(code="35.14")
    people = [
        principal_of(school),
        appointed(Role.TEACHER, school=school),
        appointed(Role.COORDINATOR, school=school),
        appointed(Role.SUPERVISOR, region=region),
        appointed(Role.OFFICER, region=region),
    ]
    return [as_user(user) for user in people]


def bars(client, school):
    answer = client.get(f"/iklim/{school.npsn}/")
    return answer.context["pulse"], '<svg class="bar"' in answer.content.decode()


def test_all_see_the_result_at_the_same_moment_and_nobody_before(school, as_user, november):
    answered(school, 6, mixed)
    for instant, shown in ((CLOSED - dt.timedelta(seconds=1), False), (CLOSED, True)):
        november.move_to(instant)
        seen = [bars(client, school) for client in readers(school, as_user)]
        assert [drawn for _pulse, drawn in seen] == [shown] * 5
        assert len({str(found) for found, _drawn in seen}) == 1
    found = seen[0][0]
    assert (found.n, found.statements[0].counts) == (6, (2, 2, 1, 1))


def test_an_answer_after_the_term_is_refused(school, as_user, november):
    november.move_to(CLOSED)
    client = as_user(appointed(Role.TEACHER, school=school))
    client.post(f"/iklim/{school.npsn}/jawab/", ONE)
    assert not ClimateToken.objects.exists()


def test_four_answers_are_never_shown_and_pooled_with_the_cluster_at_the_end_of_the_year(
    school, as_user, november
):
    near = SchoolFactory(cluster=school.cluster)
    large = SchoolFactory(cluster=school.cluster)
    answered(school, 4, mixed)
    answered(near, 2, mixed)
    answered(large, 7, mixed)
    november.move_to(CLOSED)
    client = as_user(principal_of(school))
    page = client.get(f"/iklim/{school.npsn}/")
    assert page.context["pulse"] is page.context["pool"] is None
    assert "Kelompok terlalu kecil" in page.content.decode()
    november.move_to(YEAR_OVER)
    client = as_user(principal_of(school))
    page = client.get(f"/iklim/{school.npsn}/")
    assert page.context["pool"].n == 6  # of the small schools alone: the large one is no part
    assert page.context["pool"].statements[0].counts == (2, 2, 1, 1)
    assert page.context["pulse"] is None


def test_a_pool_takes_five_persons_and_two_schools(school, november):
    answered(school, 4, mixed)
    november.move_to(YEAR_OVER)
    year, today = Term.objects.get().year, dt.date(2027, 6, 27)
    assert pulse.of_pool(school, year, today) is None
    alone = SchoolFactory(cluster=None)
    assert pulse.of_pool(alone, year, today) is None


def test_where_all_say_the_same_only_the_side_is_told(school, november):
    answered(school, 5, {"trust": 4, "open": 1, "help": 3})
    found = pulse.of_school(school, Term.objects.get(), dt.date(2026, 12, 20))
    assert [row.one_side for row in found.statements] == ["agree", "disagree", "agree"]
    assert all(set(row.counts) == {0} for row in found.statements)


def test_a_count_that_cannot_be_opened_shows_nothing(school, settings):
    answered(school, 5, mixed)
    settings.SECRET_KEY = "another key of the portal, fifty characters and more"
    today = dt.date(2026, 12, 20)
    assert pulse.of_school(school, Term.objects.get(), today) is None


def test_a_count_stays_readable_under_a_new_key_that_names_the_old_one(school, settings):
    answered(school, 5, mixed)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of the portal, fifty characters and more"
    assert pulse.of_school(school, Term.objects.get(), dt.date(2026, 12, 20)).n == 5


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_answers(
    school, as_user, november, django_assert_num_queries, rows
):
    answered(school, 4 + rows, mixed)
    november.move_to(CLOSED)
    client = as_user(principal_of(school))
    # Queries: session, user, appointments, school, terms, tokens, counts, rights.
    with django_assert_num_queries(8):
        response = client.get(f"/iklim/{school.npsn}/")
    assert response.context["pulse"].n == 4 + rows


def test_a_cluster_of_small_schools_costs_no_more_with_more_of_them(
    as_user, november, django_assert_num_queries
):
    TermFactory()
    cluster = ClusterFactory()
    schools = SchoolFactory.create_batch(5, cluster=cluster)
    for school in schools:
        answered(school, 2, mixed)
    november.move_to(YEAR_OVER)
    client = as_user(principal_of(schools[0]))
    with django_assert_num_queries(9):  # as above, without counts, with both of the pool
        response = client.get(f"/iklim/{schools[0].npsn}/")
    assert response.context["pool"].n == 10
