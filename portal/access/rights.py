"""Policy rows and a person's standing become one ``Q``, a set of flags, or a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q

from portal import policy
from portal.access.standing import PARTS, RELATIONS
from portal.scope import NOTHING, Scope

if TYPE_CHECKING:
    from portal.models import User


def where(user: User | AnonymousUser, record: str, action: str = "read", path: str = "") -> Q:
    """Rows on which ``user`` may do ``action``; for an unknown record or action, none."""
    scope = user.scope if user.is_authenticated else Scope()
    found = NOTHING
    if not scope:
        return found
    table = policy.rules(record, action)
    stands = RELATIONS[record](scope, path) if table else {}
    for rule in table:
        holds = Q(**{f"{path}{field}": value for field, value in rule.when.items()})
        for name, relation in stands.items():
            if name in rule.who and relation is not NOTHING:
                found |= relation & holds
    return found


def allowed(user: User | AnonymousUser, record: str, row: Model) -> frozenset[str]:
    """What ``user`` may do with ``row`` as it stands now; one query for all buttons."""
    flags = {f"may_{action}": where(user, record, action) for action in policy.actions(record)}
    found = type(row)._default_manager.filter(pk=row.pk).values(**flags).first() or {}
    return frozenset(flag.removeprefix("may_") for flag, yes in found.items() if yes)


def session_right_names() -> list[str]:
    """Every right on a session and its parts, as ``"part__action"``."""
    return [f"{record}__{action}" for record in PARTS for action in policy.actions(record)]


def session_rights(user: User | AnonymousUser) -> dict[str, Q]:
    """All of these rights as conditions, to annotate sessions with."""
    return {name: where(user, *name.split("__")) for name in session_right_names()}


def session_parts(user: User | AnonymousUser, session: Model) -> frozenset[str]:
    """All rights on a session and its parts as ``"part.action"``; one query."""
    flags = session_rights(user)
    found = type(session)._default_manager.filter(pk=session.pk).values(**flags).first() or {}
    return frozenset(flag.replace("__", ".") for flag, yes in found.items() if yes)


def require(allowed_now: bool) -> None:
    """403 for what is visible but not one's own to do."""
    if not allowed_now:
        raise PermissionDenied
