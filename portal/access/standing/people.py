"""How a person stands to people, their appointments, and to what belongs to one person."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from portal.access.standing.places import to_region
from portal.access.standing.relations import CHA, COL, MEM, OPE, PRI, SUB, SUP, Stands
from portal.roles import AT_SCHOOL, Role
from portal.scope import NOTHING, Scope


def serving(where: Q) -> Q:
    """People who hold an appointment, today, whose school meets ``where`` (path ``school__``)."""
    appointments = apps.get_model("portal.Appointment").objects
    today = timezone.localdate()
    return Q(pk__in=appointments.on(today).filter(where, role__in=AT_SCHOOL).values("user"))


def to_person(scope: Scope, path: str) -> Stands:
    """Colleagues by today's appointments; the operator's people also those who left.

    Whoever moved on to another place is no longer the former operator's to edit or invite.
    """
    appointments = apps.get_model("portal.Appointment").objects
    today = timezone.localdate()
    running = appointments.filter(Q(ended_on=None) | Q(ended_on__gte=today))
    placed = (
        scope.at(Role.OPERATOR, path="school__")
        | scope.over(Role.OPERATOR, path="cluster__")
        | to_region(scope, "region__")[OPE]
    )
    members = apps.get_model("collaboration.Membership").objects
    own = members.filter(user=scope.user_id, ended_on=None).values("forum")
    people = {
        SUB: Q(pk=scope.user_id),
        PRI: serving(scope.at(Role.PRINCIPAL, path="school__")),
        COL: serving(scope.at(*AT_SCHOOL, path="school__")),
        MEM: Q(pk__in=members.filter(forum__in=own, ended_on=None).values("user")),
        CHA: serving(scope.at(Role.CHAIR, path="school__")),
        SUP: serving(scope.at(Role.SUPERVISOR, path="school__")),
        OPE: Q(pk__in=running.filter(placed).values("user"))
        | Q(pk__in=appointments.filter(placed).values("user")) & ~Q(pk__in=running.values("user")),
    }
    if not path:
        return people
    users = apps.get_model("portal.User").objects
    return {name: Q(**{f"{path}in": users.filter(rows)}) for name, rows in people.items()}


def to_appointment(scope: Scope, path: str) -> Stands:
    placed = (
        scope.at(Role.OPERATOR, path=f"{path}school__")
        | scope.over(Role.OPERATOR, path=f"{path}cluster__")
        | to_region(scope, f"{path}region__")[OPE]
    )
    return {
        SUB: Q(**{f"{path}user": scope.user_id}),
        PRI: scope.at(Role.PRINCIPAL, path=f"{path}school__"),
        OPE: placed & ~Q(**{f"{path}user": scope.user_id}),
    }


def owned(field: str) -> Callable[[Scope, str], Stands]:
    """Records that belong to one person alone, named by ``field``."""
    return lambda scope, path: {SUB: Q(**{f"{path}{field}": scope.user_id})}


def to_import(scope: Scope, path: str) -> Stands:
    own = Q(**{f"{path}owner": scope.user_id})
    return {OPE: own if scope.holds(Role.OPERATOR) else NOTHING}
