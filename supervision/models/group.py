from __future__ import annotations

import uuid

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.models import School, Term, User
from supervision.models.technique import IN_GROUPS, Technique


class GroupVisitQuerySet(models.QuerySet["GroupVisit"]):
    def visible_to(self, user: User | AnonymousUser) -> GroupVisitQuerySet:
        return self.filter(access.where(user, "group"))


class GroupVisit(models.Model):
    """Supervision of several teachers together: one record, and a session of each teacher.

    What is written here all of them read; a teacher's own talk stays in her session.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    school = models.ForeignKey(School, models.PROTECT, related_name="group_visits")
    term = models.ForeignKey(Term, models.PROTECT, related_name="group_visits")
    observer = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    technique = models.CharField(
        _("technique"),
        max_length=14,
        choices=[(row.value, row.label) for row in IN_GROUPS],
        default=Technique.GROUP_TALK,
    )
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("what it is for"), max_length=2000, blank=True)
    planned_on = models.DateField(_("date"))
    planned_time = models.TimeField(_("time"), null=True, blank=True)
    notes = models.TextField(_("what was seen and said together"), max_length=6000, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = GroupVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="group_visit_has_a_title")
        ]

    def __str__(self) -> str:
        return self.title
