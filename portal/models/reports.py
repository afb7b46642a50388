from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.people import User
from portal.models.places import Cluster, Region
from portal.models.terms import SchoolYear, Term


class AreaReportQuerySet(models.QuerySet["AreaReport"]):
    def visible_to(self, user: User | AnonymousUser) -> AreaReportQuerySet:
        return self.filter(access.where(user, "area_report"))

    def for_list(self) -> AreaReportQuerySet:
        places = ("cluster__subdistrict", "region", "term__year", "year", "made_by")
        return self.select_related(*places).order_by("-made_at", "pk")


class AreaReport(models.Model):
    """A report on a cluster's forum or on many schools, over a term or (``term`` None) a year.

    A task counts its ``figures`` once and keeps them, so that words, print and file agree;
    ``done`` of ``steps`` are behind it, and without ``ready_at`` it is still at work, unless it
    was stopped: called off by ``stopped_by``, or by a fault where that is None. ``texts`` are
    the sections somebody has edited. Once signed nothing of it changes any more.
    """

    class Kind(models.TextChoices):
        KKG = "kkg", _("Report on the KKG")
        ASSISTED = "assisted", _("Report on assisted schools")
        RECAP = "recap", _("Recap of the area, without names of schools")
        RECAP_NAMED = "recap_named", _("Recap of the area, with names of schools")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind.choices)
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, related_name="reports")
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="reports")
    year = models.ForeignKey(SchoolYear, models.PROTECT, related_name="area_reports")
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="area_reports")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    figures: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    texts: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    objects = AreaReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cluster__isnull=False, region=None)
                | Q(cluster=None, region__isnull=False),
                name="area_report_is_of_a_cluster_or_a_region",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False, ready_at__isnull=False),
                name="area_report_is_signed_by_somebody_when_ready",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_by=None)
                | Q(stopped_at__isnull=False, ready_at=None),
                name="stopped_area_report_is_not_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.place}, {self.period}"

    @property
    def place(self) -> Cluster | Region:
        found = self.cluster or self.region
        assert found is not None  # noqa: S101  a constraint of the table
        return found

    @property
    def period(self) -> Term | SchoolYear:
        return self.term or self.year

    @property
    def zone(self) -> str:
        return self.place.zone

    @property
    def is_counting(self) -> bool:
        return self.ready_at is None and self.stopped_at is None

    @property
    def percent(self) -> int:
        """How much is counted, 0 to 100."""
        return round(100 * self.done / self.steps) if self.steps else 0
