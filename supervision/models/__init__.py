from supervision.models.agreement import Agreement
from supervision.models.evidence import EvidenceNote, Rating
from supervision.models.follow_up import FollowUp
from supervision.models.instrument import Aspect, Indicator, Instrument, Level, Section
from supervision.models.session import (
    Rescheduling,
    SessionInstrument,
    State,
    SupervisionSession,
)
from supervision.models.summary import TermSummary
from supervision.models.talk import Reflection, Turn

__all__ = [
    "Agreement",
    "Aspect",
    "EvidenceNote",
    "FollowUp",
    "Indicator",
    "Instrument",
    "Level",
    "Rating",
    "Reflection",
    "Rescheduling",
    "Section",
    "SessionInstrument",
    "State",
    "SupervisionSession",
    "TermSummary",
    "Turn",
]
