"""Places a dashboard is about: which rows of the summaries are its own, and its parts."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import BooleanField, Case, F, Func, Q, Value, When
from django.db.models.functions import Substr

from portal import access
from portal.models import Cluster, Region, School, User

CHILD = {2: 5, 5: 8}  # length of a region's code: length of its parts'


@dataclass(frozen=True, slots=True)
class Crumb:
    """A place above; ``address`` is "" where the reader may not open its figures."""

    name: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Area:
    """A region, a cluster or a school, with what its pages and queries need.

    ``status`` keeps the public or the private schools alone, "" all of them: for counts of work,
    never for levels. ``parts`` are names of regions below by code; schools are read with their
    counts.
    """

    kind: str  # "region", "cluster" or "school"
    key: str  # official code, number of the cluster, or NPSN
    name: str
    region_code: str
    status: str = ""
    crumbs: list[Crumb] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def level(self) -> str:
        if self.kind != "region":
            return self.kind
        return {2: "province", 5: "regency"}.get(len(self.key), "subdistrict")

    @property
    def has_schools(self) -> bool:
        """Are its parts schools?"""
        return self.level in ("subdistrict", "cluster")

    @property
    def of_summaries(self) -> Q:
        """Its rows in a table with ``school`` and ``region_code``."""
        return self._own("school__", Q(region_code__startswith=self.key))

    @property
    def of_schools(self) -> Q:
        return self._own("", Q(subdistrict__code__startswith=self.key))

    def _own(self, path: str, inside: Q) -> Q:
        own = {
            "region": inside,
            "cluster": Q(**{f"{path}cluster": self.key}),
            "school": Q(**{f"{path}npsn": self.key}),
        }[self.kind]
        return own & Q(**{f"{path}status": self.status}) if self.status else own

    @property
    def part_of_summary(self) -> Func | F:
        """Which part a row of a summary belongs to."""
        length = CHILD.get(len(self.key)) if self.kind == "region" else None
        return Substr("region_code", 1, length) if length else F("school__npsn")

    @property
    def part_of_school(self) -> Func | F:
        length = CHILD.get(len(self.key)) if self.kind == "region" else None
        return Substr("subdistrict__code", 1, length) if length else F("npsn")


def of_region(user: User, code: str, status: str = "") -> Area | None:
    """The region with its way up and its parts, in one query; None if it is not for ``user``."""
    above = [code[:end] for end in (2, 5) if end < len(code)]
    below = Region.objects.under(code).values("code") if len(code) in CHILD else []
    may = access.where(user, "region", "read_figures")
    rows = list(
        Region.objects.filter(Q(code__in=[code, *above]) | Q(code__in=below))
        .annotate(may=_flag(may))
        .order_by("code")
    )
    own = next((row for row in rows if row.code == code and row.may), None)
    if own is None:
        return None
    crumbs = [
        Crumb(row.name, "region", row.code if row.may else "") for row in rows if row.code in above
    ]
    parts = {row.code: row.name for row in rows if len(row.code) > len(code)}
    return Area("region", code, own.name, code, status, crumbs, parts)


def _flag(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def of_cluster(user: User, pk: int, status: str = "") -> Area | None:
    """A cluster with its subdistrict above it, in one query."""
    row = (
        Cluster.objects.filter(access.where(user, "cluster", "read_figures"), pk=pk)
        .select_related("subdistrict")
        .annotate(may=_flag(access.where(user, "region", "read_figures", path="subdistrict__")))
        .first()
    )
    if row is None:
        return None
    above = Crumb(row.subdistrict.name, "region", row.subdistrict_id if row.may else "")
    return Area("cluster", str(row.pk), row.name, row.subdistrict_id, status, [above])


def of_school(user: User, npsn: str) -> tuple[Area, School] | None:
    """A school with what lies above it, in one query."""
    school = (
        School.objects.where_one_may(user, "read_process")
        .filter(npsn=npsn)
        .select_related("subdistrict", "cluster")
        .annotate(
            may=_flag(access.where(user, "region", "read_figures", path="subdistrict__")),
            may_cluster=_flag(access.where(user, "cluster", "read_figures", path="cluster__")),
        )
        .first()
    )
    if school is None:
        return None
    code = school.subdistrict_id
    above = [Crumb(school.subdistrict.name, "region", code if school.may else "")]
    if school.cluster:
        key = str(school.cluster.pk) if school.may_cluster else ""
        above.append(Crumb(school.cluster.name, "cluster", key))
    return Area("school", npsn, school.name, code, crumbs=above), school
