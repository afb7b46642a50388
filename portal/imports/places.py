"""Find the school behind each row of a school list, its subdistrict and its cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models.functions import Length
from django.utils.translation import gettext as _

from portal import access, names
from portal.imports.changes import before
from portal.imports.rows import Note, Outcome, Row
from portal.imports.schools import is_city, place_key
from portal.models import Cluster, Region, School, User

COPIED = ("name", "status", "address", "village")
SHOWN = {"subdistrict_id": "subdistrict"}


@dataclass(frozen=True, slots=True)
class Match:
    """A row, the school it is about (None for a new one), and what applying it would do.

    ``cluster`` is the name of the cluster it belongs to, or "" where the file names none.
    """

    row: Row
    school: School | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    subdistrict: Region | None = None
    cluster: str = ""


class Gazetteer:
    """Subdistricts within the operator's area by name, and the schools of some rows."""

    def __init__(self, rows: Iterable[Row], *, by: User, labels: Mapping[str, str]) -> None:
        self.labels = labels
        upper = Region.objects.annotate(size=Length("code")).filter(size__lt=8)
        self.names = dict(upper.values_list("code", "name"))
        self.subdistricts: dict[str, list[Region]] = defaultdict(list)
        own = Region.objects.annotate(size=Length("code")).filter(size=8)
        for region in own.filter(access.where(by, "region", "edit")):
            self.subdistricts[place_key(region.name)].append(region)
        numbers = [row.values["npsn"] for row in rows if row.values.get("npsn")]
        schools = School.objects.filter(npsn__in=numbers).select_related("cluster", "subdistrict")
        self.schools = {school.npsn: school for school in schools}
        self.own = set(
            School.objects.where_one_may(by, "edit")
            .filter(npsn__in=numbers)
            .values_list("npsn", flat=True)
        )

    def match(self, row: Row) -> Match:
        if row.outcome in (Outcome.REFUSED, Outcome.LEFT_OUT):
            return Match(row)
        values = row.values
        school = self.schools.get(values["npsn"])
        if school and school.npsn not in self.own:
            text = _("A school outside your area has this NPSN. Check the number.")
            return Match(self._refuse(row, "npsn", values["npsn"], text))
        found = self._subdistricts(values["subdistrict"], values["regency"], values["province"])
        if len(found) != 1:
            text = (
                _("Several subdistricts have this name. Fill in the regency and the province.")
                if found
                else _("No subdistrict of your area has this name.")
            )
            return Match(self._refuse(row, "subdistrict", values["subdistrict"], text))
        return self._compare(row, school, found[0])

    def _refuse(self, row: Row, column: str, read: str, text: str) -> Row:
        return row.refuse(Note(self.labels.get(column, ""), read, text))

    def _subdistricts(self, name: str, regency: str, province: str) -> list[Region]:
        return [
            region
            for region in self.subdistricts.get(place_key(name), [])
            if self._is_under(region.code[:5], regency)
            and self._is_under(region.code[:2], province)
        ]

    def _is_under(self, code: str, written: str) -> bool:
        """Is ``written`` the name of the region ``code``? Nothing written fits any."""
        name = self.names.get(code, "")
        same = place_key(name) == place_key(written)
        return not written or (same and is_city(name) == is_city(written))

    def _compare(self, row: Row, school: School | None, subdistrict: Region) -> Match:
        values = row.values
        cluster = values["cluster"]
        if school is None:
            row = replace(row, outcome=Outcome.NEW)
            return Match(row, None, {n: values[n] for n in COPIED}, subdistrict, cluster)
        fields = {
            name: values[name]
            for name in COPIED
            if values[name] and getattr(school, name) != values[name]
        }
        notes = [
            Note(
                self.labels.get(name, ""),
                values[name],
                before(str(getattr(school, name))),
            )
            for name in fields
        ]
        if school.subdistrict_id != subdistrict.code:
            fields["subdistrict_id"] = subdistrict.code
            was = before(school.subdistrict.name)
            notes.append(Note(self.labels.get("subdistrict", ""), subdistrict.name, was))
        held = school.cluster.name if school.cluster else ""
        if cluster and names.key(held) != names.key(cluster):
            notes.append(Note(self.labels.get("cluster", ""), cluster, before(held)))
        elif "subdistrict_id" not in fields:
            cluster = ""
        outcome = Outcome.CHANGED if notes else Outcome.SAME
        row = replace(row, outcome=outcome, notes=(*row.notes, *notes))
        return Match(row, school, fields, subdistrict, cluster)


class Clusters:
    """Clusters by subdistrict and name, made where there is none yet."""

    def __init__(self, subdistricts: Iterable[Region]) -> None:
        rows = Cluster.objects.filter(subdistrict__in=set(subdistricts))
        self.known = {(row.subdistrict_id, names.key(row.name)): row for row in rows}

    def get(self, subdistrict: Region, name: str) -> Cluster:
        at = (subdistrict.code, names.key(name))
        if at not in self.known:
            self.known[at] = Cluster.objects.create(subdistrict=subdistrict, name=name)
        return self.known[at]
