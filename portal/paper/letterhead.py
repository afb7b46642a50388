from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.models import Region, School

OFFICES = {"35.14": "Dinas Pendidikan dan Kebudayaan"}  # regencies whose office is named otherwise
OFFICE = "Dinas Pendidikan"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """``above`` names the authority, in capitals on the sheet; a private school has none."""

    above: Sequence[str]
    name: str
    below: Sequence[str]


def office_of(code: str) -> str:
    """How the education office of the regency ``code`` is named."""
    return OFFICES.get(code, OFFICE)


def letterhead(school: School) -> Letterhead:
    """The head of a school's paper: regency and its office, school, address, NPSN."""
    subdistrict = school.subdistrict
    regency = Region.objects.filter(pk=school.subdistrict_id[:5]).first()
    above = []
    if regency and school.status == School.Status.PUBLIC:
        above = [
            f"Pemerintah {regency.name}",
            office_of(regency.code),
        ]
    where = [school.address, school.village]
    where.append(_("Subdistrict %(name)s") % {"name": subdistrict.name})
    if regency:
        where.append(regency.name)
    return Letterhead(
        above=above,
        name=school.name,
        below=[", ".join(part for part in where if part), f"NPSN {school.npsn}"],
    )
