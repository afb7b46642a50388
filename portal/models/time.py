from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.people import User
from portal.models.places import School
from portal.roles import Role


class TimeSpentQuerySet(models.QuerySet["TimeSpent"]):
    def visible_to(self, user: User | AnonymousUser) -> TimeSpentQuerySet:
        return self.filter(access.where(user, "time"))


class TimeSpent(models.Model):
    """Seconds a person was active in a kind of form in a month, by the role she held then.

    Measured by the browser, summed here; nothing says when, in which record or what was typed.
    ``month`` is its first day.
    """

    class Form(models.TextChoices):
        PREPARE = "prepare", _("Preparing a visit")
        SELF = "self", _("Self-assessment")
        OBSERVE = "observe", _("Observing and rating")
        TALK = "talk", _("Talking it through")
        STEPS = "steps", _("Next steps and reflection")
        SCHEDULE = "schedule", _("Programme and schedule")
        TOGETHER = "together", _("Activities together")
        PLAN = "plan", _("Lesson plans")
        PAPER = "paper", _("Reports and papers")

    user = models.ForeignKey(User, models.CASCADE, related_name="time_spent")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=11, choices=Role.choices)
    form = models.CharField(max_length=8, choices=Form.choices)
    month = models.DateField()
    seconds = models.PositiveIntegerField(default=0)

    objects = TimeSpentQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "form"]
        constraints = [
            models.UniqueConstraint(
                "user", "role", "form", "month", name="one_sum_a_person_role_form_and_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="time_of_a_whole_month"),
        ]
        indexes = [models.Index(fields=["school", "month"], name="time_by_school_and_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.form} {self.seconds}"
