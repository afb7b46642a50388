"""Rights on what a meeting leaves with each person: hours, letters, what is tried."""

from portal.policy.rule import ANY, CHA, COL, COO, MEM, PRI, SUB, Rule

RULES = (
    Rule("K39", "free_hours", "read", ANY, SUB),
    Rule("K39", "free_hours", "edit", ANY, SUB),
    Rule("K40", "trial", "read", {"activity__forum__isnull": False}, SUB | MEM | CHA),
    Rule("K40", "trial", "answer", ANY, SUB),
    Rule("K41", "trial", "read", {"activity__forum": None}, SUB | MEM | PRI | COO | COL),
    Rule("K42", "attendance", "read", ANY, SUB),
    Rule(
        "K42",
        "attendance",
        "certify",
        {"came": True, "activity__minuted_at__isnull": False, "activity__cancelled_at": None},
        SUB,
    ),
    Rule("K42", "letter", "read", ANY, SUB),
    Rule("K61", "attendance", "answer", {"activity__cancelled_at": None}, SUB),
    Rule("K62", "activity", "read_answers", ANY, SUB | PRI | COO | CHA),
)
