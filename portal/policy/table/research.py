"""Rights on one's own consent to research, and on packs made for it."""

from portal.policy.rule import ANY, OFF, SUB, SUP, Rule

OPEN = {"released_at": None, "closed_at": None}
LOOKED_OVER = {**OPEN, "ready_at__isnull": False, "looked_at__isnull": False}
RELEASED = {"released_at__isnull": False, "closed_at": None}

RULES = (
    Rule("T14", "research_consent", "read", ANY, SUB),
    Rule("T14", "profile", "consent_to_research", ANY, SUB),
    Rule("K25", "quotation", "read", ANY, SUB),
    Rule("T15", "region", "prepare_pack", ANY, OFF),
    Rule("T15", "research_pack", "read", ANY, OFF),
    Rule("T15", "research_pack", "edit", OPEN, SUB),
    Rule("T19", "research_pack", "read", ANY, SUP),
    Rule("T19", "others_pack", "release", LOOKED_OVER, SUP | OFF),
    Rule("T20", "research_pack", "download", RELEASED, OFF),
    Rule("T20", "research_pack", "take_back", RELEASED, OFF),
)
