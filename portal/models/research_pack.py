from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.people import User
from portal.models.places import Region


def random_place(row: ResearchPack, _name: str) -> str:
    """Where the bytes lie: another place each time they are made."""
    return f"packs/{row.pk.hex[:2]}/{uuid.uuid4().hex}"


class ResearchPackQuerySet(models.QuerySet["ResearchPack"]):
    def visible_to(self, user: User | AnonymousUser) -> ResearchPackQuerySet:
        return self.filter(access.where(user, "research_pack"))

    def for_list(self) -> ResearchPackQuerySet:
        kept = self.select_related("region", "prepared_by", "released_by")
        return kept.defer("texts", "people").order_by("-prepared_at", "pk")

    def live(self) -> ResearchPackQuerySet:
        return self.filter(closed_at=None)


class ResearchPack(models.Model):
    """Records of consenting people of a region, without names, for named researchers.

    Made in the background, anew for each ``turn``; read by its preparer, released by somebody
    else. ``secret`` is the key of its codes. ``people`` are the codes inside, ``texts`` the
    quoted texts as researchers get them. A closed pack keeps the record and no content.
    """

    class Why(models.TextChoices):
        CANCELLED = "cancelled", _("Called off")
        RECALLED = "recalled", _("Closed because a permission was withdrawn")
        TAKEN_BACK = "taken_back", _("Taken back")
        EXPIRED = "expired", _("Past its time")

    KEPT = dt.timedelta(days=90)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    region = models.ForeignKey(Region, models.PROTECT, related_name="research_packs")
    recipient = models.CharField(_("who receives it"), max_length=200)
    purpose = models.TextField(_("what it is for"), max_length=1000)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    secret = models.CharField(max_length=64)
    turn = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    report: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    people: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    texts: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(
        default=list
    )
    left_out: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    looked_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to=random_place, max_length=200, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    checksum = models.CharField(max_length=64, blank=True)  # SHA-256 of the file, hex
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=10, choices=Why.choices, blank=True)

    objects = ResearchPackQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | (
                    Q(released_at__isnull=False, released_by__isnull=False, ready_at__isnull=False)
                    & ~Q(released_by=models.F("prepared_by"))
                ),
                name="research_pack_is_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(recipient="") & ~Q(purpose=""),
                name="research_pack_says_for_whom_and_what",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_why="")
                | (Q(closed_at__isnull=False, file="") & ~Q(closed_why="")),
                name="closed_research_pack_says_why_and_keeps_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region} {self.prepared_at:%Y-%m}"

    @property
    def zone(self) -> str:
        return self.region.zone

    @property
    def percent(self) -> int:
        """How much is made, 0 to 100."""
        return round(100 * self.done / self.steps) if self.steps else 0

    @property
    def passes(self) -> bool:
        """Do all checks of its report hold?"""
        return bool(self.report) and all(self.report["checks"].values())
