from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.models.places import Region, School


class SchoolYear(models.Model):
    """July to June, with its real first and last day. Public; the same for all schools."""

    starts_on = models.DateField(_("first day"), unique=True)
    ends_on = models.DateField(_("last day"), unique=True)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="school_year_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on.year}/{self.ends_on.year}"


class TermQuerySet(models.QuerySet["Term"]):
    def on(self, day: dt.date) -> Term | None:
        """The term that ``day`` lies in; in a holiday the one before it, else the first after."""
        return (
            self.filter(starts_on__lte=day).order_by("-starts_on").first()
            or self.order_by("starts_on").first()
        )


class Term(models.Model):
    """Semester 1 (Ganjil) or 2 (Genap) of a school year. Terms of a year never overlap."""

    year = models.ForeignKey(
        SchoolYear, models.PROTECT, related_name="terms", verbose_name=_("school year")
    )
    number = models.PositiveSmallIntegerField(_("semester"), choices=[(1, "1"), (2, "2")])
    starts_on = models.DateField(_("first day"), unique=True)
    ends_on = models.DateField(_("last day"), unique=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint("year", "number", name="each_semester_once_a_year"),
            models.CheckConstraint(condition=Q(number__in=(1, 2)), name="semester_is_1_or_2"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="term_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        if self.number == 1:
            return gettext("%(year)s, Semester 1 (Odd)") % {"year": self.year}
        return gettext("%(year)s, Semester 2 (Even)") % {"year": self.year}


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def at(self, school: School) -> HolidayQuerySet:
        """Those of the whole country, of the school's regions and of the school itself."""
        parts = school.subdistrict_id.split(".")
        around = [".".join(parts[: n + 1]) for n in range(len(parts))]
        return self.filter(
            Q(school=None, region=None) | Q(school=school) | Q(region__code__in=around)
        )


class Holiday(models.Model):
    """Days without lessons: of the whole country, a region or one school. Both ends count."""

    region = models.ForeignKey(Region, models.CASCADE, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="holiday_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(school=None) | Q(region=None), name="holiday_is_at_one_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name
