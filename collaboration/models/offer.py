from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import School, Term, User
from supervision.models import Indicator


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: User | AnonymousUser) -> OfferQuerySet:
        return self.filter(access.where(user, "offer"))


class Offer(models.Model):
    """ "I can help with ...": what a person offers colleagues of her own will.

    It is never drawn from her ratings; what she does not offer, nobody is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="offers")
    school = models.ForeignKey(School, models.CASCADE, related_name="offers")
    sentence = models.CharField(_("I can help with"), max_length=240)
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="+")
    grade = models.PositiveSmallIntegerField(
        _("class I teach"), choices=[(n, str(n)) for n in range(1, 7)], null=True, blank=True
    )
    at = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint("user", "school", name="one_offer_a_person_and_school"),
            models.CheckConstraint(condition=~Q(sentence=""), name="offer_is_a_sentence"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def phase(self) -> str:
        return phase_of(self.grade)


def phase_of(grade: int | None) -> str:
    """The phase of a class: "A" for 1 and 2, "B" for 3 and 4, "C" for 5 and 6; "" for none."""
    return "ABC"[(grade - 1) // 2] if grade else ""


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def visible_to(self, user: User | AnonymousUser) -> NudgeQuerySet:
        return self.filter(access.where(user, "nudge"))


class Nudge(models.Model):
    """A person has put aside the invitation after ``term``; it does not come again for it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, models.CASCADE, related_name="+")

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("user", "term", name="one_invitation_a_person_and_term")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.term_id}"
