from collaboration.models.activity import Activity, ActivityAspect
from collaboration.models.attachment import Attachment
from collaboration.models.attendance import Attendance, AttendanceCode
from collaboration.models.barrier import Barrier
from collaboration.models.climate import ClimateCount, ClimateFigure, ClimateToken
from collaboration.models.conclusion import Conclusion, ConclusionEvent, ConclusionEvidence
from collaboration.models.dose import DoseFigure
from collaboration.models.effect import EffectEstimate
from collaboration.models.figure import IndicatorFigure, PlanFigure
from collaboration.models.finding import CodedExcerpt, CodedText, Theme
from collaboration.models.forum import Forum, Membership
from collaboration.models.free_hours import FreeHour
from collaboration.models.joining import ForumInvitation, JoinCode
from collaboration.models.lesson_study import LessonObserver, LessonStudy
from collaboration.models.letter import Letter
from collaboration.models.link import Link
from collaboration.models.method import MethodExchange, PlanMethod
from collaboration.models.need import PooledNeed
from collaboration.models.offer import Nudge, Offer
from collaboration.models.officer import Officer
from collaboration.models.peer_visit import PeerVisit
from collaboration.models.plan import Authorship, LessonPlan, PlanVersion, TaughtPlan
from collaboration.models.plan_text import HEADS, WORDS, Holds, OtherSource, PlanBand, PlanText
from collaboration.models.programme import ForumProgramme, PlannedLine
from collaboration.models.reflective import LookBack
from collaboration.models.review import PlanReading, PlanRemark
from collaboration.models.series import OnTask, Series
from collaboration.models.suggestion import Suggestion
from collaboration.models.summary import ActivityWeek, CollaborationSummary
from collaboration.models.teaching import TeachingNote
from collaboration.models.trial import Trial
from collaboration.models.vision import Pledge, Vision, VisionLine, VisionPart, VisionService

__all__ = [
    "HEADS",
    "WORDS",
    "Activity",
    "ActivityAspect",
    "ActivityWeek",
    "Attachment",
    "Attendance",
    "AttendanceCode",
    "Authorship",
    "Barrier",
    "ClimateCount",
    "ClimateFigure",
    "ClimateToken",
    "CodedExcerpt",
    "CodedText",
    "CollaborationSummary",
    "Conclusion",
    "ConclusionEvent",
    "ConclusionEvidence",
    "DoseFigure",
    "EffectEstimate",
    "Forum",
    "ForumInvitation",
    "ForumProgramme",
    "FreeHour",
    "Holds",
    "IndicatorFigure",
    "JoinCode",
    "LessonObserver",
    "LessonPlan",
    "LessonStudy",
    "Letter",
    "Link",
    "LookBack",
    "Membership",
    "MethodExchange",
    "Nudge",
    "Offer",
    "Officer",
    "OnTask",
    "OtherSource",
    "PeerVisit",
    "PlanBand",
    "PlanFigure",
    "PlanMethod",
    "PlanReading",
    "PlanRemark",
    "PlanText",
    "PlanVersion",
    "PlannedLine",
    "Pledge",
    "PooledNeed",
    "Series",
    "Suggestion",
    "TaughtPlan",
    "TeachingNote",
    "Theme",
    "Trial",
    "Vision",
    "VisionLine",
    "VisionPart",
    "VisionService",
]
