"""A reflective meeting is written down in four questions and at most ten lines."""

from __future__ import annotations

import datetime as dt
import math

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.actions import minutes
from collaboration.models import Activity, LookBack
from portal import drafts
from portal.models import User

LINE = 100  # signs that make a line, so that ten lines cannot be ten pages


def lines(text: str) -> int:
    """Lines that a text takes, each of at most ``LINE`` signs; empty ones do not count."""
    return sum(math.ceil(len(row.strip()) / LINE) for row in text.splitlines())


@transaction.atomic
def write(
    activity: Activity,
    *,
    by: User,
    decision: str = "",
    to_try: str = "",
    owner: User | None = None,
    due_on: dt.date | None = None,
    **answers: str,
) -> LookBack:
    """Keep the answers (by the names of ``LookBack.PROMPTS``), and the decision as minutes.

    Raises ``ValidationError`` for more than ``LookBack.MOST_LINES`` lines in all.
    """
    if activity.kind != Activity.Kind.REFLECTIVE:
        raise ValidationError(_("Only a reflective meeting is written in four questions."))
    used = sum(lines(text) for text in answers.values())
    if used > LookBack.MOST_LINES:
        raise ValidationError(
            _("The four answers take %(used)s lines; at most %(most)s in all, so that they are"
              " read. Shorten one of them."),
            params={"used": used, "most": LookBack.MOST_LINES},
        )  # fmt: skip
    row, _made = LookBack.objects.update_or_create(
        activity=activity, defaults={**answers, "owner": owner, "due_on": due_on}
    )
    minutes.minute(activity, by=by, problem=activity.problem, decision=decision, to_try=to_try)
    drafts.discard(by, f"activity-look-back:{activity.pk}")
    return row
