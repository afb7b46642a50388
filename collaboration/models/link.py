from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.plan import LessonPlan
from portal import access
from portal.models import School, User
from supervision.models import Aspect, FollowUp, Indicator, SupervisionSession

PATIENCE = dt.timedelta(weeks=3)  # until an open intention is asked about


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User | AnonymousUser) -> LinkQuerySet:
        return self.filter(access.links(user))

    def open(self) -> LinkQuerySet:
        """Intentions without an answer."""
        return self.filter(observed_at=None, let_go_at=None)

    def waiting_for(self, user: User) -> LinkQuerySet:
        """What ``user`` may confirm and has not; as its teacher, or else as principal."""
        own = Q(teacher=user) | Q(session__teacher=user)
        mine = own & Q(teacher_confirmed_at=None)
        led = ~own & Q(principal_confirmed_at=None)
        return self.visible_to(user).filter(access.where(user, "link", "confirm"), mine | led)

    def ripe(self, now: dt.datetime) -> LinkQuerySet:
        """Open ones whose writing and whose activity are both three weeks past."""
        since = now - PATIENCE
        held = Q(activity=None) | Q(activity__starts_at__lte=since, activity__cancelled_at=None)
        return self.open().filter(held, written_at__lte=since)


class Link(models.Model):
    """Jejak: from an activity or a plan to an aspect and, where known, to where it showed.

    ``intention`` is what the teacher meant to try, written before; ``sentence`` is what changed,
    observed after. Either may be alone. Teacher and principal confirm what was observed, each
    for himself. An intention may also be let go, without a reason. Where no talk shows it, the
    teacher may show it to the principal of ``school``, to be confirmed there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="links"
    )
    plan = models.ForeignKey(
        LessonPlan, models.PROTECT, null=True, blank=True, related_name="links"
    )
    teacher = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="traces")
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect.choices)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="links"
    )
    session = models.ForeignKey(
        SupervisionSession, models.CASCADE, null=True, blank=True, related_name="links"
    )
    follow_up = models.ForeignKey(
        FollowUp, models.SET_NULL, null=True, blank=True, related_name="links"
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="shown_traces"
    )
    intention = models.CharField(_("what is to be tried"), max_length=300, blank=True)
    sentence = models.CharField(_("what changed"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="links")
    written_at = models.DateTimeField()
    observed_at = models.DateTimeField(null=True, blank=True)
    let_go_at = models.DateTimeField(null=True, blank=True)
    teacher_confirmed_at = models.DateTimeField(null=True, blank=True)
    principal_confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(observed_at__isnull=False, let_go_at=None) & ~Q(sentence="")
                | Q(observed_at=None, sentence="") & ~Q(intention=""),
                name="link_says_what_changed_or_what_is_meant",
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(plan__isnull=False),
                name="link_comes_from_an_activity_or_a_plan",
            ),
            models.CheckConstraint(
                condition=Q(intention="") | Q(teacher__isnull=False),
                name="intention_is_a_teachers_own",
            ),
            models.CheckConstraint(
                condition=Q(school=None) | Q(session=None, observed_at__isnull=False),
                name="trace_is_shown_once_observed_and_without_a_talk",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence or self.intention

    @property
    def is_open(self) -> bool:
        return self.observed_at is None and self.let_go_at is None

    @property
    def source(self) -> Activity | LessonPlan:
        return self.activity or self.plan  # type: ignore[return-value]
