from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from portal import access
from portal.models import User


class PeerVisitQuerySet(models.QuerySet["PeerVisit"]):
    def visible_to(self, user: User | AnonymousUser) -> PeerVisitQuerySet:
        return self.filter(access.where(user, "peer_visit"))


class PeerVisit(models.Model):
    """Two colleagues and one lesson: a focus both agree on, what was seen, thanks. No levels.

    The activity shows others that and when it took place; these words are the two's alone.
    """

    activity = models.OneToOneField(
        Activity, models.CASCADE, primary_key=True, related_name="peer_visit"
    )
    visitor = models.ForeignKey(User, models.PROTECT, related_name="visits_made")
    visited = models.ForeignKey(User, models.PROTECT, related_name="visits_received")
    focus = models.CharField(_("focus"), max_length=300)
    focus_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    seen = models.TextField(_("what I saw in pupils"), max_length=2000, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    thanks = models.TextField(_("thanks, and what I take along"), max_length=1000, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)

    objects = PeerVisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(visitor=F("visited")), name="peer_visit_of_two_people"
            ),
            models.CheckConstraint(condition=~Q(focus=""), name="peer_visit_has_a_focus"),
        ]

    def __str__(self) -> str:
        return str(self.activity)
