"""Minutes in forms: which page is which kind of form, and sums that hold no content."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from portal.models import Appointment, TimeSpent, User

MOST_AT_ONCE = 90  # seconds a browser may report in one go; it reports each minute
MOST_A_MONTH = 300 * 60 * 60  # seconds; beyond it something is broken, not busy
FORM = TimeSpent.Form

PAGES = {  # URL name: kind of form
    **dict.fromkeys(("session-plan", "session-prepare", "session-plan-attach"), FORM.PREPARE),
    **dict.fromkeys(("wish-new", "wish-edit", "session-propose"), FORM.PREPARE),
    "session-self": FORM.SELF,
    **dict.fromkeys(
        ("session-observe", "session-rate", "session-note", "session-tag", "session-check"),
        FORM.OBSERVE,
    ),
    **dict.fromkeys(
        ("session-count", "session-seating", "group-notes", "calibration-rate"), FORM.OBSERVE
    ),
    **dict.fromkeys(("session-discuss", "session-reopen"), FORM.TALK),
    **dict.fromkeys(
        ("session-follow", "session-step", "step-prove", "session-reflect"), FORM.STEPS
    ),
    **dict.fromkeys(
        ("programme-edit", "programme-schedule", "programme-propose", "session-reschedule"),
        FORM.SCHEDULE,
    ),
    **dict.fromkeys(
        (
            "activity-new",
            "forum-convene",
            "activity-edit",
            "activity-attend",
            "activity-minutes",
            "activity-links",
            "activity-look-back",
            "peer-focus",
            "peer-notes",
            "peer-thanks",
            "study-observe",
            "study-notes",
            "study-speak",
            "study-talk",
            "task-write",
            "activity-vision",
            "activity-barrier",
        ),
        FORM.TOGETHER,
    ),
    **dict.fromkeys(
        ("plan-new", "plan-edit", "plan-share", "plan-authors", "plan-files"), FORM.PLAN
    ),
    **dict.fromkeys(("report-edit", "session-copy", "recap"), FORM.PAPER),
}
CYCLE = (FORM.PREPARE, FORM.SELF, FORM.OBSERVE, FORM.TALK, FORM.STEPS)  # what a promise counts


def form_of(page: str | None) -> str:
    """The kind of form behind a URL name; "" for a page that is only read."""
    return PAGES.get(page or "", "")


def acting(user: User, chosen: object) -> Appointment | None:
    """The appointment under which ``user`` works now: the one chosen at home, else the first."""
    rows = sorted(user.current_appointments, key=lambda row: row.pk)
    return next((row for row in rows if row.pk == chosen), rows[0] if rows else None)


@transaction.atomic
def add(user: User, appointment: Appointment, form: str, seconds: int, month: dt.date) -> None:
    """Add ``seconds`` to the person's sum of a month; what is too much at once is cut."""
    row, _made = TimeSpent.objects.get_or_create(
        user=user,
        role=appointment.role,
        form=form,
        month=month.replace(day=1),
        defaults={"school_id": appointment.school_id},
    )
    more = min(seconds, MOST_AT_ONCE)
    TimeSpent.objects.filter(pk=row.pk).update(seconds=Least(F("seconds") + more, MOST_A_MONTH))
