"""One lesson plan that grew: taught, told about, and made anew from what was told."""

from __future__ import annotations

import datetime as dt
import uuid

from collaboration.models import Authorship, LessonPlan, PlanVersion, TeachingNote
from portal.demo.people import REJOSARI
from portal.models import Appointment, School, User
from portal.roles import Role

NAMES = uuid.UUID("0c1a6f52-7b0e-4d0c-8a54-3c6a5b7f9e10")
WIB = dt.timezone(dt.timedelta(hours=7))
FIRST = {
    "hours": "2",
    "objectives": "Murid menjelaskan mengapa es mencair, dengan kata-kata sendiri.",
    "steps": "Pembukaan (10 menit): murid meraba es dan menebak.\n"
    "Inti (45 menit): kelompok mengamati es di tiga tempat dan mencatat waktunya.\n"
    "Penutup (15 menit): satu kalimat di kartu keluar.",
    "assessment_during": "Dengarkan kata yang dipakai murid saat menebak.",
}
SECOND = {
    **FIRST,
    "steps": "Pembukaan (10 menit): murid meraba es dan menulis tebakan.\n"
    "Inti (45 menit): kelompok mengamati es di tiga tempat; satu murid memegang jam.\n"
    "Penutup (15 menit): satu kalimat di kartu keluar.",
    "media": "Es batu dalam termos, tiga piring, jam dinding.",
}
NOTES = (  # days ago, class, version, what worked, what to change, version it became
    (
        33,
        "4A",
        1,
        "Murid berebut menebak tempat yang paling cepat.",
        "Tebakan ditulis dulu, supaya yang pendiam ikut.",
        2,
    ),
    (
        12,
        "4B",
        2,
        "Kartu keluar menunjukkan siapa yang masih bingung.",
        "Es habis sebelum kelompok terakhir selesai; bawa dua termos.",
        None,
    ),
)


def tell(today: dt.date) -> None:
    school = School.objects.get(npsn=REJOSARI)
    first = User.objects.get(username="guru")
    rows = Appointment.objects.filter(school=school, role=Role.TEACHER, ended_on=None)
    second = next(row.user for row in rows.order_by("user__name") if row.user_id != first.pk)
    versions = write(school, first, second, today)
    for (ago, name, number, worked, change, became), user in zip(
        NOTES, (first, second), strict=True
    ):
        day = today - dt.timedelta(days=ago)
        TeachingNote.objects.create(
            id=uuid.uuid5(NAMES, name),
            version=versions[number],
            author=user,
            taught_on=day,
            class_name=name,
            worked=worked,
            change=change,
            made_at=at(day, 13),
            became=versions[became] if became else None,
        )


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), WIB)


def write(school: School, first: User, second: User, today: dt.date) -> dict[int, PlanVersion]:
    """The plan and its two versions by number; shared with the school."""
    begun = today - dt.timedelta(days=40)
    plan = LessonPlan.objects.create(
        id=uuid.uuid5(NAMES, "plan"),
        title="Mengapa es mencair?",
        topic="Perubahan wujud benda",
        subject="IPAS",
        grade=4,
        scope=LessonPlan.Scope.SCHOOL,
        school=school,
        made_at=at(begun, 19),
        shared_at=at(begun, 20),
    )
    versions = {}
    for number, (user, days, sections, remark) in enumerate(
        ((first, 40, FIRST, ""), (second, 31, SECOND, "Setelah kelas 4A: tebakan ditulis dulu")), 1
    ):
        day = at(today - dt.timedelta(days=days), 19)
        Authorship.objects.create(plan=plan, user=user, since=day)
        versions[number] = PlanVersion.objects.create(
            id=uuid.uuid5(NAMES, f"version {number}"),
            plan=plan,
            number=number,
            author=user,
            made_at=day,
            about=plan.about,
            sections=sections,
            remark=remark,
        )
    return versions
