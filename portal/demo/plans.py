"""One lesson plan that grew: taught, told about, and made anew from what was told."""

from __future__ import annotations

import datetime as dt
import uuid

from collaboration.models import (
    Authorship,
    LessonPlan,
    PlanReading,
    PlanRemark,
    PlanVersion,
    Suggestion,
    TaughtPlan,
    TeachingNote,
)
from portal.demo.people import CURAHDUKUH, REJOSARI
from portal.models import Appointment, School, User
from portal.roles import Role
from supervision.models import SupervisionSession

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


SUGGESTED = (  # section, text, why, days ago
    ("media", SECOND["media"], "Termos menahan es lebih lama.", 35),
    (
        "assessment_during",
        "Dengarkan kata yang dipakai murid saat menebak. Catat tiga tebakan yang berbeda.",
        "Tebakan yang berbeda bisa dipakai saat penutup.",
        4,
    ),
)
REMARK = (
    "Bagian jam itu bagus: semua murid punya tugas. "
    "Bagaimana kalau ada kelompok yang selesai lebih dulu?"
)


def school_day(day: dt.date) -> dt.date:
    """``day``, or the Friday before a weekend: nobody has taught on a Sunday."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def tell(today: dt.date) -> None:
    school = School.objects.get(npsn=REJOSARI)
    first = User.objects.get(username="guru")
    rows = Appointment.objects.filter(school=school, role=Role.TEACHER, ended_on=None)
    second = next(row.user for row in rows.order_by("user__name") if row.user_id != first.pk)
    versions = write(school, first, second, today)
    advise(versions, today)
    hand_on(versions[2], today)
    observe(versions[2], first)
    for (ago, name, number, worked, change, became), user in zip(
        NOTES, (first, second), strict=True
    ):
        day = school_day(today - dt.timedelta(days=ago))
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


def advise(versions: dict[int, PlanVersion], today: dt.date) -> None:
    """Two suggestions of the coordinator, and the principal's word and mark."""
    coordinator = User.objects.get(username="kurikulum")
    principal = User.objects.get(username="kepsek")
    for number, (section, text, why, days) in enumerate(SUGGESTED):
        taken = number == 0
        Suggestion.objects.create(
            id=uuid.uuid5(NAMES, section),
            version=versions[1 if taken else 2],
            section=section,
            author=coordinator,
            text=text,
            why=why,
            made_at=at(today - dt.timedelta(days=days), 20),
            answer=Suggestion.Answer.ACCEPTED if taken else "",
            answered_by=versions[2].author if taken else None,
            answered_at=versions[2].made_at if taken else None,
            became=versions[2] if taken else None,
        )
    day = at(today - dt.timedelta(days=20), 10)
    PlanRemark.objects.create(
        id=uuid.uuid5(NAMES, "remark"),
        version=versions[2],
        author=principal,
        words=REMARK,
        made_at=day,
    )
    PlanReading.objects.create(version=versions[2], reader=principal, at=day)


def observe(version: PlanVersion, teacher: User) -> None:
    """The principal saw a lesson taught from it; that version stays with the visit."""
    seen = SupervisionSession.objects.filter(
        teacher=teacher, released_at__isnull=False, planned_on__gt=version.made_at.date()
    ).earliest("planned_on", "pk")
    TaughtPlan.objects.get_or_create(
        session=seen,
        defaults={"version": version, "attached_by": teacher, "attached_at": version.made_at},
    )


def hand_on(first: PlanVersion, today: dt.date) -> None:
    """A colleague elsewhere adapted it, and one of his own colleagues his; one copy is private."""
    source = first
    people = User.objects.filter(
        appointments__role=Role.TEACHER, appointments__school__npsn=CURAHDUKUH
    ).order_by("name")
    rows = (
        ("Es dan garam", LessonPlan.Scope.EVERYONE, 18),
        ("Es krim tanpa lemari es", LessonPlan.Scope.EVERYONE, 9),
        ("Uji coba kelas rangkap", LessonPlan.Scope.AUTHORS, 5),
    )
    for (title, scope, days), user in zip(rows, people, strict=False):
        day = at(today - dt.timedelta(days=days), 19)
        plan = LessonPlan.objects.create(
            id=uuid.uuid5(NAMES, title),
            title=title,
            topic="Perubahan wujud benda",
            subject="IPAS",
            grade=4,
            scope=scope,
            school=School.objects.get(npsn=CURAHDUKUH),
            adapted_from=source,
            made_at=day,
            shared_at=None if scope == LessonPlan.Scope.AUTHORS else day,
        )
        Authorship.objects.create(plan=plan, user=user, since=day)
        version = PlanVersion.objects.create(
            id=uuid.uuid5(NAMES, f"version of {title}"),
            plan=plan,
            number=1,
            author=user,
            made_at=day,
            about=plan.about,
            sections=SECOND,
        )
        source = version if source == first else first


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
