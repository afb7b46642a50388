"""Requests, a visit of the supervisor, and a supervision of several teachers together."""

from __future__ import annotations

import datetime as dt
import uuid

from portal import periods
from portal.demo.people import REJOSARI
from portal.models import Appointment, School, User
from portal.roles import Role
from supervision.actions import group as groups
from supervision.actions import plan
from supervision.actions import wish as wishes
from supervision.models import Technique

NAMES = uuid.UUID("3c1f2a58-7a60-4b0a-9a4d-5f2d0f3c8e11")
WISHES = (
    "Saya ingin tahu bagaimana membuat murid yang diam ikut bertanya, tanpa menunjuk mereka.",
    "Tolong lihat pembukaan pelajaran saya. Rasanya waktu habis sebelum kerja kelompok.",
)
NOTES = (
    "Bu guru memberi tiga pertanyaan singkat di awal. Dua puluh dari dua puluh enam murid menulis "
    "jawaban sendiri. Kami sepakat mencoba pertanyaan yang sama di kelas masing-masing."
)


def tell(today: dt.date) -> None:
    school = School.objects.get(npsn=REJOSARI)
    principal = User.objects.get(username="kepsek")
    serving = Appointment.objects.on(periods.today(school.zone)).filter(school=school)
    rows = serving.filter(role=Role.TEACHER).exclude(user=principal).select_related("user")
    teachers = list({row.user.pk: row.user for row in rows.order_by("user__name")}.values())
    soon = school_day(today + dt.timedelta(days=8))
    together(school, principal, teachers[:4], school_day(today - dt.timedelta(days=6)))
    for number, teacher in enumerate((teachers[-1], User.objects.get(username="guru"))):
        wishes.ask(
            uuid.uuid5(NAMES, f"wish {number}"),
            by=teacher,
            school=school,
            text=WISHES[number],
            wanted_on=soon + dt.timedelta(days=number) if number == 0 else None,
        )
    plan.plan(
        uuid.uuid5(NAMES, "principal"),
        by=User.objects.get(username="pengawas"),
        teacher=principal,
        observer=User.objects.get(username="pengawas"),
        school=school,
        planned_on=soon,
        planned_time=dt.time(9, 0),
        technique=Technique.MEETING,
    )


def together(school: School, principal: User, teachers: list[User], day: dt.date) -> None:
    """A demonstration lesson that has taken place; each one's own talk is still to come."""
    group = groups.begin(
        uuid.uuid5(NAMES, "group"),
        by=principal,
        observer=principal,
        school=school,
        teachers=teachers,
        technique=Technique.DEMONSTRATION,
        title="Asesmen awal yang ringan",
        purpose="Melihat bersama bagaimana tiga pertanyaan di awal mengubah kerja kelompok.",
        planned_on=day,
        planned_time=dt.time(8, 0),
    )
    groups.hold(group, by=principal)
    groups.write_notes(group, by=principal, notes=NOTES, seen="")


def school_day(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day.weekday() == 6 else day
