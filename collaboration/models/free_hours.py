from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import User


class FreeHourQuerySet(models.QuerySet["FreeHour"]):
    def visible_to(self, user: User | AnonymousUser) -> FreeHourQuerySet:
        return self.filter(access.where(user, "free_hours"))


class FreeHour(models.Model):
    """A part of a weekday on which a person can come to a meeting, as she says herself.

    Nobody else reads the row; meetings are found by pooled counts alone. ``weekday`` 0 is Monday.
    """

    class Part(models.TextChoices):
        MORNING = "morning", _("morning, 07.00 to 10.00")
        NOON = "noon", _("noon, 10.00 to 13.00")
        AFTERNOON = "afternoon", _("afternoon, 13.00 to 16.00")

    user = models.ForeignKey(User, models.CASCADE, related_name="free_hours")
    weekday = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=9, choices=Part.choices)

    objects = FreeHourQuerySet.as_manager()

    class Meta:
        ordering = ["user", "weekday", "pk"]
        constraints = [
            models.UniqueConstraint("user", "weekday", "part", name="free_hour_once_a_person"),
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 5)), name="free_hour_on_a_school_day"
            ),
            models.CheckConstraint(
                condition=Q(part__in=["morning", "noon", "afternoon"]),
                name="free_hour_of_a_known_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.part}"
