from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Technique(models.TextChoices):
    """Ways of supervision, of one teacher or of several together."""

    CLASS_VISIT = "class_visit", _("Class visit")
    OBSERVATION = "observation", _("Class observation")
    MEETING = "meeting", _("Individual meeting")
    INTERVISIT = "intervisit", _("Visit between classes")
    SELF_VIEW = "self_view", _("Looking at one's own work")
    STAFF_MEETING = "staff_meeting", _("Staff meeting")
    WORKSHOP = "workshop", _("Workshop")
    DEMONSTRATION = "demonstration", _("Demonstration lesson")
    GROUP_TALK = "group_talk", _("Group discussion")
    STUDY = "study", _("Classroom action research")


IN_GROUPS = (
    Technique.STAFF_MEETING,
    Technique.WORKSHOP,
    Technique.DEMONSTRATION,
    Technique.GROUP_TALK,
    Technique.STUDY,
)
