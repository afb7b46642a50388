"""Policy rows and a person's standing become one ``Q``, a set of flags, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q

from portal import policy
from portal.access.standing import PARTS, RELATIONS
from portal.policy import Relation
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
    free = Relation(0)  # relations that a rule without a condition has let in already
    for rule in sorted(table, key=lambda rule: bool(rule.when)):
        held = [
            relation
            for name, relation in stands.items()
            if name in rule.who and name not in free and relation is not NOTHING
        ]
        if held:
            holds = Q(**{f"{path}{field}": value for field, value in rule.when.items()})
            found |= any_of(held, path) & holds
        free |= Relation(0) if rule.when else rule.who
    return found


def any_of(held: list[Q], path: str) -> Q:
    """Rows for which one of ``held`` holds; where one holds for every row, the others add none."""
    every = [relation for relation in held if relation.children == [(f"{path}pk__isnull", False)]]
    return every[0] if every else reduce(or_, held)


def allowed(user: User | AnonymousUser, record: str, row: Model) -> frozenset[str]:
    """What ``user`` may do with ``row`` as it stands now; one query for all buttons."""
    flags = {f"may_{action}": where(user, record, action) for action in policy.actions(record)}
    found = type(row)._default_manager.filter(pk=row.pk).values(**flags).first() or {}
    return frozenset(flag.removeprefix("may_") for flag, yes in found.items() if yes)


def session_standing(user: User | AnonymousUser) -> dict[str, Q]:
    """How ``user`` stands to a session, to annotate sessions with: ``"stands_obs"`` and so on."""
    scope = user.scope if user.is_authenticated else Scope()
    stands = RELATIONS["session"](scope, "") if scope else {}
    return {
        f"stands_{name.name}".lower(): relation
        for name, relation in stands.items()
        if relation is not NOTHING
    }


def rights_on(session: Model) -> frozenset[str]:
    """All rights on a session annotated with ``session_standing``, as ``"part.action"``.

    The database says how the person stands to it; the conditions are read off the row.
    """
    who = Relation(0)
    for relation in Relation:
        if getattr(session, f"stands_{relation.name}".lower(), False):
            who |= relation
    return frozenset(
        f"{rule.record}.{rule.action}"
        for rule in policy.rules_of(*PARTS)
        if rule.who & who and holds(rule.when, session)
    )


def holds(when: Mapping[str, object], row: Model) -> bool:
    """Do the lookups of a rule hold for a loaded row? Plain fields, ``__in``, ``__isnull``."""
    for lookup, value in when.items():
        name, _, kind = lookup.partition("__")
        actual = getattr(row, name)
        if kind == "in":
            true = actual in value  # type: ignore[operator]
        elif kind == "isnull":
            true = (actual is None) is value
        elif kind == "":
            true = actual == value
        else:
            raise ValueError(f"A right on a session cannot hang on {lookup!r}.")
        if not true:
            return False
    return True


def session_parts(user: User | AnonymousUser, session: Model) -> frozenset[str]:
    """All rights on a session and its parts as ``"part.action"``, as it stands now; one query."""
    rows = type(session)._default_manager.annotate(**session_standing(user))
    row = rows.filter(pk=session.pk).first()
    return rights_on(row) if row else frozenset()


def require(allowed_now: bool) -> None:
    """403 for what is visible but not one's own to do."""
    if not allowed_now:
        raise PermissionDenied
