"""A province of 19,000 schools costs no more than a subdistrict, and reads no record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import Region, School
from portal.roles import Role
from supervision import publishing
from tests.factories import TermFactory, appointed
from tests.portal.dashboards import province

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RECORDS = ("_rating", "_supervisionsession", '_activity"', "_attendance", '_followup"')


def test_dashboards_of_a_province_of_nineteen_thousand_schools(as_user):
    codes = province.build(TermFactory())
    publishing.publish(TermFactory().ends_on)
    client = as_user(appointed(Role.OFFICER, region=Region.objects.get(code=province.CODE)))
    for code, parts, schools in zip(codes, (38, 20, 25), (19000, 500, 25), strict=True):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/dasbor/{code}/").context["page"]
        assert len(queries) == (12 if len(code) == 8 else 11)
        assert not [sql for sql in queries if any(name in sql["sql"] for name in RECORDS)]
        assert (len(page.rows), page.whole.schools, page.whole.planned) == (
            parts, schools, 9 * schools,
        )  # fmt: skip
        assert [line.figures[-1].teachers for line in page.lines] == [6 * schools] * 3
        assert page.whole.hours == 10 * schools
        assert len(page.waffle.squares) <= 100
    school = School.objects.filter(subdistrict=codes[-1]).first()
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/dasbor/sekolah/{school.npsn}/")
    assert len(queries) <= 12
