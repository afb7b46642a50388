from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import School, Term, User


class TermReportQuerySet(models.QuerySet["TermReport"]):
    def visible_to(self, user: User | AnonymousUser) -> TermReportQuerySet:
        return self.filter(access.where(user, "report"))


class TermReport(models.Model):
    """A version of a school's report on a term.

    Until it is signed ``texts`` are the sections somebody has edited, and the numbers are counted
    anew at each reading. Signed, ``texts`` are all sections as they stood, ``first`` what the
    records alone said of each, and ``paper`` what the appendices and signatures held; nothing of
    it changes any more. A later version is begun for a ``reason``.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="reports")
    term = models.ForeignKey(Term, models.CASCADE, related_name="reports")
    version = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    texts: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    first: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    paper: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects = TermReportQuerySet.as_manager()

    class Meta:
        ordering = ["-term__starts_on", "-version"]
        constraints = [
            models.UniqueConstraint(
                "school", "term", "version", name="one_report_a_school_term_and_version"
            ),
            models.UniqueConstraint(
                fields=["school", "term"],
                condition=Q(signed_at=None),
                name="one_unsigned_report_a_school_and_term",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="report_is_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.term} {self.version}"
