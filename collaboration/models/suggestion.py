from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.plan import LessonPlan, PlanVersion
from collaboration.plans.sections import SECTIONS
from portal import access
from portal.differences import Piece, pieces
from portal.models import User


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, user: User | AnonymousUser) -> SuggestionQuerySet:
        return self.filter(access.where(user, "suggestion"))

    def of(self, plan: LessonPlan) -> SuggestionQuerySet:
        return self.filter(version__plan=plan).select_related("version", "author", "became")

    def open(self) -> SuggestionQuerySet:
        return self.filter(answered_at=None)


class Suggestion(models.Model):
    """Other words for one section of a plan, as a reader would write it; its authors decide.

    It quotes the version it was made on. Taken over, it becomes a version of the plan; kept, it
    stays here for later. Only its writer and the plan's authors read it.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("taken over")
        KEPT = "kept", _("kept for later")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="suggestions")
    section = models.CharField(_("section"), max_length=40)
    author = models.ForeignKey(User, models.PROTECT, related_name="suggestions")
    text = models.TextField(_("suggested text"), max_length=6000)
    why = models.CharField(_("why"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="answered_suggestions"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    became = models.ForeignKey(
        PlanVersion, models.SET_NULL, null=True, blank=True, related_name="suggested_by"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="suggestion_is_answered_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """The section by its name on the page."""
        return str(SECTIONS[self.section].label) if self.section in SECTIONS else self.section

    @property
    def before(self) -> str:
        return str(self.version.sections.get(self.section, ""))

    @property
    def pieces(self) -> list[Piece]:
        """What the quoted section becomes, word by word."""
        return pieces(self.before, self.text)
