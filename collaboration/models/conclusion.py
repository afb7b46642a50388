from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.finding import CodedExcerpt, Theme
from portal import access
from portal.models import Region, School, Term, User


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def visible_to(self, user: User | AnonymousUser) -> ConclusionQuerySet:
        return self.filter(access.where(user, "conclusion"))

    def for_list(self) -> ConclusionQuerySet:
        """All that a row of the list shows, in two queries, newest first."""
        rows = self.select_related("term__year", "written_by", "checked_by", "school", "region")
        return rows.prefetch_related("themes").order_by("-written_at", "pk")


class Conclusion(models.Model):
    """A claim of a school or a region, drawn from excerpts (Miles and Huberman 1994, ch. 10).

    What supports it is counted anew from the excerpts that still stand; no number is kept.
    ``collaboration.actions.conclusion`` moves its state.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ASKED = "asked", _("Waits for a second person")
        CHECKED = "checked", _("Checked by a second person")
        AGREED = "agreed", _("Agreed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="conclusions"
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="conclusions"
    )
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    themes = models.ManyToManyField(Theme, related_name="conclusions")
    claim = models.CharField(_("claim"), max_length=400)
    weighing = models.TextField(_("what speaks against it"), max_length=1200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)  # of the claim and its evidence together
    remark = models.TextField(max_length=800, blank=True)  # the checker's latest
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school=None, region__isnull=False)
                | Q(school__isnull=False, region=None),
                name="conclusion_of_a_school_or_a_region",
            ),
            models.CheckConstraint(condition=~Q(claim=""), name="conclusion_claims_something"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("written_by")),
                name="conclusion_checked_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "asked"), checked_by=None)
                | Q(state__in=("checked", "agreed"), checked_by__isnull=False),
                name="checked_conclusion_names_its_checker",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", agreed_by__isnull=False, agreed_at__isnull=False)
                | Q(~Q(state="agreed"), agreed_by=None, agreed_at=None),
                name="agreed_conclusion_names_who_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.claim

    @property
    def place(self) -> School | Region:
        return self.school or self.region  # type: ignore[return-value]

    @property
    def code(self) -> str:
        """Code of the region it is of, or its school lies in."""
        return str(self.school.subdistrict_id if self.school else self.region_id)


class ConclusionEvidence(models.Model):
    """An excerpt as somebody placed it: for the claim, against it, or beside the point.

    It copies no word: the excerpt is found again in its text. Without ``excerpt`` the text is
    gone, or, with ``uncoded_at``, its coder has taken the sentence out of the theme.
    """

    class Side(models.TextChoices):
        FOR = "for", _("supports")
        AGAINST = "against", _("contradicts")
        ASIDE = "aside", _("does not bear on it")

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="evidence")
    excerpt = models.ForeignKey(
        CodedExcerpt, models.SET_NULL, null=True, blank=True, related_name="evidence"
    )
    key = models.CharField(max_length=60)  # kind and id of the text, as in CodedText
    digest = models.CharField(max_length=32)
    side = models.CharField(max_length=8, choices=Side.choices)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    uncoded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["conclusion", "placed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "conclusion", "key", "digest", name="sentence_placed_once_a_conclusion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.digest}"


class ConclusionEvent(models.Model):
    """One step in the life of a conclusion; ``claim`` is how it read after it."""

    class What(models.TextChoices):
        WRITTEN = "written", _("wrote the conclusion")
        CHANGED = "changed", _("changed the words")
        PLACED = "placed", _("placed excerpts")
        ASKED = "asked", _("asked for a second person")
        CHECKED = "checked", _("checked it")
        RETURNED = "returned", _("sent it back")
        AGREED = "agreed", _("agreed on it")

    conclusion = models.ForeignKey(Conclusion, models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=What.choices)
    claim = models.CharField(max_length=400)
    remark = models.TextField(max_length=800, blank=True)
    reopened = models.BooleanField(default=False)  # it was checked before this and is a draft now

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"
