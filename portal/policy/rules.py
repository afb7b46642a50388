"""Who may do what: one row for each record, action and condition.

A right missing here does not exist. ``when`` are field lookups on the record; a rule counts
only for rows where all of them hold. Records that are parts of a session (notes, words, ...)
are conditions of the session they belong to and are asked with a path to it.
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

RULES = (
    # People and places
    Rule("P01", "region", "read", ANY, EVERYONE),
    Rule("P01", "cluster", "read", ANY, EVERYONE),
    Rule("P01", "school", "read", ANY, EVERYONE),
    Rule("P02", "region", "edit", ANY, OPE),
    Rule("P02", "cluster", "edit", ANY, OPE),
    Rule("P02", "school", "edit", ANY, OPE),
    Rule("P02", "person", "edit", ANY, OPE),
    Rule("P02", "import", "read", ANY, OPE),
    Rule("P02", "import", "edit", ANY, OPE),
    Rule("P03", "person", "read", ANY, EVERYONE & ~OFF),
    Rule("P04", "person", "read_contact", ANY, SUB | OPE),
    Rule("P05", "profile", "read", ANY, SUB),
    Rule("P05", "profile", "edit", ANY, SUB),
    Rule("P05", "notification", "read", ANY, SUB),
    Rule("P06", "appointment", "read", ANY, SUB | PRI | OPE),
    Rule("P07", "appointment", "edit", ANY, OPE),
    Rule("P08", "person", "invite", ANY, PRI | OPE),
    Rule("P09", "draft", "edit", ANY, SUB),
    # Instruments
    Rule("I01", "instrument", "read", {"published_at__isnull": False}, EVERYONE),
    Rule("I02", "school", "write_instrument", ANY, PRI | COO),
    Rule("I02", "instrument", "read", OF_SCHOOL, PRI | COO),
    Rule("I02", "instrument", "edit", OF_SCHOOL, PRI | COO),
    Rule("I03", "region", "write_instrument", ANY, SUP | OFF),
    Rule("I03", "instrument", "read", OF_REGION, SUP | OFF),
    Rule("I03", "instrument", "edit", OF_REGION, SUP | OFF),
    Rule("I04", "ready_step", "read", ANY, EVERYONE),
    Rule("I04", "ready_step", "edit", OF_REGION, SUP | OFF),
    # Supervision
    Rule("S01", "programme", "read", ANY, PRI | COO | COL | SUP),
    Rule("S02", "school", "write_programme", ANY, PRI | COO),
    Rule("S02", "programme", "edit", {"closed_at": None}, PRI | COO),
    Rule("S03", "session", "read", ANY, SUB | OBS | PRI | COO | SUP),
    Rule("S04", "school", "plan_session", ANY, OBS | PRI | COO | SUP),
    Rule("S04", "session", "reschedule", OPEN, OBS | PRI),
    Rule("S04", "session", "cancel", OPEN, OBS | PRI),
    Rule("S04", "school", "observe", ANY, OBS),
    Rule("S05", "session", "propose", PLANNED, SUB | OBS),
    Rule("S06", "agreement", "read", UNRELEASED, SUB | OBS | PRI),
    Rule("S07", "agreement", "edit", PLANNED, SUB | OBS),
    Rule("S08", "self_assessment", "write", NOT_ASSESSED, SUB),
    Rule("S08", "self_assessment", "read", ANY, SUB),
    Rule("S09", "self_assessment", "read", BOTH_SAVED, SUB | OBS),
    Rule("S10", "notes", "read", UNRELEASED, OBS),
    Rule("S10", "notes", "write", UNRELEASED, OBS),
    Rule("S11", "session", "release", OBSERVED, OBS),
    Rule("S11", "session", "withdraw", UNOPENED, OBS),
    Rule("S12", "agreement", "read", RELEASED, SUB | OBS | PRI | SUP),
    Rule("S12", "self_assessment", "read", RELEASED, SUB | OBS | PRI | SUP),
    Rule("S12", "notes", "read", RELEASED, SUB | OBS | PRI | SUP),
    Rule("S12", "words", "read", RELEASED, SUB | OBS | PRI | SUP),
    Rule("S13", "turn", "write", DISCUSSED, SUB | OBS),
    Rule("S14", "reply", "write", RELEASED, SUB),
    Rule("S15", "stance", "write", DISCUSSED, SUB | OBS),
    Rule("S16", "follow_up", "read", RELEASED, SUB | OBS | PRI | SUP),
    Rule("S17", "follow_up", "write", DISCUSSED, SUB | OBS),
    Rule("S18", "step", "read", SESSION_RELEASED, SUB | OBS | PRI | COO | COL | SUP),
    Rule("S18", "step", "prove", SESSION_RELEASED, SUB | OBS | PRI | COO | COL | SUP),
    Rule("S19", "follow_up", "look_again", FOLLOWING, OBS | PRI),
    Rule("S20", "session", "close", FOLLOWING, SUB | OBS),
    Rule("S21", "own_reflection", "read", ANY, SUB),
    Rule("S21", "own_reflection", "write", ANY, SUB),
    Rule("S21", "reflection", "write", RELEASED, SUB),
    Rule("S22", "own_reflection", "share", ANY, SUB),
    Rule(
        "S23",
        "shared_reflection",
        "read",
        {"shared_at__isnull": False},
        SUB | OBS | PRI,
    ),
    Rule(
        "S24",
        "shared_reflection",
        "read",
        {"shared_at__isnull": False, "supervisor_may_read": True},
        SUB | OBS | PRI | SUP,
    ),
    Rule("S25", "session", "reopen", CLOSED, SUB | OBS),
    Rule("S26", "correction", "write", CLOSED, SUB | OBS),
    Rule("S27", "talk_word", "read", {"shown": True}, SUB),
    Rule("S27", "word", "give", {**RELEASED, "word_given": False}, SUB),
    Rule("S28", "wish", "read", ANY, SUB | PRI),
    Rule("S28", "wish", "edit", {"session": None}, SUB),
    Rule("S28", "school", "wish", ANY, COL),
    Rule("S29", "group", "read", ANY, SUB | OBS | PRI | SUP),
    Rule("S29", "group", "edit", ANY, OBS | PRI),
    Rule("S30", "calibration", "read", ANY, MEM),
    Rule("S30", "calibration", "edit", ANY, SUB),
    Rule("S31", "phrase", "edit", ANY, SUB),
    Rule("S32", "school", "read_report", ANY, PRI | SUP),
    Rule("S32", "school", "write_report", ANY, PRI),
    Rule("S32", "report", "read", ANY, PRI | SUP),
    # Collaboration
    Rule("K01", "forum", "read", ANY, MEM | CHA | SUP),
    Rule("K01", "activity", "read", {"forum__isnull": False}, MEM | CHA | SUP),
    Rule("K02", "forum", "edit", ANY, CHA),
    Rule("K02", "cluster", "found_forum", ANY, CHA),
    Rule("K03", "activity", "read_envelope", ANY, OFF),
    Rule("K04", "activity", "read", {"forum": None}, PRI | COO | COL | MEM | SUP),
    Rule("K05", "forum", "convene", ANY, MEM | CHA | SUP),
    Rule("K05", "school", "convene", ANY, PRI | COO | COL | SUP),
    Rule("K06", "activity", "edit", ANY, SUB | PRI | COO | CHA),
    Rule("K07", "attendance", "mark", ANY, SUB),
    Rule("K08", "plan", "read", ANY, SUB),
    Rule("K08", "plan", "edit", ANY, SUB),
    Rule("K09", "plan", "read", {"scope": "school"}, SUB | PRI | COO | COL),
    Rule("K09", "plan", "adapt", {"scope": "school"}, SUB | PRI | COO | COL),
    Rule("K10", "plan", "read", {"scope": "forum"}, MEM | CHA),
    Rule("K10", "plan", "adapt", {"scope": "forum"}, MEM | CHA),
    Rule("K11", "plan", "read", {"scope": "everyone"}, EVERYONE & ~OPE),
    Rule("K11", "plan", "adapt", {"scope": "everyone"}, EVERYONE & ~OPE),
    Rule("K12", "taught_plan", "read", UNRELEASED, SUB | OBS | PRI),
    Rule("K12", "taught_plan", "read", RELEASED, SUB | OBS | PRI | SUP),
    Rule("K12", "taught_plan", "attach", UNRELEASED, SUB),
    Rule("K15", "link_to_session", "read", RELEASED, SUB | OBS | PRI | SUP),
    Rule("K16", "link", "confirm", ANY, SUB | PRI),
    Rule("K16", "session", "link", RELEASED, SUB | PRI),
    # Figures
    Rule("D01", "school", "read_people", ANY, PRI | SUP),
    Rule("D02", "school", "read_process", ANY, PRI | COO | SUP | OFF),
    Rule("D03", "school", "read_figures", ANY, PRI | SUP | OFF),
    Rule("D03", "region", "read_figures", ANY, SUP | OFF),
    Rule("D04", "profile", "read_growth", ANY, SUB),
    Rule("D05", "activity", "read_impact", ANY, MEM | CHA | SUP | OFF),
    Rule("D05", "activity", "read_impact", {"forum": None}, PRI | COO | COL),
)


def rules(record: str, action: str) -> list[Rule]:
    return [rule for rule in RULES if (rule.record, rule.action) == (record, action)]


def actions(record: str) -> list[str]:
    """Each action known for ``record`` once, in the order of the table."""
    return list(dict.fromkeys(rule.action for rule in RULES if rule.record == record))


def rules_of(*records: str) -> list[Rule]:
    """Every rule about one of ``records``."""
    return [rule for rule in RULES if rule.record in records]
