"""The access policy as data: who stands how to a record, what they may do, which route asks."""

from portal.policy.relations import Relation
from portal.policy.routes import PUBLIC, ROUTES
from portal.policy.rule import Rule, When
from portal.policy.rules import RULES, actions, rules, rules_of

__all__ = ["PUBLIC", "ROUTES", "RULES", "Relation", "Rule", "When", "actions", "rules", "rules_of"]
