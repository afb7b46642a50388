"""Rights on code books, coded texts and what is concluded from them."""

from portal.policy.rule import ANY, COL, COO, OF_REGION, OF_SCHOOL, OFF, PRI, SUB, SUP, Rule

RULES = (
    Rule("T07", "theme", "read", OF_SCHOOL, PRI | COO | SUP),
    Rule("T08", "theme", "read", OF_REGION, COL),
    Rule("T09", "theme", "edit", OF_SCHOOL, PRI | COO),
    Rule("T09", "school", "write_theme", ANY, PRI | COO),
    Rule("T10", "theme", "edit", OF_REGION, SUP | OFF),
    Rule("T10", "region", "write_theme", ANY, SUP | OFF),
    Rule("K24", "school", "read_findings", ANY, PRI | COO | SUP),
    Rule("K24", "coded", "read", ANY, PRI | COO | SUP),
    Rule("T11", "school", "code_texts", ANY, PRI | COO | SUP),
    Rule("T11", "coded", "edit", ANY, SUB),
    Rule("T12", "conclusion", "read", OF_SCHOOL, PRI | COO | SUP),
    Rule("T12", "conclusion", "edit", OF_SCHOOL, PRI | COO | SUP),
    Rule("T12", "school", "write_conclusion", ANY, PRI | COO | SUP),
    Rule("T13", "conclusion", "read", OF_REGION, SUP),
    Rule("T13", "conclusion", "read", {**OF_REGION, "state": "agreed"}, OFF),
    Rule("T13", "conclusion", "edit", OF_REGION, SUP),
    Rule("T13", "region", "read_conclusions", ANY, SUP | OFF),
    Rule("T13", "region", "write_conclusion", ANY, SUP),
)
