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
    """A group of teachers who work together: a KKG of a place, or a kombel.

    A KKG belongs to a cluster or a subdistrict: of all teachers, of a class, of PAI or of PJOK. A
    kombel is founded at a school: for its own people, or with those of schools nearby.
    """

    class Kind(models.TextChoices):
        CLUSTER = "kkg_cluster", _("KKG of a cluster")
        SUBDISTRICT = "kkg_subdistrict", _("KKG of a subdistrict")
        GRADE = "kkg_grade", _("KKG of a class")
        RELIGION = "kkg_pai", _("KKG of religious education (PAI)")
        SPORT = "kkg_pjok", _("KKG of physical education (PJOK)")
        SCHOOL = "kombel", _("Learning community of a school")
        SCHOOLS = "kombel_between", _("Learning community between schools")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    grade = models.PositiveSmallIntegerField(
        _("class"), null=True, blank=True, choices=[(n, str(n)) for n in range(1, 7)]
    )
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
                    kind="kkg_cluster", school=None, subdistrict=None, cluster__isnull=False
                )
                | Q(kind="kkg_subdistrict", school=None, cluster=None, subdistrict__isnull=False)
                | (
                    Q(kind__in=("kkg_grade", "kkg_pai", "kkg_pjok"), school=None)
                    & (
                        Q(cluster=None, subdistrict__isnull=False)
                        | Q(cluster__isnull=False, subdistrict=None)
                    )
                )
                | Q(
                    kind__in=("kombel", "kombel_between"),
                    cluster=None,
                    subdistrict=None,
                    school__isnull=False,
                ),
                name="forum_kind_fits_its_place",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="forum_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind="kkg_grade", grade__isnull=False, grade__range=(1, 6))
                | (~Q(kind="kkg_grade") & Q(grade=None)),
                name="exactly_a_kkg_of_a_class_names_one",
            ),
            models.UniqueConstraint(
                "kind", "cluster", condition=Q(grade=None), name="each_kind_of_kkg_once_a_cluster"
            ),
            models.UniqueConstraint(
                "kind",
                "subdistrict",
                condition=Q(grade=None),
                name="each_kind_of_kkg_once_a_subdistrict",
            ),
            models.UniqueConstraint("cluster", "grade", name="one_kkg_a_class_and_cluster"),
            models.UniqueConstraint("subdistrict", "grade", name="one_kkg_a_class_and_subdistrict"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Cluster | Region | School:
        return self.cluster or self.subdistrict or self.school  # type: ignore[return-value]

    @property
    def is_kkg(self) -> bool:
        return self.school_id is None

    @property
    def schools(self) -> models.QuerySet[School]:
        """The schools whose people may belong to it; a KKG's, or those around a kombel."""
        if self.cluster_id:
            return School.objects.filter(cluster=self.cluster_id)
        if self.subdistrict_id:
            return School.objects.filter(subdistrict=self.subdistrict_id)
        if self.kind == self.Kind.SCHOOLS:
            home = School.objects.filter(pk=self.school_id or 0)
            return School.objects.filter(subdistrict__in=home.values("subdistrict"))
        return School.objects.filter(pk=self.school_id or 0)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """Those of forums one may read, and one's own, past ones too."""
        own = Q(user=user.pk) if user.is_authenticated else Q(pk__in=[])
        return self.filter(own | access.where(user, "forum", path="forum__"))

    def running(self) -> MembershipQuerySet:
        return self.filter(ended_on=None)


class Membership(models.Model):
    """A person belongs to a forum from - to; a second time is a second row, so history stays.

    ``kept_at``: the forum has been asked about a member who serves elsewhere now, and keeps him.
    """

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    began_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

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
