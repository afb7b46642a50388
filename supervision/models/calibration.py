from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import User
from supervision.models.instrument import Indicator, Instrument


class CalibrationQuerySet(models.QuerySet["Calibration"]):
    def visible_to(self, user: User | AnonymousUser) -> CalibrationQuerySet:
        return self.filter(access.where(user, "calibration"))


class Calibration(models.Model):
    """Observers rate the same lessons to learn to see alike. It names no teacher.

    A rater sees the others' levels once her own are finished.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(_("title"), max_length=160)
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="calibrations")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="calibration_has_a_title")
        ]

    def __str__(self) -> str:
        return self.title


class CalibrationLesson(models.Model):
    """One lesson that all rate: a visit together, or a video. ``about`` says which."""

    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="lessons")
    order = models.PositiveSmallIntegerField()
    about = models.CharField(_("lesson"), max_length=160)
    day = models.DateField(_("date"), null=True, blank=True)

    class Meta:
        ordering = ["calibration", "order"]
        constraints = [
            models.UniqueConstraint("calibration", "order", name="calibration_lesson_order_once")
        ]

    def __str__(self) -> str:
        return self.about


class CalibrationRater(models.Model):
    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="raters")
    user = models.ForeignKey(User, models.PROTECT, related_name="calibrations")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["calibration", "user__name"]
        constraints = [
            models.UniqueConstraint("calibration", "user", name="each_rater_once_a_calibration")
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class CalibrationRating(models.Model):
    """One rater's level of one indicator in one lesson; None for not observed."""

    lesson = models.ForeignKey(CalibrationLesson, models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(CalibrationRater, models.CASCADE, related_name="ratings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)

    class Meta:
        ordering = ["lesson", "indicator", "rater"]
        constraints = [
            models.UniqueConstraint(
                "lesson", "rater", "indicator", name="one_level_a_lesson_rater_and_indicator"
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__range=(0, 5)),
                name="calibration_level_of_some_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.level}"
