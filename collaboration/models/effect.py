from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from portal.models import User
from supervision.models import Aspect


class EffectEstimateQuerySet(models.QuerySet["EffectEstimate"]):
    def visible_to(self, user: User | AnonymousUser) -> EffectEstimateQuerySet:
        """Estimates of the activities whose figures ``user`` may see."""
        return self.filter(activity__in=Activity.objects.with_impact_for(user))


class EffectEstimate(models.Model):
    """What moved in one aspect around an activity, as reckoned in the background for its page.

    Levels are means of 1.0 to 4.0. ``first_on`` to ``last_on`` are the days of the block of
    ``meetings`` it was reckoned for, ratings count from ``since`` to ``until``. Means are None
    below five teachers, estimates where the arithmetic is silent. ``gain`` and ``adjusted`` come
    with both ends of their intervals; ``low`` and ``high`` are the bracket of both. ``size`` is
    the gain in standard deviations between teachers. ``check_gain`` is the gain from the 200 days
    before ``since``, which begin on ``earlier``; None where too few were seen then.
    """

    class Verdict(models.TextChoices):
        SILENT = "silent", _("cannot be concluded yet")
        BLOCKED = "blocked", _("not to be concluded from these levels")
        WIDE = "wide", _("could be up, could be down")
        APART = "apart", _("two ways of reckoning differ")
        CROWDED = "crowded", _("not clear among several aspects")
        UP = "up", _("rose more")
        DOWN = "down", _("rose less")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="estimates")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    procedure = models.PositiveSmallIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    meetings = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()
    earlier = models.DateField(null=True)
    joined_all = models.PositiveIntegerField()
    joined = models.PositiveIntegerField()  # with both sides
    others_all = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    joined_before = models.FloatField(null=True)
    joined_after = models.FloatField(null=True)
    others_before = models.FloatField(null=True)
    others_after = models.FloatField(null=True)
    up = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    design = models.CharField(max_length=8, blank=True)
    used_joined = models.PositiveIntegerField(default=0)
    used_others = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    gain = models.FloatField(null=True)
    gain_low = models.FloatField(null=True)
    gain_high = models.FloatField(null=True)
    adjusted = models.FloatField(null=True)
    adjusted_low = models.FloatField(null=True)
    adjusted_high = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    size = models.FloatField(null=True)
    check_gain = models.FloatField(null=True)
    check_low = models.FloatField(null=True)
    check_high = models.FloatField(null=True)
    check_joined = models.PositiveIntegerField(default=0)
    check_others = models.PositiveIntegerField(default=0)
    caveats: models.JSONField[Any] = models.JSONField(default=list)  # [[code, value], ...]

    objects = EffectEstimateQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "pk"]
        constraints = [
            models.UniqueConstraint(
                "activity", "aspect", name="one_estimate_an_activity_and_aspect"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.aspect}"

    @property
    def is_known(self) -> bool:
        """Are both groups large enough to show their means?"""
        return self.joined_after is not None and self.others_after is not None

    @property
    def joined_change(self) -> float:
        """Mean movement in levels of those who took part; 0.0 where nothing is known."""
        return (self.joined_after or 0.0) - (self.joined_before or 0.0)

    @property
    def others_change(self) -> float:
        return (self.others_after or 0.0) - (self.others_before or 0.0)

    @property
    def points(self) -> list[float]:
        """Both estimates in levels; empty where none was made."""
        return [value for value in (self.gain, self.adjusted) if value is not None]

    @property
    def is_along(self) -> bool:
        """Does the check from the term before point the way of both estimates?"""
        return all(value * (self.check_gain or 0.0) > 0 for value in self.points)

    @property
    def least(self) -> float | None:
        """The smaller of both estimates, without its sign."""
        return self._sizes()[0] if self.gain is not None else None

    @property
    def is_one_figure(self) -> bool:
        """Do both estimates read alike, with one decimal?"""
        return self.gain is not None and round(self.least or 0, 1) == round(self.most or 0, 1)

    @property
    def most(self) -> float | None:
        return self._sizes()[1] if self.gain is not None else None

    def _sizes(self) -> list[float]:
        return sorted(abs(value) for value in (self.gain or 0.0, self.adjusted or 0.0))
