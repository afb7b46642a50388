from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.forum import Forum
from portal import access
from portal.models import Region, Term, User
from supervision.models import Aspect


class DoseFigureQuerySet(models.QuerySet["DoseFigure"]):
    def visible_to(self, user: User | AnonymousUser) -> DoseFigureQuerySet:
        """Figures of forums one reads, and of regions whose figures one may see."""
        of_forum = Q(forum__isnull=False) & access.where(user, "forum", path="forum__")
        of_region = access.where(user, "region", "read_figures", path="region__")
        return self.filter(of_forum | Q(region__isnull=False) & of_region)

    def newest(self) -> list[DoseFigure]:
        """One for each aspect: the newest term that tells something, else the newest."""
        found: dict[str, DoseFigure] = {}
        for row in self.select_related("term__year").order_by("-term__starts_on"):
            known = found.get(row.aspect)
            if known is None or (row.has_numbers and not known.has_numbers):
                found[row.aspect] = row
        return [found[aspect] for aspect in Aspect.values if aspect in found]


class DoseFigure(models.Model):
    """Whether hours together and the change of levels from one term to the next go together.

    Of a forum or of a subdistrict; ``term`` is the later one. ``slope``, ``low``, ``high`` and
    ``within`` are levels for each hour, None below 12 schools. ``bands`` are groups by hours:
    over, most, teachers, schools, and change with its ends, None where a group is too small.
    Fixed once a month and replaced only when several teachers entered or changed; what is kept
    of bands is rounded to a tenth of a level. A description, never a cause.
    """

    class Verdict(models.TextChoices):
        SILENT = "silent", _("cannot be concluded yet")
        WIDE = "wide", _("could be up, could be down")
        APART = "apart", _("two ways of reckoning differ")
        MORE = "more", _("more hours, more rise")
        LESS = "less", _("more hours, less rise")

    forum = models.ForeignKey(Forum, models.CASCADE, null=True, related_name="+")
    region = models.ForeignKey(Region, models.CASCADE, null=True, related_name="+")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    teachers = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=6, choices=Verdict.choices, default=Verdict.SILENT)
    slope = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    within = models.FloatField(null=True)
    within_low = models.FloatField(null=True)
    within_high = models.FloatField(null=True)
    observers = models.PositiveIntegerField(default=0)  # teachers whose observer is another one
    at_top = models.PositiveIntegerField(default=0)  # teachers at 3.75 or more before
    bands: models.JSONField[Any] = models.JSONField(default=list)
    fixed_at = models.DateTimeField()

    objects = DoseFigureQuerySet.as_manager()

    class Meta:
        ordering = ["term", "aspect", "pk"]
        constraints = [
            models.UniqueConstraint(
                "forum", "term", "aspect", name="one_dose_a_forum_term_and_aspect"
            ),
            models.UniqueConstraint(
                "region", "term", "aspect", name="one_dose_a_region_term_and_aspect"
            ),
            models.CheckConstraint(
                condition=Q(forum__isnull=False, region=None) | Q(forum=None, region__isnull=False),
                name="dose_of_a_forum_or_a_region",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id or self.region_id} {self.term_id} {self.aspect}"

    @property
    def has_numbers(self) -> bool:
        return self.slope is not None or any(band["mean"] is not None for band in self.bands)

    @property
    def has_many_at_top(self) -> bool:
        """Is a rise hard to see, since more than a quarter had none to make?"""
        return 4 * self.at_top > self.teachers

    @property
    def per_ten(self) -> tuple[float, float, float] | None:
        """Slope and both ends for ten hours, since that of one hour rounds to nothing."""
        return _tenfold(self.slope, self.low, self.high)

    @property
    def within_per_ten(self) -> tuple[float, float, float] | None:
        """The same between colleagues of one school; None where hours do not vary there."""
        return _tenfold(self.within, self.within_low, self.within_high)


def _tenfold(*values: float | None) -> tuple[float, float, float] | None:
    known = [10 * value for value in values if value is not None]
    return (known[0], known[1], known[2]) if len(known) == len(values) else None
