from portal.models.accounts import Invitation
from portal.models.audit import AuditChain, AuditEvent
from portal.models.drafts import Draft
from portal.models.imports import ImportBatch, ImportRow
from portal.models.notifications import Notification
from portal.models.people import Appointment, User
from portal.models.places import Cluster, Region, School
from portal.models.terms import SchoolYear, Term

__all__ = [
    "Appointment",
    "AuditChain",
    "AuditEvent",
    "Cluster",
    "Draft",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "Notification",
    "Region",
    "School",
    "SchoolYear",
    "Term",
    "User",
]
