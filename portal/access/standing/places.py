"""How a person stands to places, and to what places have made for themselves."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q

from portal.access.standing.relations import CHA, COL, COO, OFF, OPE, PRI, SUB, SUP, Stands
from portal.roles import AT_SCHOOL, Role
from portal.scope import NOTHING, Scope


def to_school(scope: Scope, path: str) -> Stands:
    """How the person stands to a school that lies at ``path``."""
    return {
        PRI: scope.at(Role.PRINCIPAL, path=path),
        COO: scope.at(Role.COORDINATOR, path=path),
        COL: scope.at(*AT_SCHOOL, path=path),
        CHA: scope.at(Role.CHAIR, path=path),
        SUP: scope.at(Role.SUPERVISOR, path=path),
        OFF: scope.at(Role.OFFICER, path=path),
        OPE: scope.at(Role.OPERATOR, path=path),
    }


def to_cluster(scope: Scope, path: str) -> Stands:
    own = [school for _, school in scope.schools]
    schools = apps.get_model("portal.School").objects.filter(pk__in=own, cluster__isnull=False)
    return {
        COL: Q(**{f"{path}pk__in": schools.values("cluster")}) if own else NOTHING,
        CHA: scope.over(Role.CHAIR, path=path),
        SUP: scope.over(Role.SUPERVISOR, path=path),
        OFF: scope.over(Role.OFFICER, path=path),
        OPE: scope.over(Role.OPERATOR, path=path),
    }


def to_region(scope: Scope, path: str) -> Stands:
    """Names of regions are public facts; figures of one are for whom it contains wholly."""

    def inside(role: Role) -> Q:
        rows = NOTHING
        for code in scope.codes(role):
            rows |= Q(**{f"{path}code__startswith": code})
        return rows

    return {
        COL: Q(**{f"{path}code__gt": ""}),
        CHA: inside(Role.CHAIR),
        SUP: inside(Role.SUPERVISOR),
        OFF: inside(Role.OFFICER),
        OPE: inside(Role.OPERATOR),
    }


def to_own_place(scope: Scope, path: str) -> Stands:
    """What a school or a region has made for itself; without either it is the portal's."""
    at = f"{path}school__"
    return {
        **to_own_region(scope, path),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
    }


def to_own_region(scope: Scope, path: str) -> Stands:
    inside = to_region(scope, f"{path}region__")
    return {COL: Q(**{f"{path}pk__isnull": False}), SUP: inside[SUP], OFF: inside[OFF]}


def to_area_report(scope: Scope, path: str) -> Stands:
    """Whoever holds the whole place that the report is about."""
    cluster, region = to_cluster(scope, f"{path}cluster__"), to_region(scope, f"{path}region__")
    return {name: cluster[name] | region[name] for name in (CHA, SUP, OFF)}


def to_research_pack(scope: Scope, path: str) -> Stands:
    """Who holds the whole region of a pack; its preparer, while still an officer there, is SUB."""
    region = to_region(scope, f"{path}region__")
    own = Q(**{f"{path}prepared_by": scope.user_id})
    return {SUB: region[OFF] & own, SUP: region[SUP], OFF: region[OFF]}


def to_others_pack(scope: Scope, path: str) -> Stands:
    """A pack that somebody else has prepared: a second person looks at it."""
    others = ~Q(**{f"{path}prepared_by": scope.user_id})
    stands = to_research_pack(scope, path)
    return {SUP: stands[SUP] & others, OFF: stands[OFF] & others}
