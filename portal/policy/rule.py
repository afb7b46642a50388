"""What a row of the access table is, and the conditions that several rows share.

``when`` are field lookups on the record; a rule counts only for rows where all of them hold.
Records that are parts of a session (notes, words, ...) are conditions of the session they
belong to and are asked with a path to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.policy.relations import Relation

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

When = Mapping[str, object]

ANY: When = {}
PLANNED: When = {"state": "planned"}
UNRELEASED: When = {"state__in": ("planned", "prepared", "observed")}
OBSERVED: When = {"state": "observed"}
DISCUSSED: When = {"state": "discussed"}
CLOSED: When = {"state": "closed"}
OF_SCHOOL: When = {"school__isnull": False}
OF_REGION: When = {"region__isnull": False}
FOLLOWING: When = {"state": "following_up"}
RELEASED: When = {"state__in": ("discussed", "following_up", "closed")}
SESSION_RELEASED: When = {"session__state__in": ("discussed", "following_up", "closed")}
OPEN: When = {"state__in": ("planned", "prepared", "observed", "discussed", "following_up")}
UNOPENED: When = {"state": "discussed", "opened_at": None}
BOTH_SAVED: When = {"self_assessed_at__isnull": False, "observed_at__isnull": False}
NOT_ASSESSED: When = {
    "self_assessed_at": None,
    "state__in": ("planned", "prepared", "observed"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    record: str
    action: str
    when: When
    who: Relation


EVERYONE = SUB | OBS | PRI | COO | COL | MEM | CHA | SUP | OFF | OPE
