from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an appointment makes a person at a place. Never a property of the person."""

    TEACHER = "teacher", _("Teacher")
    PRINCIPAL = "principal", _("Principal")
    COORDINATOR = "coordinator", _("Curriculum coordinator")
    CHAIR = "chair", _("KKG chair")
    SUPERVISOR = "supervisor", _("Supervisor")
    OFFICER = "officer", _("District officer")
    OPERATOR = "operator", _("Operator")


AT_SCHOOL = (Role.TEACHER, Role.PRINCIPAL, Role.COORDINATOR)
