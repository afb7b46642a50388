"""How a person stands to sessions and what hangs on them."""

from __future__ import annotations

from functools import lru_cache

from django.apps import apps
from django.db.models import Q

from portal.access.standing.relations import COL, COO, MEM, OBS, PRI, SUB, SUP, Stands
from portal.roles import AT_SCHOOL, Role
from portal.scope import Scope


def observing(scope: Scope, path: str) -> Q:
    """Schools, at ``path``, where the person may observe: he leads them, or is a delegate there.

    A delegation of the school's programme counts together with today's appointment there.
    """
    leads = scope.at(Role.PRINCIPAL, Role.SUPERVISOR, path=path)
    return leads | Q(**{f"{path}pk__in": scope.delegated}) if scope.delegated else leads


@lru_cache(maxsize=1024)
def to_session(scope: Scope, path: str) -> Stands:
    """How the person stands to a session that lies at ``path``, e.g. ``"session__"``.

    Kept by scope, since a page asks for it some thirty times; it holds values, no queries.
    """
    at = f"{path}school__"
    return {
        SUB: Q(**{f"{path}teacher": scope.user_id}),
        OBS: Q(**{f"{path}observer": scope.user_id}) & observing(scope, at),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
        COL: scope.at(*AT_SCHOOL, path=at),
        SUP: scope.at(Role.SUPERVISOR, path=at),
    }


def to_group(scope: Scope, path: str) -> Stands:
    """A group visit: SUB is each teacher with a session in it."""
    sessions = apps.get_model("supervision.SupervisionSession").objects
    own = sessions.filter(teacher=scope.user_id, together__isnull=False).values("together")
    at = f"{path}school__"
    return {
        SUB: Q(**{f"{path}pk__in": own}),
        OBS: Q(**{f"{path}observer": scope.user_id}) & observing(scope, at),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        SUP: scope.at(Role.SUPERVISOR, path=at),
    }


def to_calibration(scope: Scope, path: str) -> Stands:
    raters = apps.get_model("supervision.CalibrationRater").objects
    own = raters.filter(user=scope.user_id).values("calibration")
    mine = Q(**{f"{path}made_by": scope.user_id})
    return {SUB: mine, MEM: mine | Q(**{f"{path}pk__in": own})}


def to_wish(scope: Scope, path: str) -> Stands:
    return {
        SUB: Q(**{f"{path}teacher": scope.user_id}),
        PRI: scope.at(Role.PRINCIPAL, path=f"{path}school__"),
    }


def to_step(scope: Scope, path: str) -> Stands:
    """A follow-up, seen by those it names: its owner or a helper, still at their place."""
    steps = apps.get_model("supervision.FollowUp").objects
    mine = Q(**{f"{path}owner": scope.user_id}) | Q(
        **{f"{path}pk__in": steps.filter(helpers=scope.user_id).values("pk")}
    )
    stands = to_session(scope, f"{path}session__")
    return {name: mine & rows for name, rows in stands.items()}


def to_reflection(scope: Scope, path: str) -> Stands:
    own = Q(**{f"{path}author": scope.user_id})
    return {**to_session(scope, f"{path}session__"), SUB: own}
