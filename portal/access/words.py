"""Who can read a record, in words, from the table itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy

from portal import policy
from portal.access.rights import holds
from portal.access.standing.relations import CHA, COL, COO, MEM, OBS, OFF, OPE, PRI, SUB, SUP
from portal.policy import Relation

if TYPE_CHECKING:
    from portal.models import User

NAMES = {
    PRI: gettext_lazy("the principal"),
    COO: gettext_lazy("the curriculum coordinator"),
    COL: gettext_lazy("colleagues at the school"),
    MEM: gettext_lazy("members of the forum"),
    CHA: gettext_lazy("the KKG chair"),
    SUP: gettext_lazy("the supervisor"),
    OFF: gettext_lazy("the district officer"),
    OPE: gettext_lazy("the operator"),
}


def readers(record: str, row: Model | None = None, **persons: User | None) -> list[str]:
    """Who can read ``record``, in words, from the table: named persons first, then relations.

    ``persons`` name SUB and OBS (``sub=session.teacher, obs=session.observer``). With ``row``
    only the rules whose condition holds for it now count.
    """
    who = Relation(0)
    for rule in policy.rules(record, "read"):
        if row is None or type(row)._default_manager.filter(Q(**rule.when), pk=row.pk).exists():
            who |= rule.who
    return named(who, **persons)


def readers_now(record: str, row: Model, **persons: User | None) -> list[str]:
    """As ``readers``, of a loaded row, saved or not, whose own fields say which rules hold."""
    who = Relation(0)
    for rule in policy.rules(record, "read"):
        if holds(rule.when, row):
            who |= rule.who
    return named(who, **persons)


def named(who: Relation, **persons: User | None) -> list[str]:
    """Named persons first, then the other relations of ``who``."""
    asked = [(SUB, persons.get("sub")), (OBS, persons.get("obs"))]
    known = [person for relation, person in asked if relation in who and person]
    words = [person.call for person in dict.fromkeys(known)]
    return words + [str(name) for relation, name in NAMES.items() if relation in who]
