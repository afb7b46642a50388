from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.models.activity import Activity
from collaboration.models.plan import LessonPlan
from portal import access
from portal.models import StoredFile, User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        return self.filter(access.attachments(user))

    def removable_by(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        return self.filter(access.attachments_to_remove(user))


class Attachment(models.Model):
    """A file beside an activity or a lesson plan, read by whoever reads what it stands beside."""

    class Role(models.TextChoices):
        MATERIAL = "material", _("Material")
        PHOTO = "photo", _("Photo")
        PRODUCT = "product", _("Product")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    plan = models.ForeignKey(
        LessonPlan, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="attachment")
    role = models.CharField(_("what it is"), max_length=8, choices=Role.choices)
    caption = models.CharField(_("caption"), max_length=160, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="attachments")
    added_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False, plan=None)
                | Q(activity=None, plan__isnull=False),
                name="attachment_of_an_activity_or_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.file.name
