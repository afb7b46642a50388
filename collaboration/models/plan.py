from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import School, User
from supervision.models import SupervisionSession

if TYPE_CHECKING:
    from collaboration.models.forum import Forum


class LessonPlanQuerySet(models.QuerySet["LessonPlan"]):
    def visible_to(self, user: User | AnonymousUser) -> LessonPlanQuerySet:
        return self.filter(access.where(user, "plan"))


class LessonPlan(models.Model):
    """A lesson plan that several teachers write; its text lives in immutable versions."""

    class Scope(models.TextChoices):
        AUTHORS = "me", _("Only the authors")
        SCHOOL = "school", _("My school")
        FORUM = "forum", _("Our KKG")
        EVERYONE = "everyone", _("Everyone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(_("title"), max_length=160)
    grade = models.PositiveSmallIntegerField(_("class"), choices=[(n, str(n)) for n in range(1, 7)])
    subject = models.CharField(_("subject"), max_length=80)
    topic = models.CharField(_("topic"), max_length=160, blank=True)
    scope = models.CharField(
        _("who can read it"), max_length=8, choices=Scope.choices, default=Scope.AUTHORS
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="plans")
    forum: models.ForeignKey[Forum | None] = models.ForeignKey(
        "Forum", models.PROTECT, null=True, blank=True, related_name="plans"
    )
    adapted_from = models.ForeignKey(
        "PlanVersion", models.PROTECT, null=True, blank=True, related_name="adaptations"
    )
    made_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    authors = models.ManyToManyField(User, through="Authorship", related_name="plans")

    objects = LessonPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title"),
            models.CheckConstraint(condition=Q(grade__range=(1, 6)), name="plan_class_is_1_to_6"),
            models.CheckConstraint(
                condition=~Q(scope="forum") | Q(forum__isnull=False),
                name="plan_shared_with_a_forum_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def phase(self) -> str:
        """Phase A, B or C of the curriculum, from the class."""
        return "ABC"[(self.grade - 1) // 2]

    @property
    def about(self) -> dict[str, str]:
        """Title, class, subject and topic as text, as a version keeps them."""
        return {name: str(getattr(self, name)) for name in ("title", "grade", "subject", "topic")}


class Authorship(models.Model):
    """A person who writes a plan; the first author is the one who began it."""

    plan = models.ForeignKey(LessonPlan, models.CASCADE, related_name="authorships")
    user = models.ForeignKey(User, models.PROTECT, related_name="authorships")
    since = models.DateTimeField()

    class Meta:
        ordering = ["plan", "since", "pk"]
        constraints = [models.UniqueConstraint("plan", "user", name="author_once_a_plan")]

    def __str__(self) -> str:
        return str(self.user)


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user: User | AnonymousUser) -> PlanVersionQuerySet:
        return self.filter(access.where(user, "plan", path="plan__"))


class PlanVersion(models.Model):
    """The text of a plan as one author saved it; never changed afterwards.

    ``sections`` maps section names (``collaboration.plans.sections.SECTIONS``) to text,
    ``about`` what the plan was called then and for whom; it is empty in versions from before
    it was kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    plan = models.ForeignKey(LessonPlan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    author = models.ForeignKey(User, models.PROTECT, related_name="plan_versions")
    made_at = models.DateTimeField()
    about = models.JSONField(default=dict)
    sections = models.JSONField(default=dict)
    remark = models.CharField(_("what changed"), max_length=200, blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [models.UniqueConstraint("plan", "number", name="version_number_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"

    @property
    def text(self) -> dict[str, str]:
        """All that two authors may both change, by name: what the plan is called, its sections."""
        return {**(self.about or self.plan.about), **self.sections}


class TaughtPlanQuerySet(models.QuerySet["TaughtPlan"]):
    def visible_to(self, user: User | AnonymousUser) -> TaughtPlanQuerySet:
        return self.filter(access.where(user, "taught_plan", path="session__"))


class TaughtPlan(models.Model):
    """The plan version that a session's lesson was taught from; frozen with the session."""

    session = models.OneToOneField(SupervisionSession, models.CASCADE, related_name="taught_plan")
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="taught")
    attached_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    objects = TaughtPlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.version}"
