from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


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
