"""Who may do what: one row for each record, action and condition.

A right missing here does not exist.
"""

from portal.policy.rule import Rule
from portal.policy.table import (
    collaboration,
    culture,
    figures,
    findings,
    meetings,
    people,
    reports,
    research,
    supervision,
    trace,
)

RULES = (
    *people.RULES,
    *findings.RULES,
    *supervision.RULES,
    *collaboration.RULES,
    *meetings.RULES,
    *trace.RULES,
    *culture.RULES,
    *figures.RULES,
    *reports.RULES,
    *research.RULES,
)


def rules(record: str, action: str) -> list[Rule]:
    return [rule for rule in RULES if (rule.record, rule.action) == (record, action)]


def actions(record: str) -> list[str]:
    """Each action known for ``record`` once, in the order of the table."""
    return list(dict.fromkeys(rule.action for rule in RULES if rule.record == record))


def rules_of(*records: str) -> list[Rule]:
    """Every rule about one of ``records``."""
    return [rule for rule in RULES if rule.record in records]
