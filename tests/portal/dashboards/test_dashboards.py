import datetime as dt

import pytest
from django.template.defaultfilters import filesizeformat

from collaboration import summaries as collaboration_summaries
from portal.models import Region
from portal.roles import Role
from supervision import publishing, summaries
from supervision.models import PublishedFigure
from tests.factories import (
    BarrierFactory,
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
UNTOLD = "belum diterbitkan: kurang dari lima guru dari tiga sekolah"


@pytest.fixture
def region() -> Region:
    RegionFactory(code="35", name="Jawa Timur")
    RegionFactory(code="35.14", name="Pasuruan")
    return RegionFactory(code="35.14.16", name="Kraton")


def rated_school(region: Region, teachers: int, level: int | list[int] = 3):
    """A school whose ``teachers`` each have one released session, at a level or at some in turn."""
    school = SchoolFactory(subdistrict=region)
    instrument = InstrumentFactory(aspect="planning")
    observer = principal_of(school)
    for number in range(teachers):
        given = level if isinstance(level, int) else level[number % len(level)]
        session = SessionFactory(
            school=school, observer=observer, state="discussed", instruments=[instrument]
        )
        for item in instrument.indicators.all():
            RatingFactory(session=session, indicator=item, level=given)
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
    # session, user, appointments; region with its neighbours, terms; schools, work, joint; weeks,
    # levels, climate, clusters
    with django_assert_num_queries(12):
        response = client.get("/dasbor/35.14.16/")
    assert len(response.context["page"].rows) == rows
    table = client.get("/dasbor/35.14.16/unduh.csv").content
    assert response.context["sizes"]["csv"] == len(table)
    assert f"Tabel (.csv), {filesizeformat(len(table))}" in response.content.decode()


def test_three_schools_with_five_teachers_show_a_figure(as_user, region):
    for _number in range(3):
        rated_school(region, 2, 2 + _number % 2)
    assert planning(as_user, "35.14.16") == (0, 0, None)
    publishing.publish(TermFactory().ends_on)
    assert planning(as_user, "35.14.16") == (6, 3, 2.3)
    assert planning(as_user, "35.14") == (6, 3, 2.3)


def planning(as_user, code):
    lines = as_user(officer()).get(f"/dasbor/{code}/").context["page"].lines
    (found,) = next(line.figures for line in lines if line.aspect == "planning")
    return found.teachers, found.schools, found.mean


@pytest.mark.parametrize("sizes", [(5, 5), (5, 1, 1), (1, 1, 1)])
def test_too_few_schools_or_teachers_and_one_large_school_stay_hidden(as_user, region, sizes):
    for number, teachers in enumerate(sizes):
        rated_school(region, teachers, 2 + number % 2)
    publishing.publish(TermFactory().ends_on)
    assert planning(as_user, "35.14.16") == (0, 0, None)
    assert UNTOLD in as_user(officer()).get("/dasbor/35.14.16/").content.decode()


def test_a_published_figure_stays_until_five_more_teachers_and_one_month(as_user, region):
    term = TermFactory()
    october, november, december = (
        term.ends_on.replace(month=month, day=1) for month in (10, 11, 12)
    )
    for level in (2, 3, 2):
        rated_school(region, 2, level)
    publishing.publish(october)
    before = planning(as_user, "35.14.16")
    rated_school(region, 4, 3)
    publishing.publish(november)
    assert planning(as_user, "35.14.16") == before
    rated_school(region, 1, 2)
    publishing.publish(november)  # the month has been fixed already
    assert planning(as_user, "35.14.16") == before
    publishing.publish(december)
    assert planning(as_user, "35.14.16") == (11, 5, 2.5)


def test_a_finished_term_is_fixed_once(region):
    term = TermFactory()
    after = term.ends_on + dt.timedelta(days=1)
    assert publishing.publish(after) == 1
    for level in (2, 3, 2):
        rated_school(region, 3, level)
    assert publishing.publish(after) == 0
    assert publishing.publish(after + dt.timedelta(days=40)) == 0
    assert not PublishedFigure.objects.exists()


@pytest.mark.parametrize("areas", [1, 3])
def test_publishing_takes_the_same_queries(region, django_assert_num_queries, areas):
    for number in range(areas):
        place = RegionFactory(code=f"35.14.3{number}", name=f"Kecamatan {number}")
        for level in (2, 3, 2):
            rated_school(place, 2, level)
    term = TermFactory()
    # savepoint, terms, finished, this month's four; three times summaries, parts, old; one new
    with django_assert_num_queries(16):
        publishing.publish(term.ends_on)


def shares_of(as_user, user, school):
    shares = as_user(user).get(f"/dasbor/sekolah/{school.npsn}/").context["page"].shares
    return {row.aspect: (row.teachers, row.counts) for row in shares}


def test_school_shares_are_told_once_the_term_is_over(as_user, region):
    school = rated_school(region, 5, [2, 3])
    for _number in range(2):
        rated_school(region, 6, [2, 3])
    publishing.publish(TermFactory().ends_on)
    assert shares_of(as_user, officer(), school) == {}
    publishing.publish(TermFactory().ends_on + dt.timedelta(days=1))
    assert shares_of(as_user, officer(), school) == {"planning": (5, (0, 6, 4, 0))}


def test_the_principal_sees_live_counts_of_the_observer_alone(as_user, region):
    school = rated_school(region, 5)
    principal = school.sessions.first().observer
    assert shares_of(as_user, principal, school) == {"planning": (5, (0, 0, 15, 0))}


def test_a_small_school_hides_a_second_one_with_it(as_user, region):
    schools = [rated_school(region, teachers, [2, 3]) for teachers in (2, 5, 7, 8)]
    publishing.publish(TermFactory().ends_on + dt.timedelta(days=1))
    told = [shares_of(as_user, officer(), school)["planning"][1] for school in schools]
    assert [counts is not None for counts in told] == [False, False, True, True]


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
    assert response.context["page"].term == TermFactory()


def test_barriers_are_told_of_subdistricts_with_enough_notes_alone(as_user, region):
    """The regency's sum holds no school of a silent subdistrict, and no filter divides it."""
    other = RegionFactory(code="35.14.17", name="Rembang")
    schools = [rated_school(region, 1) for _number in range(3)] + [rated_school(other, 1)]
    for school in (*schools, *schools[:2]):
        BarrierFactory(school=school, activity=None, kind="habit", month=dt.date(2026, 9, 1))
    collaboration_summaries.rebuild()
    client = as_user(officer())

    def told(path):
        found = client.get(path).context["page"].barriers
        return found and sum(count for _label, count, _what in found)

    assert told("/dasbor/35.14.16/") == 5
    assert told("/dasbor/35.14/") == 5
    assert told("/dasbor/35.14.17/") is None
    assert told("/dasbor/35.14/?jenis=public") is None


def test_files_of_dashboards_count_with_all_others_within_ten_an_hour(as_user, region):
    school = rated_school(region, 1)
    principal = school.sessions.first().observer
    client, at = as_user(principal), f"/dasbor/sekolah/{school.npsn}/"
    query = f"?semester={TermFactory().pk}"
    for path in ["/supervisi/ekspor.xlsx", "/jam-belajar/unduh/", *[f"{at}unduh.csv"] * 8]:
        assert client.get(path).status_code == 200, path
    for path in (f"{at}unduh.xlsx{query}", "/jam-belajar/unduh/"):
        assert client.get(path).status_code == 302
    answer = client.get(f"{at}unduh.xlsx{query}", follow=True)
    assert answer.redirect_chain == [(f"{at}{query}", 302)]
    assert "Paling banyak sepuluh berkas per jam" in answer.content.decode()
    assert as_user(officer()).get(f"{at}unduh.csv").status_code == 200
