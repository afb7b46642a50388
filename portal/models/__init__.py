from portal.models.accounts import CalendarFeed, Invitation
from portal.models.audit import AuditChain, AuditEvent
from portal.models.drafts import Draft
from portal.models.files import StoredFile
from portal.models.imports import ImportBatch, ImportRow
from portal.models.notifications import Notification
from portal.models.people import Appointment, User
from portal.models.places import Cluster, Region, School
from portal.models.reports import AreaReport
from portal.models.research import QuoteConsent, ResearchConsent
from portal.models.research_pack import ResearchPack
from portal.models.terms import Holiday, SchoolYear, Term
from portal.models.time import TimeSpent

__all__ = [
    "Appointment",
    "AreaReport",
    "AuditChain",
    "AuditEvent",
    "CalendarFeed",
    "Cluster",
    "Draft",
    "Holiday",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "Notification",
    "QuoteConsent",
    "Region",
    "ResearchConsent",
    "ResearchPack",
    "School",
    "SchoolYear",
    "StoredFile",
    "Term",
    "TimeSpent",
    "User",
]
