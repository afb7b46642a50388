from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access

if TYPE_CHECKING:
    from portal.models.people import User

WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


def zone_of(code: str) -> str:
    """Time zone of a region code: that of its province (Central Kalimantan counts as WIB)."""
    province = code[:2]
    if province in WIT:
        return Zone.WIT
    return Zone.WITA if province in WITA else Zone.WIB


class RegionQuerySet(models.QuerySet["Region"]):
    def visible_to(self, user: User | AnonymousUser) -> RegionQuerySet:
        return self.filter(access.where(user, "region"))

    def under(self, code: str) -> RegionQuerySet:
        """The regions one level below ``code``, in order of code."""
        return self.filter(code__startswith=f"{code}.", code__regex=rf"^.{{{len(code) + 3}}}$")


class Region(models.Model):
    """A province ("35"), regency or city ("35.14") or subdistrict ("35.14.16").

    The official code is the tree: all under Pasuruan is ``code LIKE '35.14%'``.
    """

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=120)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2})?)?$"),
                name="region_code_is_official",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> str:
        return zone_of(self.code)

    @property
    def ancestors(self) -> list[str]:
        """Codes from the province down to the parent."""
        return [self.code[:end] for end in (2, 5) if end < len(self.code)]


class ClusterQuerySet(models.QuerySet["Cluster"]):
    def visible_to(self, user: User | AnonymousUser) -> ClusterQuerySet:
        return self.filter(access.where(user, "cluster"))


class Cluster(models.Model):
    """A gugus: neighbouring schools that share a KKG, gathered around one core school."""

    name = models.CharField(_("name"), max_length=120)
    subdistrict = models.ForeignKey(
        Region, models.PROTECT, related_name="clusters", verbose_name=_("subdistrict")
    )
    core_school = models.OneToOneField(
        "School",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="core_of",
        verbose_name=_("core school"),
    )

    objects = ClusterQuerySet.as_manager()

    class Meta:
        ordering = ["subdistrict", "name"]
        constraints = [
            models.UniqueConstraint("subdistrict", "name", name="cluster_name_once_a_subdistrict"),
            models.CheckConstraint(condition=~Q(name=""), name="cluster_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> str:
        return zone_of(self.subdistrict_id)


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: User | AnonymousUser) -> SchoolQuerySet:
        return self.filter(access.where(user, "school"))

    def where_one_may(self, user: User | AnonymousUser, action: str) -> SchoolQuerySet:
        """Schools at which ``user`` may do ``action``, e.g. ``"plan_session"``."""
        return self.filter(access.where(user, "school", action))


class School(models.Model):
    """One primary school, known by its NPSN: eight characters, kept as text."""

    class Status(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")

    npsn = models.CharField(_("NPSN"), max_length=8, unique=True)
    name = models.CharField(_("name"), max_length=120)
    status = models.CharField(
        _("status"), max_length=7, choices=Status.choices, default=Status.PUBLIC
    )
    subdistrict = models.ForeignKey(
        Region, models.PROTECT, related_name="schools", verbose_name=_("subdistrict")
    )
    cluster = models.ForeignKey(
        Cluster,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="schools",
        verbose_name=_("cluster"),
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    village = models.CharField(_("village"), max_length=120, blank=True)
    zone = models.CharField(_("time zone"), max_length=20, choices=Zone.choices, default=Zone.WIB)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(npsn__regex=r"^[A-Z0-9][0-9]{7}$"),
                name="npsn_is_eight_characters",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="school_has_a_name"),
            models.CheckConstraint(
                condition=Q(zone__in=Zone.values), name="school_zone_is_indonesian"
            ),
        ]

    def __str__(self) -> str:
        return self.name
