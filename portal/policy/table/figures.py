"""Rights on figures about groups."""

from portal.policy.rule import ANY, CHA, COL, COO, MEM, OFF, PRI, SUB, SUP, Rule

RULES = (
    Rule("D01", "school", "read_people", ANY, PRI | SUP),
    Rule("D02", "school", "read_process", ANY, PRI | COO | SUP | OFF),
    Rule("D03", "school", "read_figures", ANY, PRI | SUP | OFF),
    Rule("D03", "region", "read_figures", ANY, SUP | OFF),
    Rule("T03", "school", "read_live_figures", ANY, PRI),
    Rule("T21", "school", "list_work", ANY, PRI | COO | SUP),
    Rule("S33", "school", "list_wishes", ANY, PRI),
    Rule("T04", "cluster", "read_figures", ANY, SUP | OFF),
    Rule("D04", "profile", "read_growth", ANY, SUB),
    Rule("K70", "school", "read_item_figures", ANY, PRI | COO | COL | SUP),
    Rule("D05", "activity", "read_impact", ANY, MEM | CHA | SUP | OFF),
    Rule("D05", "activity", "read_impact", {"forum": None}, PRI | COO | COL),
)
