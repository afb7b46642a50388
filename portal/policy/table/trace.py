"""Rights on what a teacher means to try, and on what came of it."""

from portal.policy.rule import ANY, COL, MEM, PRI, SUB, Rule, When

UNTALKED: When = {
    "session": None,
    "observed_at__isnull": False,
    "principal_confirmed_at": None,
}

RULES = (
    Rule("T01", "profile", "read_trace", ANY, SUB),
    Rule("T01", "link", "read", ANY, SUB),
    Rule("T01", "link", "observe", {"observed_at": None, "let_go_at": None}, SUB),
    Rule("T02", "activity", "intend", {"cancelled_at": None}, MEM),
    Rule("T02", "plan", "intend", {"archived_at": None}, SUB),
    Rule("K75", "link", "read", {"school__isnull": False}, PRI),
    Rule("K76", "link", "show", UNTALKED, SUB),
    Rule("K76", "school", "show_trace", ANY, COL),
)
