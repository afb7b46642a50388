from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.barrier import Barrier
from collaboration.models.method import MethodExchange
from collaboration.models.teaching import TeachingNote
from portal import access
from portal.models import Region, School, User
from supervision.models import EvidenceNote, Reflection, Turn


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, user: User | AnonymousUser) -> ThemeQuerySet:
        return self.filter(access.where(user, "theme"))

    def for_school(self, school: School) -> ThemeQuerySet:
        """The school's own themes and those of every region it lies in."""
        parts = school.subdistrict_id.split(".")
        around = [".".join(parts[: n + 1]) for n in range(len(parts))]
        return self.filter(Q(school=school) | Q(region__code__in=around))

    def in_use(self) -> ThemeQuerySet:
        return self.filter(retired_at=None)


class Theme(models.Model):
    """An entry of the code book of a school or a region (Miles and Huberman 1994, ch. 4).

    A retired one takes no new excerpts and keeps those it has.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="code_book"
    )
    region = models.ForeignKey(
        Region, models.CASCADE, null=True, blank=True, related_name="code_book"
    )
    name = models.CharField(_("name"), max_length=60)
    definition = models.CharField(_("definition"), max_length=400)
    example = models.CharField(_("example"), max_length=400, blank=True)
    when_not = models.CharField(_("when not"), max_length=400, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school=None, region__isnull=False)
                | Q(school__isnull=False, region=None),
                name="theme_of_a_school_or_a_region",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(definition=""), name="theme_is_defined"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CodedTextQuerySet(models.QuerySet["CodedText"]):
    def visible_to(self, user: User | AnonymousUser) -> CodedTextQuerySet:
        return self.filter(access.coded_texts(user))


class CodedText(models.Model):
    """One coder has gone through one shared text; with no excerpt she found nothing in it.

    It points to the text and holds none of its words. Deleting the text deletes this too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(School, models.CASCADE, related_name="coded_texts")
    coder = models.ForeignKey(User, models.PROTECT, related_name="coded_texts")
    turn = models.ForeignKey(Turn, models.CASCADE, null=True, blank=True, related_name="+")
    note = models.ForeignKey(EvidenceNote, models.CASCADE, null=True, blank=True, related_name="+")
    reflection = models.ForeignKey(
        Reflection, models.CASCADE, null=True, blank=True, related_name="+"
    )
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="+")
    exchange = models.ForeignKey(
        MethodExchange, models.CASCADE, null=True, blank=True, related_name="+"
    )
    teaching = models.ForeignKey(
        TeachingNote, models.CASCADE, null=True, blank=True, related_name="+"
    )
    barrier = models.ForeignKey(Barrier, models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=60)  # kind and id of the text: "turn:8c0f..."
    at = models.DateTimeField()

    objects = CodedTextQuerySet.as_manager()

    class Meta:
        ordering = ["school", "at", "pk"]
        constraints = [
            models.UniqueConstraint("school", "coder", "key", name="text_once_a_coder_and_school"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def text(self) -> models.Model:
        """The row whose words were coded."""
        row: models.Model = getattr(self, self.kind)
        return row


class CodedExcerptQuerySet(models.QuerySet["CodedExcerpt"]):
    def visible_to(self, user: User | AnonymousUser) -> CodedExcerptQuerySet:
        return self.filter(access.coded_texts(user, "coded__"))


class CodedExcerpt(models.Model):
    """One sentence of a shared text under a theme, found again by its digest.

    No word is copied: a text that is mended, taken back or deleted takes its excerpts along.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    coded = models.ForeignKey(CodedText, models.CASCADE, related_name="excerpts")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="excerpts")
    digest = models.CharField(max_length=32)

    objects = CodedExcerptQuerySet.as_manager()

    class Meta:
        ordering = ["coded", "pk"]
        constraints = [
            models.UniqueConstraint("coded", "theme", "digest", name="sentence_once_a_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.digest}"
