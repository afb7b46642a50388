"""Rights on reports about a forum or about many schools."""

from portal.policy.rule import ANY, CHA, OFF, SUP, Rule

KKG, ASSISTED, RECAP = (
    {"kind": "kkg"},
    {"kind": "assisted"},
    {"kind__in": ("recap", "recap_named")},
)
UNSIGNED = {"signed_at": None}

RULES = (
    Rule("T16", "area_report", "read", KKG, CHA),
    Rule("T16", "area_report", "edit", {**KKG, **UNSIGNED}, CHA),
    Rule("T16", "cluster", "report_kkg", ANY, CHA),
    Rule("T16", "region", "report_kkg", ANY, CHA),
    Rule("T17", "area_report", "read", ASSISTED, SUP),
    Rule("T17", "area_report", "edit", {**ASSISTED, **UNSIGNED}, SUP),
    Rule("T17", "cluster", "report_assisted", ANY, SUP),
    Rule("T17", "region", "report_assisted", ANY, SUP),
    Rule("T18", "area_report", "read", RECAP, OFF),
    Rule("T18", "area_report", "edit", {**RECAP, **UNSIGNED}, OFF),
    Rule("T18", "region", "report_recap", ANY, OFF),
)
