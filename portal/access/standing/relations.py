"""Short names of the relations, and what a standing is: a ``Q`` for each relation."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from portal.policy import Relation

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

Stands = Mapping[Relation, Q]
