"""The programmes of the demo's two schools: this year's, last year's, and a delegate."""

from __future__ import annotations

import datetime as dt

from portal.demo.people import ACCOUNTS, CURAHDUKUH, REJOSARI
from portal.models import Appointment, School, Term, User
from portal.roles import Role
from supervision.actions import programme as actions


def tell(today: dt.date) -> None:
    """Write them, last year's first, so that this year's is made from it."""
    term = Term.objects.select_related("year").on(today)
    if term is None:
        return
    for npsn, username in ((REJOSARI, "kepsek"), (CURAHDUKUH, "kepsek2")):
        school, principal = School.objects.get(npsn=npsn), User.objects.get(username=username)
        last = actions.before_year(term.year)
        if last:
            actions.close(actions.make(school, last, by=principal), by=principal)
        programme = actions.make(school, term.year, by=principal)
        senior = senior_of(school, today)
        if senior:
            actions.delegate(
                programme,
                by=principal,
                user=senior,
                decree=f"421.2/017/{npsn}/{term.year.starts_on.year}",
                began_on=term.year.starts_on,
                ended_on=term.year.ends_on,
            )


def senior_of(school: School, today: dt.date) -> User | None:
    """The coordinator, else the first teacher who has no account of the demo's."""
    rows = Appointment.objects.on(today).filter(school=school).select_related("user")
    row = (
        rows.filter(role=Role.COORDINATOR).first()
        or rows.filter(role=Role.TEACHER)
        .exclude(user__username__in=ACCOUNTS)
        .order_by("user__name")
        .first()
    )
    return row.user if row else None
