from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from portal.models import School, User
from supervision.actions import group as actions
from supervision.models import GroupVisit
from tests.factories import principal_of

DAY = dt.date(2026, 11, 26)


def begun(school: School, people: list[User], **more: Any) -> GroupVisit:
    """A workshop of the school's principal with ``people``, planned for ``DAY``."""
    principal = principal_of(school)
    return actions.begin(
        uuid.uuid4(),
        by=principal,
        observer=principal,
        school=school,
        teachers=people,
        technique="workshop",
        title="Asesmen awal di kelas kita",
        planned_on=DAY,
        **more,
    )
