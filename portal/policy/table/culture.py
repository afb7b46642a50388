"""Rights on what a school's people share besides their lessons: vision, climate, barriers."""

from portal.policy.rule import ANY, CHA, COL, COO, MEM, OFF, PRI, SUB, SUP, Rule

RULES = (
    Rule("K18", "vision", "read", ANY, PRI | COO | COL | SUP),
    Rule("K18", "school", "read_vision", ANY, PRI | COO | COL | SUP),
    Rule("K18", "school", "pledge", ANY, PRI | COO | COL),
    Rule("K18", "pledge", "read", ANY, SUB | PRI | COO | COL | SUP),
    Rule("K18", "pledge", "edit", ANY, SUB),
    Rule("K19", "school", "write_vision", ANY, PRI),
    Rule("K20", "pulse", "answer", ANY, COO | COL),
    Rule("K21", "pulse", "read", ANY, PRI | COO | COL | SUP | OFF),
    Rule("K22", "barrier", "read", ANY, PRI | COO | COL | MEM | CHA),
    Rule("K53", "time", "read", ANY, SUB),
    Rule("K54", "school", "read_time", ANY, PRI),
    Rule("K55", "offer", "read", ANY, SUB | PRI | COO | COL | MEM),
    Rule("K55", "offer", "edit", ANY, SUB),
    Rule("K55", "school", "offer", ANY, COL),
    Rule("K56", "nudge", "read", ANY, SUB),
    Rule("K56", "school", "count_alone", ANY, PRI),
    Rule("K52", "barrier", "edit", ANY, SUB),
    Rule("K22", "school", "name_barrier", ANY, PRI | COO | COL),
    Rule("K22", "activity", "name_barrier", ANY, PRI | COO | COL | MEM | CHA),
)
