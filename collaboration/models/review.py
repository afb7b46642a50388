from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.models.plan import LessonPlan, PlanVersion
from portal import access
from portal.models import User


class PlanRemarkQuerySet(models.QuerySet["PlanRemark"]):
    def visible_to(self, user: User | AnonymousUser) -> PlanRemarkQuerySet:
        return self.filter(access.where(user, "plan_remark"))

    def of(self, plan: LessonPlan) -> PlanRemarkQuerySet:
        return self.filter(version__plan=plan).select_related("version", "author")


class PlanRemark(models.Model):
    """Words of the principal or coordinator on a plan, for its authors; never a grade."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(User, models.PROTECT, related_name="plan_remarks")
    words = models.TextField(_("remark"), max_length=2000)
    made_at = models.DateTimeField()

    objects = PlanRemarkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words=""), name="plan_remark_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class PlanReadingQuerySet(models.QuerySet["PlanReading"]):
    def visible_to(self, user: User | AnonymousUser) -> PlanReadingQuerySet:
        return self.filter(access.where(user, "plan", path="version__plan__"))

    def of(self, plan: LessonPlan) -> PlanReadingQuerySet:
        return self.filter(version__plan=plan).select_related("version", "reader")


class PlanReading(models.Model):
    """The mark "read together": a leader of the school has gone through a version with its authors.

    It says who, when and which version, and nothing of how good it is.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, models.PROTECT, related_name="plan_readings")
    at = models.DateTimeField()

    objects = PlanReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [
            models.UniqueConstraint("version", "reader", name="version_read_once_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.reader}"
