"""In which role each excerpt was written: the matrix by role (Miles and Huberman 1994, ch. 5)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from collaboration.findings.matrix import Excerpt
from portal.models import Appointment
from portal.roles import Role

OTHER = "other"
ROLES = {  # from who teaches to who assists from outside
    Role.TEACHER: _("Teacher"),
    Role.COORDINATOR: _("Curriculum coordinator"),
    Role.PRINCIPAL: _("Principal"),
    Role.CHAIR: _("KKG chair"),
    Role.SUPERVISOR: _("Supervisor"),
    OTHER: _("Others"),
}
LEADING = (Role.PRINCIPAL, Role.COORDINATOR, Role.SUPERVISOR, Role.CHAIR, Role.TEACHER)


def roles_of(rows: Iterable[Excerpt]) -> dict[object, str]:
    """By excerpt the most leading role of its writer on the day of the text; one query.

    A role at a school counts for that school alone; who held none that day is ``OTHER``.
    """
    found = list(rows)
    held: dict[int, list[Appointment]] = {}
    for one in Appointment.objects.filter(user__in={row.writer for row in found}):
        held.setdefault(one.user_id, []).append(one)
    return {row.pk: _role(row, held.get(row.writer, [])) for row in found}


def _role(row: Excerpt, held: list[Appointment]) -> str:
    roles = {
        one.role
        for one in held
        if one.school_id in (None, row.school)
        and one.began_on <= row.day
        and (one.ended_on is None or row.day <= one.ended_on)
    }
    return next((role for role in LEADING if role in roles), OTHER)
