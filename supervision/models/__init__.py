from supervision.models.agreement import Agreement
from supervision.models.calibration import (
    Calibration,
    CalibrationLesson,
    CalibrationRater,
    CalibrationRating,
)
from supervision.models.evidence import EvidenceNote, NoteVersion, Phrase, Rating
from supervision.models.follow_up import FollowUp, ReadyStep
from supervision.models.group import GroupVisit
from supervision.models.instrument import Aspect, Indicator, Instrument, Level, Section
from supervision.models.method import Method, MethodSeen
from supervision.models.over_time import SchoolTerm
from supervision.models.programme import Delegate, Programme
from supervision.models.published import Publication, PublishedFigure
from supervision.models.report import TermReport
from supervision.models.scale import Scale
from supervision.models.session import (
    DateProposal,
    Reopening,
    Rescheduling,
    SessionInstrument,
    State,
    SupervisionSession,
)
from supervision.models.summary import TermSummary
from supervision.models.talk import Reflection, TalkWord, Theme, Turn
from supervision.models.technique import IN_GROUPS, Technique
from supervision.models.wish import Wish

__all__ = [
    "IN_GROUPS",
    "Agreement",
    "Aspect",
    "Calibration",
    "CalibrationLesson",
    "CalibrationRater",
    "CalibrationRating",
    "DateProposal",
    "Delegate",
    "EvidenceNote",
    "FollowUp",
    "GroupVisit",
    "Indicator",
    "Instrument",
    "Level",
    "Method",
    "MethodSeen",
    "NoteVersion",
    "Phrase",
    "Programme",
    "Publication",
    "PublishedFigure",
    "Rating",
    "ReadyStep",
    "Reflection",
    "Reopening",
    "Rescheduling",
    "Scale",
    "SchoolTerm",
    "Section",
    "SessionInstrument",
    "State",
    "SupervisionSession",
    "TalkWord",
    "Technique",
    "TermReport",
    "TermSummary",
    "Theme",
    "Turn",
    "Wish",
]
