from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.plan import LessonPlan, TaughtPlan
from portal import access
from portal.models import StoredFile, User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        return self.filter(access.attachments(user))

    def as_list(self) -> AttachmentQuerySet:
        """With what a list of files shows of each."""
        return self.select_related("file", "added_by", "giver")

    def removable_by(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        return self.filter(access.attachments_to_remove(user))


class Attachment(models.Model):
    """A file beside an activity, a lesson plan or the plan of a visit, read as what it is beside.

    Copies share their bytes: of an adapted plan, and of a plan tied to a visit, which keeps its
    files as they were then. ``giver`` is who handed the file in, where somebody else keeps it.
    """

    class Role(models.TextChoices):
        MATERIAL = "material", _("Material")
        SHEET = "sheet", _("Worksheet (LKPD)")
        PHOTO = "photo", _("Photo")
        PRODUCT = "product", _("Product")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    plan = models.ForeignKey(
        LessonPlan, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    taught = models.ForeignKey(
        TaughtPlan, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    role = models.CharField(_("what it is"), max_length=8, choices=Role.choices)
    caption = models.CharField(_("caption"), max_length=160, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="attachments")
    giver = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False, plan=None, taught=None)
                | Q(activity=None, plan__isnull=False, taught=None)
                | Q(activity=None, plan=None, taught__isnull=False),
                name="attachment_stands_beside_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.file.name

    @property
    def on_paper(self) -> str:
        """What it is, its caption and its file name, as a paper lists it."""
        named = f"{self.caption} ({self.file.name})" if self.caption else self.file.name
        return f"{self.get_role_display()}: {named}"
