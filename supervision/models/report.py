from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models

from portal import access
from portal.models import School, Term, User


class TermReportQuerySet(models.QuerySet["TermReport"]):
    def visible_to(self, user: User | AnonymousUser) -> TermReportQuerySet:
        return self.filter(access.where(user, "report"))


class TermReport(models.Model):
    """The words of a school's report on a term, as its principal has edited them.

    ``texts`` are by section; the numbers beside them are counted anew at each reading.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="reports")
    term = models.ForeignKey(Term, models.CASCADE, related_name="reports")
    texts = models.JSONField(default=dict)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    objects = TermReportQuerySet.as_manager()

    class Meta:
        ordering = ["-term__starts_on"]
        constraints = [
            models.UniqueConstraint("school", "term", name="one_report_a_school_and_term")
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.term}"
