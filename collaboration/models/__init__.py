from collaboration.models.activity import Activity, ActivityAspect
from collaboration.models.attachment import Attachment
from collaboration.models.attendance import Attendance
from collaboration.models.forum import Forum, Membership
from collaboration.models.joining import ForumInvitation, JoinCode
from collaboration.models.lesson_study import LessonObserver, LessonStudy
from collaboration.models.link import Link
from collaboration.models.officer import Officer
from collaboration.models.peer_visit import PeerVisit
from collaboration.models.plan import Authorship, LessonPlan, PlanVersion, TaughtPlan
from collaboration.models.reflective import LookBack
from collaboration.models.series import OnTask, Series
from collaboration.models.summary import CollaborationSummary

__all__ = [
    "Activity",
    "ActivityAspect",
    "Attachment",
    "Attendance",
    "Authorship",
    "CollaborationSummary",
    "Forum",
    "ForumInvitation",
    "JoinCode",
    "LessonObserver",
    "LessonPlan",
    "LessonStudy",
    "Link",
    "LookBack",
    "Membership",
    "Officer",
    "OnTask",
    "PeerVisit",
    "PlanVersion",
    "Series",
    "TaughtPlan",
]
