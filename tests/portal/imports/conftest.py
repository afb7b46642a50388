import pytest

from portal.models import Region
from portal.roles import Role
from tests.factories import SchoolFactory, appointed

NAMES = {
    "34": "Daerah Istimewa Yogyakarta",
    "34.71": "Kota Yogyakarta",
    "34.71.02": "Kraton",
    "35": "Jawa Timur",
    "35.14": "Kabupaten Pasuruan",
    "35.14.14": "Bangil",
    "35.14.16": "Kraton",
    "35.75": "Kota Pasuruan",
}


@pytest.fixture
def regions(db):
    return {code: Region.objects.create(code=code, name=name) for code, name in NAMES.items()}


@pytest.fixture
def operator(regions):
    return appointed(Role.OPERATOR, region=regions["35.14"], name="Dewi Operator")


@pytest.fixture
def rejosari(regions):
    return SchoolFactory(
        npsn="95141621", name="SD Negeri Rejosari", subdistrict=regions["35.14.16"], cluster=None
    )
