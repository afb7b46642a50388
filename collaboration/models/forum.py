from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import Cluster, Region, School, User


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, user: User | AnonymousUser) -> ForumQuerySet:
        return self.filter(access.where(user, "forum"))

    def where_one_may(self, user: User | AnonymousUser, action: str) -> ForumQuerySet:
        return self.filter(access.where(user, "forum", action))


class Forum(models.Model):
    """A group of teachers who work together: a KKG of a cluster or subdistrict, or a kombel."""

    class Kind(models.TextChoices):
        CLUSTER = "kkg_cluster", _("KKG of a cluster")
        SUBDISTRICT = "kkg_subdistrict", _("KKG of a subdistrict")
        SCHOOL = "kombel", _("Learning community of a school")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    cluster = models.ForeignKey(
        Cluster, models.PROTECT, null=True, blank=True, related_name="forums"
    )
    subdistrict = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="forums"
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="forums")

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="kkg_cluster",
                    cluster__isnull=False,
                    subdistrict=None,
                    school=None,
                )
                | Q(
                    kind="kkg_subdistrict",
                    cluster=None,
                    subdistrict__isnull=False,
                    school=None,
                )
                | Q(kind="kombel", cluster=None, subdistrict=None, school__isnull=False),
                name="forum_kind_fits_its_place",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="forum_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Cluster | Region | School:
        return self.cluster or self.subdistrict or self.school  # type: ignore[return-value]


class Membership(models.Model):
    """A person belongs to a forum from - to. Officers of the forum are members with an office."""

    class Office(models.TextChoices):
        CHAIR = "chair", _("Chair")
        SECRETARY = "secretary", _("Secretary")
        TREASURER = "treasurer", _("Treasurer")
        MEMBER = "", _("Member")

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    office = models.CharField(_("office"), max_length=9, choices=Office.choices, blank=True)
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        ordering = ["forum", "user__name"]
        constraints = [
            models.UniqueConstraint(
                "forum",
                "user",
                condition=Q(ended_on=None),
                name="one_open_membership_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.forum}"
