"""How a person stands to exchanges of teaching methods, by what they hang on."""

from __future__ import annotations

from django.db.models import Q

from portal.access.standing.relations import COL, COO, MEM, PRI, SUB, SUP, Stands
from portal.access.standing.together import READ_PLANS, to_activity, to_plan
from portal.roles import AT_SCHOOL, Role
from portal.scope import NOTHING, Scope

READ_WORDS = tuple(role for role in READ_PLANS if role != Role.OFFICER)  # beside opened plans


def to_method(scope: Scope, path: str) -> Stands:
    """The vocabulary is the same for whoever serves."""
    return {COL: Q(**{f"{path}pk__isnull": False})}


def to_exchange(scope: Scope, path: str) -> Stands:
    """A method exchange: its writer, whom it was taken over from (MEM), the writer's school."""
    at = f"{path}school__"
    return {
        SUB: Q(**{f"{path}writer": scope.user_id}),
        MEM: Q(**{f"{path}lender": scope.user_id}),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
        COL: scope.at(*AT_SCHOOL, path=at),
    }


def to_plan_exchange(scope: Scope, path: str) -> Stands:
    """As to the plan that the exchange hangs on, but for officers: it holds a person's words."""
    hangs = Q(**{f"{path}plan__isnull": False})
    everyone = hangs if scope.holds(*READ_WORDS) else NOTHING
    return {**to_plan(scope, f"{path}plan__"), SUP: everyone}


def to_activity_exchange(scope: Scope, path: str) -> Stands:
    return to_activity(scope, f"{path}activity__")
