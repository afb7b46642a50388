"""What an import would change about a person, said one note at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from portal.imports.rows import Note
from portal.models import Appointment, School, User
from portal.roles import Role

COLUMNS = {"title_before": "name", "title_after": "name", "staff_status": "status"}


def changes(
    labels: Mapping[str, str],
    person: User,
    school: School,
    fields: Mapping[str, str],
    begin: Iterable[str],
    end: Iterable[Appointment],
) -> list[Note]:
    """Fields with what stood there before, then appointments that end, then those that begin."""
    ends = _("The appointment as %(role)s at %(school)s ends.")
    begins = _("An appointment as %(role)s at %(school)s begins.")
    return [
        *(
            Note(
                labels.get(COLUMNS.get(name, name), ""),
                value,
                before(getattr(person, name)),
            )
            for name, value in fields.items()
        ),
        *(
            Note("", "", ends % {"role": row.get_role_display(), "school": row.school})
            for row in end
        ),
        *(Note("", "", begins % {"role": Role(role).label, "school": school}) for role in begin),
    ]


def before(value: str | None) -> str:
    if not value:
        return _("Was empty until now.")
    return _("Until now: %(value)s.") % {"value": value}
