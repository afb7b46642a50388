from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.forum import Forum
from portal import access
from portal.models import User
from supervision.models import Indicator


class PooledNeedQuerySet(models.QuerySet["PooledNeed"]):
    def visible_to(self, user: User | AnonymousUser) -> PooledNeedQuerySet:
        """As the forum; it names nobody, and officers who read no forum read none of it."""
        return self.filter(access.where(user, "forum", path="forum__"))


class PooledNeed(models.Model):
    """An indicator that the members of a forum could take up, as kept for a month.

    ``month`` is its first day; what was counted lies before it. ``rank`` 1 is proposed first.
    ``teachers`` is the size of the group seen on it, ``is_low`` whether at least half of it stands
    below "Mantap", ``asked`` how many asked for it: 0 where fewer than three did.
    """

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="needs")
    month = models.DateField(_("month"))
    rank = models.PositiveSmallIntegerField()
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    teachers = models.PositiveSmallIntegerField()
    is_low = models.BooleanField()
    asked = models.PositiveSmallIntegerField()

    objects = PooledNeedQuerySet.as_manager()

    class Meta:
        ordering = ["forum", "rank"]
        constraints = [
            models.UniqueConstraint("forum", "rank", name="pooled_need_has_a_rank_of_its_own"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="pooled_need_names_a_month_by_its_first_day"
            ),
            models.CheckConstraint(
                condition=Q(teachers__gte=5) & (Q(asked=0) | Q(asked__gte=3)),
                name="pooled_need_is_of_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id} {self.rank}"
