from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from portal import access
from portal.models import User


class LookBackQuerySet(models.QuerySet["LookBack"]):
    def visible_to(self, user: User | AnonymousUser) -> LookBackQuerySet:
        return self.filter(access.where(user, "activity", path="activity__"))


class LookBack(models.Model):
    """A reflective meeting in four prompts (4P), at most ``MOST_LINES`` lines in all."""

    MOST_LINES = 10
    PROMPTS = {
        "happened": _("What happened (peristiwa)"),
        "felt": _("How it felt (perasaan)"),
        "learned": _("What we learned (pembelajaran)"),
        "applied": _("What we will do (penerapan)"),
    }

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="look_back"
    )
    happened = models.TextField(PROMPTS["happened"], max_length=800, blank=True)
    felt = models.TextField(PROMPTS["felt"], max_length=800, blank=True)
    learned = models.TextField(PROMPTS["learned"], max_length=800, blank=True)
    applied = models.TextField(PROMPTS["applied"], max_length=800, blank=True)
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who sees to it"),
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)

    objects = LookBackQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.activity)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Prompts that have an answer, with it, in the order of 4P."""
        rows = [(str(label), getattr(self, name)) for name, label in self.PROMPTS.items()]
        return [row for row in rows if row[1]]
