"""How a person stands to each kind of record: relations of the access table as ``Q`` objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from portal.policy import Relation
from portal.roles import AT_SCHOOL, Role
from portal.scope import NOTHING, Scope

SUB, OBS, PRI, COO, COL = (
    Relation.SUB,
    Relation.OBS,
    Relation.PRI,
    Relation.COO,
    Relation.COL,
)
MEM, CHA, SUP, OFF, OPE = (
    Relation.MEM,
    Relation.CHA,
    Relation.SUP,
    Relation.OFF,
    Relation.OPE,
)

READ_PLANS = tuple(role for role in Role if role != Role.OPERATOR)  # those opened to everyone

Stands = Mapping[Relation, Q]
PARTS = (
    "session",
    "agreement",
    "self_assessment",
    "notes",
    "words",
    "turn",
    "reply",
    "stance",
    "follow_up",
    "reflection",
    "correction",
    "word",
)  # of a session, each with rules of its own


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
        SUP: inside(Role.SUPERVISOR),
        OFF: inside(Role.OFFICER),
        OPE: inside(Role.OPERATOR),
    }


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


def to_forum(scope: Scope, path: str) -> Stands:
    members = apps.get_model("collaboration.Membership").objects
    own = members.filter(user=scope.user_id, ended_on=None).values("forum")
    return {
        MEM: Q(**{f"{path}pk__in": own}),
        CHA: _over_forum(scope, path, Role.CHAIR),
        SUP: _over_forum(scope, path, Role.SUPERVISOR),
        OFF: _over_forum(scope, path, Role.OFFICER),
    }


def _over_forum(scope: Scope, path: str, role: Role) -> Q:
    rows = scope.over(role, path=f"{path}cluster__") | scope.at(role, path=f"{path}school__")
    for code in scope.codes(role):
        rows |= Q(**{f"{path}subdistrict__code__startswith": code})
    return rows


def to_activity(scope: Scope, path: str) -> Stands:
    """An activity of a forum or of a school; whoever is on its attendance list is a member."""
    attendance = apps.get_model("collaboration.Attendance").objects
    listed = attendance.filter(user=scope.user_id).values("activity")
    forum, at = to_forum(scope, f"{path}forum__"), f"{path}school__"
    return {
        SUB: Q(**{f"{path}host": scope.user_id}),
        MEM: Q(**{f"{path}pk__in": listed}) | forum[MEM] | Q(**{f"{path}host": scope.user_id}),
        CHA: forum[CHA],
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
        COL: scope.at(*AT_SCHOOL, path=at),
        SUP: forum[SUP] | scope.at(Role.SUPERVISOR, path=at),
        OFF: forum[OFF] | scope.at(Role.OFFICER, path=at),
    }


def to_plan(scope: Scope, path: str) -> Stands:
    authors = apps.get_model("collaboration.Authorship").objects
    own = authors.filter(user=scope.user_id).values("plan")
    forum, at = to_forum(scope, f"{path}forum__"), f"{path}school__"
    return {
        SUB: Q(**{f"{path}pk__in": own}),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
        COL: scope.at(*AT_SCHOOL, path=at),
        MEM: Q(**{f"{path}pk__in": own}) | forum[MEM],
        CHA: forum[CHA],
        SUP: Q(**{f"{path}pk__isnull": False}) if scope.holds(*READ_PLANS) else NOTHING,
    }


def to_link(scope: Scope, path: str) -> Stands:
    """The link's teacher, and the principal of the school where the session was."""
    return {
        SUB: Q(**{f"{path}session__teacher": scope.user_id}),
        PRI: scope.at(Role.PRINCIPAL, path=f"{path}session__school__"),
    }


RELATIONS: dict[str, Callable[[Scope, str], Stands]] = {
    "school": lambda scope, path: {
        **to_school(scope, path),
        OBS: observing(scope, path),
    },
    "cluster": to_cluster,
    "region": to_region,
    "person": to_person,
    "profile": lambda scope, path: {SUB: Q(**{f"{path}pk": scope.user_id})},
    "appointment": to_appointment,
    "notification": owned("to"),
    "draft": owned("owner"),
    "attendance": owned("user"),
    "import": to_import,
    "instrument": to_own_place,
    "ready_step": to_own_region,
    "programme": lambda scope, path: to_school(scope, f"{path}school__"),
    "report": lambda scope, path: to_school(scope, f"{path}school__"),
    "group": to_group,
    "calibration": to_calibration,
    "wish": to_wish,
    "phrase": owned("owner"),
    "talk_word": owned("observer"),
    "step": to_step,
    "own_reflection": to_reflection,
    "shared_reflection": to_reflection,
    "forum": to_forum,
    "activity": to_activity,
    "plan": to_plan,
    "link": to_link,
    **dict.fromkeys((*PARTS, "taught_plan", "link_to_session"), to_session),
}
