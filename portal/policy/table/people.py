"""Rights on people and places."""

from portal.policy.rule import ANY, EVERYONE, OFF, OPE, PRI, SUB, Rule

RULES = (
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
)
