"""Places, terms and people of the demo: the rosters go through the importer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.contrib.auth.hashers import make_password

from portal import actions, periods
from portal.imports import actions as imports
from portal.models import Appointment, Cluster, Region, School, SchoolYear, Term, User
from portal.roles import Role

PASSWORD = "rembuk-demo"  # noqa: S105  the demo's own, shown where one signs in
ROSTERS = Path(__file__).resolve().parent.parent / "data" / "rosters"
REJOSARI, CURAHDUKUH = "95141621", "95141619"
KRATON, PASURUAN = "35.14.16", "35.14"
SINCE = dt.date(2024, 7, 15)

ACCOUNTS = {  # username: (role, school)
    "guru": (Role.TEACHER, REJOSARI),
    "ketua": (Role.TEACHER, REJOSARI),
    "kurikulum": (Role.COORDINATOR, REJOSARI),
    "kepsek": (Role.PRINCIPAL, REJOSARI),
    "guru2": (Role.TEACHER, CURAHDUKUH),
    "kepsek2": (Role.PRINCIPAL, CURAHDUKUH),
}


def terms(today: dt.date) -> list[Term]:
    """The four terms of this and the last school year, oldest first."""
    start = periods.school_year(today)[0]
    found = []
    for year in (start - 1, start):
        first, last = dt.date(year, 7, 13), dt.date(year + 1, 6, 26)
        row, _ = SchoolYear.objects.get_or_create(starts_on=first, defaults={"ends_on": last})
        days = [
            (1, first, dt.date(year, 12, 19)),
            (2, dt.date(year + 1, 1, 4), last),
        ]
        for number, begins, ends in days:
            term, _ = Term.objects.get_or_create(
                starts_on=begins,
                defaults={"year": row, "number": number, "ends_on": ends},
            )
            found.append(term)
    return found


def officials() -> User:
    """Operator, supervisor and district officer, who stand in no roster. Returns the operator."""
    password = make_password(PASSWORD)
    rows = (
        ("operator", "Yusuf Ramadhan", "bapak", Role.OPERATOR, KRATON),
        ("pengawas", "Nurul Hidayah", "ibu", Role.SUPERVISOR, KRATON),
        ("dinas", "Bambang Wijaya", "bapak", Role.OFFICER, PASURUAN),
    )
    for username, name, address, role, code in rows:
        user = User.objects.create(
            username=username,
            name=name,
            address=address,
            password=password,
            title_after="M.Pd.",
        )
        actions.appoint(user, role, Region.objects.get(pk=code), by=None, began_on=SINCE)
    return User.objects.get(username="operator")


def rosters(operator: User) -> None:
    """Import the subdistrict's schools and staff as the operator would."""
    imports.run((ROSTERS / "daftar-sekolah-kraton.xlsx").read_bytes(), "schools", by=operator)
    imports.run(
        (ROSTERS / "daftar-guru-kecamatan-kraton.xlsx").read_bytes(),
        "staff",
        by=operator,
    )


def accounts() -> None:
    """Give the demo's people of the rosters their usernames and the password."""
    password = make_password(PASSWORD)
    taken: set[int] = set()
    for username, (role, npsn) in ACCOUNTS.items():
        rows = Appointment.objects.filter(role=role, school__npsn=npsn).order_by("user__name")
        if role == Role.TEACHER:
            leads = (Role.COORDINATOR, Role.PRINCIPAL)
            others = Appointment.objects.filter(role__in=leads, school__npsn=npsn)
            rows = rows.exclude(user__in=others.values("user"))
        user = next(row.user for row in rows.select_related("user") if row.user_id not in taken)
        taken.add(user.pk)
        user.username, user.password = username, password
        user.save(update_fields=["username", "password"])
    chair = User.objects.get(username="ketua")
    cluster = School.objects.get(npsn=REJOSARI).cluster
    for place in Cluster.objects.filter(subdistrict=KRATON):
        if place == cluster:
            actions.appoint(chair, Role.CHAIR, place, by=None, began_on=SINCE)
            continue
        lead = Appointment.objects.filter(role=Role.PRINCIPAL, school__cluster=place).first()
        if lead:
            actions.appoint(lead.user, Role.CHAIR, place, by=None, began_on=SINCE)


def backdate() -> None:
    """Let the imported appointments have begun before the first school year of the demo."""
    Appointment.objects.filter(began_on__gt=SINCE).update(began_on=SINCE)
