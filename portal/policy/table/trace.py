"""Rights on what a teacher means to try, and on what came of it."""

from portal.policy.rule import ANY, MEM, SUB, Rule

RULES = (
    Rule("T01", "profile", "read_trace", ANY, SUB),
    Rule("T01", "link", "read", ANY, SUB),
    Rule("T01", "link", "observe", {"observed_at": None, "let_go_at": None}, SUB),
    Rule("T02", "activity", "intend", {"cancelled_at": None}, MEM),
    Rule("T02", "plan", "intend", {"archived_at": None}, SUB),
)
