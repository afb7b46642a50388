from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models.people import User

LONGEST = dt.timedelta(days=730)  # then a permission ends by itself and is asked for anew


class ResearchConsentQuerySet(models.QuerySet["ResearchConsent"]):
    def visible_to(self, user: User | AnonymousUser) -> ResearchConsentQuerySet:
        return self.filter(access.where(user, "research_consent"))

    def of(self, user: User) -> ResearchConsentQuerySet:
        """One's own history, newest first; also of somebody who serves nowhere any more."""
        return self.filter(user=user).order_by("-at", "-number")

    def that_count(self, now: dt.datetime, wording: int) -> ResearchConsentQuerySet:
        """Last words of people that are a yes to ``wording`` and not too old; one row a person."""
        newer = ResearchConsent.objects.filter(
            user=models.OuterRef("user"), number__gt=models.OuterRef("number")
        )
        last = self.filter(~models.Exists(newer), given=True, wording=wording)
        return last.filter(at__gt=now - LONGEST)


class ResearchConsent(models.Model):
    """A person said yes, or took it back: the ``number``-th word of hers, never changed after.

    Only the last one counts. ``wording`` is the version of the statement she had before her.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="research_consents")
    number = models.PositiveIntegerField()
    given = models.BooleanField(_("given"))
    wording = models.PositiveSmallIntegerField(_("wording"))
    at = models.DateTimeField()

    objects = ResearchConsentQuerySet.as_manager()

    class Meta:
        ordering = ["user", "-number"]
        constraints = [
            models.UniqueConstraint("user", "number", name="one_research_consent_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.given}"


class QuoteConsentQuerySet(models.QuerySet["QuoteConsent"]):
    def visible_to(self, user: User | AnonymousUser) -> QuoteConsentQuerySet:
        return self.filter(access.where(user, "quotation"))

    def latest_words(self) -> QuoteConsentQuerySet:
        """The word that counts on each text of each person."""
        newer = QuoteConsent.objects.filter(
            user=models.OuterRef("user"),
            key=models.OuterRef("key"),
            number__gt=models.OuterRef("number"),
        )
        return self.filter(~models.Exists(newer))


class QuoteConsent(models.Model):
    """The author of one text lets it be quoted in research, or takes that back.

    ``key`` is kind and id of the text ("turn:8c0f..."), ``digest`` what it said: a text that was
    changed afterwards is not covered. Without a ``ResearchConsent`` it has no effect.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="quote_consents")
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    given = models.BooleanField(_("given"))
    digest = models.CharField(max_length=64)
    wording = models.PositiveSmallIntegerField(_("wording"))
    at = models.DateTimeField()

    objects = QuoteConsentQuerySet.as_manager()

    class Meta:
        ordering = ["user", "key", "-number"]
        constraints = [
            models.UniqueConstraint("user", "key", "number", name="one_quote_consent_a_number"),
            models.CheckConstraint(condition=~Q(digest=""), name="quote_consent_names_the_words"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.given}"
