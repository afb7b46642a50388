import datetime as dt

import pytest

from collaboration import climate_figures
from collaboration.actions import climate
from collaboration.models import ClimateFigure
from portal.models import School
from tests.factories import RegionFactory, SchoolFactory, TermFactory, appointed

pytestmark = pytest.mark.django_db


def answered(region, levels: list[int]) -> School:
    """A school whose people chose ``levels``, the same one for each statement."""
    school = SchoolFactory(subdistrict=region)
    for level in levels:
        climate.count(
            by=appointed("teacher", school=school),
            school=school,
            term=TermFactory(),
            levels={"trust": level, "open": level, "help": level},
        )
    return school


def test_a_region_adds_up_what_its_schools_show_of_themselves():
    for code in ("35", "35.14"):
        RegionFactory(code=code, name=code)
    near = RegionFactory(code="35.14.16", name="Kraton")
    far = RegionFactory(code="35.14.17", name="Rembang")
    answered(near, [1, 2, 3, 4, 4])
    answered(near, [2, 2, 3, 3, 3])
    answered(far, [3, 3, 4, 4, 4])
    answered(far, [4, 4, 4, 4, 4])  # all alike: only the side is shown, so it stays out
    answered(far, [1, 1, 1, 1])  # too few to be shown
    term = TermFactory()
    assert climate_figures.publish(term.ends_on) == 0  # not before the term has closed
    assert climate_figures.publish(term.ends_on + dt.timedelta(days=1)) == 1
    found = ClimateFigure.objects.filter(statement="trust")
    assert {row.place: (row.schools, row.counts) for row in found} == {
        "35": (3, (1, 3, 6, 5)),
        "35.14": (3, (1, 3, 6, 5)),
    }
    assert climate_figures.publish(term.ends_on + dt.timedelta(days=40)) == 0
