"""Rights on one's own consent to research, and on packs made for it."""

from portal.policy.rule import ANY, SUB, Rule

RULES = (
    Rule("T14", "research_consent", "read", ANY, SUB),
    Rule("T14", "profile", "consent_to_research", ANY, SUB),
    Rule("K25", "quotation", "read", ANY, SUB),
)
