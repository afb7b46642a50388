import pytest

from portal.models import Region
from portal.roles import Role
from supervision import summaries
from tests.factories import (
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
HIDDEN = "disembunyikan agar orang tidak bisa ditebak"


@pytest.fixture
def region() -> Region:
    RegionFactory(code="35", name="Jawa Timur")
    RegionFactory(code="35.14", name="Pasuruan")
    return RegionFactory(code="35.14.16", name="Kraton")


def rated_school(region: Region, teachers: int, level: int = 3):
    """A school with ``teachers`` who each have one released, rated session."""
    school = SchoolFactory(subdistrict=region)
    instrument = InstrumentFactory(aspect="planning")
    observer = principal_of(school)
    for _number in range(teachers):
        session = SessionFactory(
            school=school, observer=observer, state="discussed", instruments=[instrument]
        )
        for item in instrument.indicators.all():
            RatingFactory(session=session, indicator=item, level=level)
            RatingFactory(session=session, indicator=item, level=1, rater="self")
    summaries.refresh(school, TermFactory())
    return school


def officer():
    return appointed(Role.OFFICER, region=Region.objects.get(code="35.14"))


@pytest.mark.parametrize("rows", [1, 5])
def test_region_dashboard_costs_the_same_for_any_number_of_schools(
    as_user, region, django_assert_num_queries, rows
):
    for _number in range(rows):
        rated_school(region, 1)
    client = as_user(officer())
    # Queries: session, user, appointments, region, terms, work, joint, schools, figures and
    # both of the crumbs.
    with django_assert_num_queries(11):
        response = client.get("/dasbor/35.14.16/")
    assert len(response.context["rows"]) == rows


def test_three_schools_with_five_teachers_show_a_figure(as_user, region):
    for _number in range(3):
        rated_school(region, 2)
    response = as_user(officer()).get("/dasbor/35.14.16/")
    (figure,) = response.context["figures"]
    assert (figure.teachers, figure.schools, figure.mean) == (6, 3, 3.0)


def test_two_schools_stay_hidden_however_many_teachers(as_user, region):
    for _number in range(2):
        rated_school(region, 5)
    response = as_user(officer()).get("/dasbor/35.14.16/")
    (figure,) = response.context["figures"]
    assert figure.mean is None
    assert HIDDEN in response.content.decode()


def test_one_school_with_most_of_the_teachers_stays_hidden(as_user, region):
    for teachers in (5, 1, 1):
        rated_school(region, teachers)
    (figure,) = as_user(officer()).get("/dasbor/35.14.16/").context["figures"]
    assert figure.mean is None


def test_school_shares_count_the_observer_alone(as_user, region):
    school = rated_school(region, 5)
    rated_school(region, 6)
    shares = as_user(officer()).get(f"/dasbor/sekolah/{school.npsn}/").context["shares"]
    planning = next(row for row in shares if row.aspect == "planning")
    assert (planning.teachers, planning.counts) == (5, (0, 0, 15, 0))


def test_a_small_school_hides_a_second_one_with_it(as_user, region):
    small, large, largest = (rated_school(region, teachers) for teachers in (2, 5, 7))
    client = as_user(officer())
    for school, shown in ((small, False), (large, False), (largest, True)):
        shares = client.get(f"/dasbor/sekolah/{school.npsn}/").context["shares"]
        planning = next(row for row in shares if row.aspect == "planning")
        assert (planning.counts is not None) is shown


def test_an_officer_sees_no_teacher_and_no_coverage(as_user, region):
    school = rated_school(region, 6)
    name = school.sessions.first().teacher.name
    page = as_user(officer()).get(f"/dasbor/sekolah/{school.npsn}/").content.decode()
    assert name not in page
    assert "Hari sejak percakapan terakhir" not in page


def test_a_principal_sees_coverage_in_order_of_name(as_user, region):
    school = rated_school(region, 3)
    response = as_user(principal_of(school)).get(f"/dasbor/sekolah/{school.npsn}/")
    names = [row.teacher.name for row in response.context["coverage"]]
    assert names == sorted(names)
    assert len(names) == 3


@pytest.mark.parametrize(
    ("role", "code", "path", "status"),
    [
        (Role.OFFICER, "35.14", "/dasbor/35/", 404),
        (Role.OFFICER, "35.14", "/dasbor/35.14.16/", 200),
        (Role.OFFICER, "35.15", "/dasbor/35.14/", 404),
        (Role.SUPERVISOR, "35.14.16", "/dasbor/35.14/", 404),
        (Role.SUPERVISOR, "35.14.16", "/dasbor/35.14.16/", 200),
        (Role.OPERATOR, "35.14", "/dasbor/35.14/", 404),
    ],
)
def test_a_dashboard_opens_for_its_own_region_alone(as_user, region, role, code, path, status):
    place = RegionFactory(code=code, name=code)
    assert as_user(appointed(role, region=place)).get(path).status_code == status


@pytest.mark.parametrize("path", ["/dasbor/99.99/", "/dasbor/x/", "/dasbor/sekolah/00000000/"])
def test_an_unknown_place_is_not_found(as_user, region, path):
    assert as_user(officer()).get(path).status_code == 404


@pytest.mark.parametrize("term", ["x", "999999999999", "-1", ""])
def test_an_odd_term_falls_back_to_the_newest(as_user, region, term):
    rated_school(region, 1)
    response = as_user(officer()).get(f"/dasbor/35.14.16/?semester={term}")
    assert response.status_code == 200
    assert response.context["term"] == TermFactory()
