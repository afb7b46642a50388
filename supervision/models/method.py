from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import User
from supervision.models.session import SupervisionSession


class MethodQuerySet(models.QuerySet["Method"]):
    def visible_to(self, user: User | AnonymousUser) -> MethodQuerySet:
        return self.filter(access.where(user, "method"))

    def in_use(self) -> MethodQuerySet:
        return self.filter(retired_at=None)


class Method(models.Model):
    """A way of teaching that plans and observations can be tagged with; the portal brings them.

    ``name`` and ``about`` hold Indonesian and English: ``{"id": ..., "en": ...}``. ``about`` is
    one sentence. A retired method stays where it was used and is offered no longer.
    """

    key = models.SlugField(_("key"), max_length=40, primary_key=True)
    name = models.JSONField(_("name"))
    about = models.JSONField(_("explanation"))
    order = models.PositiveSmallIntegerField(_("order"))
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = MethodQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self._in_language(self.name)

    @property
    def explanation(self) -> str:
        return self._in_language(self.about)

    def _in_language(self, texts: dict[str, str]) -> str:
        return texts.get((get_language() or "id")[:2]) or texts["id"]


class MethodSeenQuerySet(models.QuerySet["MethodSeen"]):
    def visible_to(self, user: User | AnonymousUser) -> MethodSeenQuerySet:
        return self.filter(access.where(user, "notes", path="session__"))


class MethodSeen(models.Model):
    """A way of teaching that the observer saw in a lesson; a part of the notes, never a grade."""

    session = models.ForeignKey(SupervisionSession, models.CASCADE, related_name="methods_seen")
    method = models.ForeignKey(Method, models.PROTECT, related_name="seen")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MethodSeenQuerySet.as_manager()

    class Meta:
        ordering = ["session", "method__order"]
        constraints = [
            models.UniqueConstraint("session", "method", name="method_seen_once_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.method_id}"
