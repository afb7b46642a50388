from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.plan import LessonPlan
from portal import access
from portal.models import School, User
from supervision.models import Method

if TYPE_CHECKING:
    from collections.abc import Iterable


class PlanMethodQuerySet(models.QuerySet["PlanMethod"]):
    def visible_to(self, user: User | AnonymousUser) -> PlanMethodQuerySet:
        return self.filter(access.where(user, "plan", path="plan__"))

    def by_plan(self, plans: Iterable[LessonPlan]) -> dict[object, list[Method]]:
        """The methods of each of ``plans``, in the order of the vocabulary; one query."""
        found: dict[object, list[Method]] = {}
        for row in self.filter(plan__in=plans).select_related("method").order_by("method__order"):
            found.setdefault(row.plan_id, []).append(row.method)
        return found


class PlanMethod(models.Model):
    """A way of teaching that a plan's authors say it uses."""

    plan = models.ForeignKey(LessonPlan, models.CASCADE, related_name="plan_methods")
    method = models.ForeignKey(Method, models.PROTECT, related_name="plan_methods")

    objects = PlanMethodQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "method__order"]
        constraints = [models.UniqueConstraint("plan", "method", name="method_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.method_id}"


class MethodExchangeQuerySet(models.QuerySet["MethodExchange"]):
    def visible_to(self, user: User | AnonymousUser) -> MethodExchangeQuerySet:
        return self.filter(access.exchanges(user))

    def for_list(self) -> MethodExchangeQuerySet:
        """All that a list row shows, in one query, newest first."""
        rows = self.select_related("writer", "lender", "method", "plan", "activity")
        return rows.order_by("-tried_on", "-written_at", "pk")


class MethodExchange(models.Model):
    """A method taken over from a colleague and tried: from whom, in which class, what happened.

    Read as the plan or activity it hangs on; with neither, by the colleagues of ``school``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    writer = models.ForeignKey(User, models.PROTECT, related_name="exchanges")
    school = models.ForeignKey(School, models.PROTECT, related_name="exchanges")
    method = models.ForeignKey(
        Method, models.PROTECT, related_name="exchanges", verbose_name=_("method")
    )
    lender = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lent",
        verbose_name=_("from whom"),
    )
    plan = models.ForeignKey(
        LessonPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name=_("lesson plan"),
    )
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchanges",
        verbose_name=_("activity"),
    )
    grade = models.PositiveSmallIntegerField(_("class"), choices=[(n, str(n)) for n in range(1, 7)])
    tried_on = models.DateField(_("tried on"))
    happened = models.TextField(_("what happened"), max_length=2000)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = MethodExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-tried_on", "-written_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(happened=""), name="exchange_says_what_happened"),
            models.CheckConstraint(
                condition=Q(grade__range=(1, 6)), name="exchange_class_is_1_to_6"
            ),
            models.CheckConstraint(
                condition=Q(plan=None) | Q(activity=None), name="exchange_hangs_on_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(lender=None) | ~Q(lender=F("writer")),
                name="exchange_is_with_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method_id} {self.tried_on}"
