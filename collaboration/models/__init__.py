from collaboration.models.activity import Activity, ActivityAspect
from collaboration.models.attendance import Attendance
from collaboration.models.forum import Forum, Membership
from collaboration.models.link import Link
from collaboration.models.plan import Authorship, LessonPlan, PlanVersion, TaughtPlan
from collaboration.models.summary import CollaborationSummary

__all__ = [
    "Activity",
    "ActivityAspect",
    "Attendance",
    "Authorship",
    "CollaborationSummary",
    "Forum",
    "LessonPlan",
    "Link",
    "Membership",
    "PlanVersion",
    "TaughtPlan",
]
