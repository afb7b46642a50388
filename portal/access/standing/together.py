"""How a person stands to forums, activities, plans and traces."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from portal.access.standing.relations import CHA, COL, COO, MEM, OBS, OFF, PRI, SUB, SUP, Stands
from portal.roles import AT_SCHOOL, Role
from portal.scope import NOTHING, Scope

READ_PLANS = tuple(role for role in Role if role != Role.OPERATOR)  # those opened to everyone


def to_forum(scope: Scope, path: str) -> Stands:
    """A forum's members; SUB are its chair and secretary. A kombel also belongs to its school.

    The KKG chair of a cluster has no say in what a single school does for itself.
    """
    members = apps.get_model("collaboration.Membership").objects
    own = members.filter(user=scope.user_id, ended_on=None).values("forum")
    officers = apps.get_model("collaboration.Officer").objects
    leads = officers.on(timezone.localdate()).filter(
        user=scope.user_id, office__in=("chair", "secretary")
    )
    at = f"{path}school__"
    return {
        SUB: Q(**{f"{path}pk__in": leads.values("forum")}),
        MEM: Q(**{f"{path}pk__in": own}),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
        COL: scope.at(*AT_SCHOOL, path=at),
        CHA: _over_forum(scope, path, Role.CHAIR),
        SUP: _over_forum(scope, path, Role.SUPERVISOR) | scope.at(Role.SUPERVISOR, path=at),
        OFF: _over_forum(scope, path, Role.OFFICER) | scope.at(Role.OFFICER, path=at),
    }


def _over_forum(scope: Scope, path: str, role: Role) -> Q:
    rows = scope.over(role, path=f"{path}cluster__")
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


def to_suggestion(scope: Scope, path: str) -> Stands:
    """SUB writes the plan, OBS has made the suggestion."""
    authors = apps.get_model("collaboration.Authorship").objects
    own = authors.filter(user=scope.user_id).values("plan")
    return {
        SUB: Q(**{f"{path}version__plan__in": own}),
        OBS: Q(**{f"{path}author": scope.user_id}),
    }


def to_remark(scope: Scope, path: str) -> Stands:
    """As to a suggestion; leaders of the plan's school besides."""
    at = f"{path}version__plan__school__"
    return {
        **to_suggestion(scope, path),
        PRI: scope.at(Role.PRINCIPAL, path=at),
        COO: scope.at(Role.COORDINATOR, path=at),
    }


def to_link(scope: Scope, path: str) -> Stands:
    """The teacher whose trace it is; the principal where the session was, or where it is shown."""
    own = Q(**{f"{path}teacher": scope.user_id})
    leads = scope.at(Role.PRINCIPAL, path=f"{path}session__school__")
    return {
        SUB: own | Q(**{f"{path}session__teacher": scope.user_id}),
        PRI: leads | scope.at(Role.PRINCIPAL, path=f"{path}school__"),
    }


def to_lesson_study(scope: Scope, path: str) -> Stands:
    """SUB is the model teacher; OBS leads or writes down the talk; MEM is on the list."""
    activity = to_activity(scope, f"{path}activity__")
    leads = Q(**{f"{path}moderator": scope.user_id}) | Q(**{f"{path}scribe": scope.user_id})
    return {
        SUB: Q(**{f"{path}model_teacher": scope.user_id}),
        OBS: leads | activity[SUB],
        MEM: _listed(scope, f"{path}activity__"),
        CHA: activity[CHA],
    }


def _listed(scope: Scope, path: str) -> Q:
    """Activities at ``path`` with the person on their list, or as their host."""
    attendance = apps.get_model("collaboration.Attendance").objects
    listed = attendance.filter(user=scope.user_id).values("activity")
    return Q(**{f"{path}pk__in": listed}) | Q(**{f"{path}host": scope.user_id})


def to_lesson_notes(scope: Scope, path: str) -> Stands:
    """Notes of one observer; MEM is on the list of the lesson study."""
    return {
        SUB: Q(**{f"{path}user": scope.user_id}),
        MEM: _listed(scope, f"{path}study__activity__"),
    }


def to_peer_visit(scope: Scope, path: str) -> Stands:
    return {
        SUB: Q(**{f"{path}visited": scope.user_id}),
        OBS: Q(**{f"{path}visitor": scope.user_id}),
    }


def to_on_task(scope: Scope, path: str) -> Stands:
    activity = to_activity(scope, f"{path}series__first__")
    return {
        SUB: Q(**{f"{path}user": scope.user_id}),
        MEM: activity[MEM],
        CHA: activity[CHA],
    }


def to_trial(scope: Scope, path: str) -> Stands:
    """As to the activity it was taken home from; SUB is the person who tries."""
    return {**to_activity(scope, f"{path}activity__"), SUB: Q(**{f"{path}user": scope.user_id})}
