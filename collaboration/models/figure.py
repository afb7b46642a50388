from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from collaboration.models.forum import Forum
from collaboration.models.plan import LessonPlan
from portal import access
from portal.models import School, User
from supervision.models import Aspect
from supervision.stats.suppression import Area


class IndicatorFigureQuerySet(models.QuerySet["IndicatorFigure"]):
    def visible_to(self, user: User | AnonymousUser) -> IndicatorFigureQuerySet:
        """Figures of forums one reads, and of schools whose figures by indicator one may see."""
        of_forum = Q(forum__isnull=False) & access.where(user, "forum", path="forum__")
        at_school = access.where(user, "school", "read_item_figures", path="school__")
        return self.filter(of_forum | Q(school__isnull=False) & at_school)


class IndicatorFigure(models.Model):
    """How those who came to activities about one indicator were rated on it before and after.

    Of a forum or of a school; ``aspect`` and ``code`` join the versions of a form. ``teachers``
    were rated twice, of ``came`` in all. Levels are means of 1.0 to 4.0 and None where too few
    teachers were seen; ``low`` and ``high`` are the ends of the mean change. Fixed once a month
    and replaced only when several teachers entered or changed. A description, never a claim.
    """

    forum = models.ForeignKey(Forum, models.CASCADE, null=True, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, null=True, related_name="+")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    code = models.CharField(max_length=20)
    came = models.PositiveIntegerField(default=0)
    teachers = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    before = models.FloatField(null=True)
    after = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    up = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    down = models.PositiveIntegerField(default=0)
    fixed_at = models.DateTimeField()

    objects = IndicatorFigureQuerySet.as_manager()

    class Meta:
        ordering = ["aspect", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                "forum", "aspect", "code", name="one_figure_a_forum_and_indicator"
            ),
            models.UniqueConstraint(
                "school", "aspect", "code", name="one_figure_a_school_and_indicator"
            ),
            models.CheckConstraint(
                condition=Q(forum__isnull=False, school=None) | Q(forum=None, school__isnull=False),
                name="indicator_figure_of_a_forum_or_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum_id or self.school_id} {self.aspect} {self.code}"

    @property
    def is_told(self) -> bool:
        return self.after is not None

    has_numbers = is_told

    @property
    def change(self) -> float:
        """Mean change in levels; 0.0 where nothing is told."""
        return (self.after or 0.0) - (self.before or 0.0)


class PlanFigureQuerySet(models.QuerySet["PlanFigure"]):
    def visible_to(self, user: User | AnonymousUser) -> PlanFigureQuerySet:
        return self.filter(access.where(user, "plan", path="plan__"))


class PlanFigure(models.Model):
    """Observers' levels of one aspect in visits where a plan, or a copy of it, was taught.

    ``mean`` counts each teacher once, 1.0 to 4.0, with its interval; None below five teachers.
    ``level_1`` to ``level_4`` count ratings from ten teachers on, else 0. ``most`` are teachers of
    the largest school. Fixed and replaced like ``IndicatorFigure``.
    """

    plan = models.ForeignKey(LessonPlan, models.CASCADE, related_name="figures")
    aspect = models.CharField(max_length=10, choices=Aspect.choices)
    visits = models.PositiveIntegerField(default=0)
    teachers = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=0)
    mean = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    level_1 = models.PositiveIntegerField(default=0)
    level_2 = models.PositiveIntegerField(default=0)
    level_3 = models.PositiveIntegerField(default=0)
    level_4 = models.PositiveIntegerField(default=0)
    fixed_at = models.DateTimeField()

    objects = PlanFigureQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "aspect"]
        constraints = [
            models.UniqueConstraint("plan", "aspect", name="one_figure_a_plan_and_aspect")
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.aspect}"

    @property
    def has_numbers(self) -> bool:
        return self.mean is not None

    @property
    def is_told(self) -> bool:
        """Large enough for whoever reads the plan now; beyond one school also mixed enough."""
        if self.mean is None:
            return False
        inside = self.plan.scope in (LessonPlan.Scope.AUTHORS, LessonPlan.Scope.SCHOOL)
        return inside or Area(self.teachers, self.schools, self.most).is_safe

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return (self.level_1, self.level_2, self.level_3, self.level_4)
