"""How a person stands to a code book and to what was coded with it."""

from __future__ import annotations

from django.db.models import Q

from portal.access.standing.places import to_own_region
from portal.access.standing.relations import COO, OFF, PRI, SUB, SUP, Stands
from portal.roles import Role
from portal.scope import Scope


def to_theme(scope: Scope, path: str) -> Stands:
    """Like a conclusion; a region's theme is read besides like any public list."""
    return {**to_own_region(scope, path), **to_conclusion(scope, path)}


def to_coded(scope: Scope, path: str) -> Stands:
    """SUB is the coder, the others lead or assist the school it was coded for."""
    at = f"{path}school__"
    return {
        SUB: Q(**{f"{path}coder": scope.user_id}),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
        SUP: scope.at(Role.SUPERVISOR, path=at),
    }


def to_conclusion(scope: Scope, path: str) -> Stands:
    """Of a school, who leads or assists it; of a region, who serves all of it."""
    at = f"{path}school__"
    region = to_own_region(scope, path)
    return {
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
        SUP: region[SUP] | scope.at(Role.SUPERVISOR, path=at),
        OFF: region[OFF],
    }
