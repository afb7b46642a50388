"""How a person stands to what a school's people share besides their lessons."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q

from portal.access.standing.places import to_school
from portal.access.standing.relations import CHA, COL, COO, MEM, SUB, Stands
from portal.access.standing.together import to_activity
from portal.roles import Role
from portal.scope import Scope


def to_pledge(scope: Scope, path: str) -> Stands:
    return {**to_school(scope, f"{path}school__"), SUB: Q(**{f"{path}user": scope.user_id})}


def to_offer(scope: Scope, path: str) -> Stands:
    """An offer stands before the colleagues of its school, and the forums of its maker."""
    members = apps.get_model("collaboration.Membership").objects
    own = members.filter(user=scope.user_id, ended_on=None).values("forum")
    near = members.filter(forum__in=own, ended_on=None).values("user")
    return {
        **to_school(scope, f"{path}school__"),
        SUB: Q(**{f"{path}user": scope.user_id}),
        MEM: Q(**{f"{path}user__in": near}),
    }


def to_pulse(scope: Scope, path: str) -> Stands:
    """The climate of a school. Who leads it is PRI there and answers nothing about himself."""
    leads = scope.at(Role.PRINCIPAL, path=path)
    return {
        **to_school(scope, path),
        COO: scope.at(Role.COORDINATOR, path=path) & ~leads,
        COL: scope.at(Role.TEACHER, Role.COORDINATOR, path=path) & ~leads,
    }


def to_barrier(scope: Scope, path: str) -> Stands:
    """A barrier of a school, or of an activity; its writer is SUB."""
    activity = to_activity(scope, f"{path}activity__")
    return {
        **to_school(scope, f"{path}school__"),
        SUB: Q(**{f"{path}written_by": scope.user_id}),
        MEM: activity[MEM],
        CHA: activity[CHA],
    }
