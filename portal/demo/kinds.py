"""Kinds of activities with words of their own, at the school where the demo's teacher works."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from collaboration.models import (
    Activity,
    ActivityAspect,
    Attendance,
    Authorship,
    LessonObserver,
    LessonPlan,
    LessonStudy,
    LookBack,
    OnTask,
    PeerVisit,
    PlanVersion,
    Series,
)
from portal.demo.culture import teachers
from portal.demo.people import REJOSARI
from portal.models import School, User

NAMES = uuid.UUID("b5b4a5a0-6f0b-4f0f-8f43-52c1b9f3f0a7")
ZONE = dt.timezone(dt.timedelta(hours=7))


def tell(today: dt.date) -> None:
    """Write the records; nothing is drawn by chance."""
    school = School.objects.get(npsn=REJOSARI)
    guru = User.objects.get(username="guru")
    others = [user for user in teachers(school) if user != guru]
    look_back(school, others[0], today)
    visit_colleague(school, guru, others[0], today)
    be_asked(school, guru, others[1], today)
    study_lesson(school, guru, others[:3], today)
    be_invited(school, guru, others[:3], today)
    try_out(school, guru, others, today)


def look_back(school: School, owner: User, today: dt.date) -> None:
    """The school's last reflective meeting in four questions."""
    rows = Activity.objects.filter(school=school, kind="reflective", minuted_at__isnull=False)
    LookBack.objects.create(
        activity=rows.latest("starts_at"),
        happened="Tiga kelas mencoba menunggu tiga detik setelah bertanya.",
        felt="Semula canggung, lalu lega: murid yang diam mulai menjawab.",
        learned="Pertanyaan pendek lebih banyak dijawab daripada pertanyaan panjang.",
        applied="Setiap rencana memuat satu pertanyaan terbuka yang ditulis lebih dulu.",
        owner=owner,
        due_on=today + dt.timedelta(days=10),
    )


def held(
    name: str, school: School, host: User, people: list[User], day: dt.date, **about: Any
) -> Activity:
    """An activity of the school on the school day at or before ``day``, with its list."""
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    at = dt.datetime.combine(day, dt.time(8, 0), ZONE)
    activity = Activity.objects.create(
        id=uuid.uuid5(NAMES, name), school=school, host=host, starts_at=at, **about
    )
    ActivityAspect.objects.create(activity=activity, aspect="teaching")
    Attendance.objects.bulk_create(
        Attendance(activity=activity, user=user, school=school, number=number)
        for number, user in enumerate(people, 1)
    )
    return activity


def visit_colleague(school: School, guru: User, colleague: User, today: dt.date) -> None:
    """A visit that has taken place and was answered with thanks."""
    day = today - dt.timedelta(days=16)
    about = {"kind": "peer_visit", "title": "Kunjungan sejawat", "class_name": "4A"}
    activity = held("visit", school, guru, [guru, colleague], day, minutes=35, **about)
    at = activity.starts_at
    PeerVisit.objects.create(
        activity=activity,
        visitor=guru,
        visited=colleague,
        focus="Siapa yang belum ikut bertanya, dan apa yang menolongnya",
        focus_by=guru,
        agreed_at=at - dt.timedelta(days=2),
        seen="Enam murid bertanya, dua di antaranya setelah melihat kartu bertanya di meja. Di"
        " kelompok belakang murid saling menjelaskan sebelum bertanya kepada gurunya.",
        seen_at=at + dt.timedelta(hours=2),
        thanks="Terima kasih sudah duduk di belakang. Kartunya saya pakai lagi besok.",
        thanked_at=at + dt.timedelta(hours=5),
    )
    activity.attendance.update(came=True)
    Activity.objects.filter(pk=activity.pk).update(minuted_at=at + dt.timedelta(hours=2))


def be_asked(school: School, guru: User, colleague: User, today: dt.date) -> None:
    """A visit that a colleague proposes: the focus waits for an answer."""
    day = today + dt.timedelta(days=5 if today.weekday() < 4 else 7)
    about = {"kind": "peer_visit", "title": "Kunjungan sejawat", "class_name": "4A"}
    activity = held("asked", school, colleague, [colleague, guru], day, minutes=35, **about)
    PeerVisit.objects.create(
        activity=activity,
        visitor=colleague,
        visited=guru,
        focus="Bagaimana murid memulai kerja kelompok",
        focus_by=colleague,
    )


SEEN = (
    ("M3", "M3 menggambar dulu, lalu menulis. Ia bertanya kepada M4, belum kepada gurunya."),
    ("K2", "K2 membagi tugas sendiri. Dua murid menunggu sampai alatnya kembali."),
)


def plan_of(school: School, people: list[User], name: str, at: dt.datetime) -> PlanVersion:
    """A short plan written by ``people``, its first version."""
    made = at - dt.timedelta(days=6)
    plan = LessonPlan.objects.create(
        id=uuid.uuid5(NAMES, f"plan {name}"),
        title=name,
        topic=name,
        subject="IPAS",
        grade=4,
        school=school,
        made_at=made,
        scope="school",
        shared_at=made,
    )
    for user in people:
        Authorship.objects.create(plan=plan, user=user, since=made)
    return PlanVersion.objects.create(
        id=uuid.uuid5(NAMES, f"version {name}"),
        plan=plan,
        number=1,
        author=people[0],
        made_at=made,
        sections={
            "objectives": "Murid menjelaskan mengapa benda berubah wujud.",
            "steps": "Menebak, mencoba dengan es dan lilin, menulis yang terlihat, bercerita.",
            "assessment": "Gambar dan satu kalimat tiap murid.",
        },
    )


def study_lesson(school: School, guru: User, others: list[User], today: dt.date) -> None:
    """A lesson study that has been talked over; its proposals wait for the next version."""
    day = today - dt.timedelta(days=9)
    title = "Murid berani menjelaskan dengan kata sendiri"
    about = {"kind": "lesson_study", "title": title, "class_name": "4A", "place": "Kelas 4A"}
    activity = held("study", school, guru, [guru, *others], day, minutes=70, **about)
    at = activity.starts_at + dt.timedelta(hours=2)
    study = LessonStudy.objects.create(
        activity=activity,
        version=plan_of(school, [guru, others[0]], "Perubahan wujud benda", activity.starts_at),
        model_teacher=guru,
        moderator=others[2],
        scribe=others[1],
        spoken="Saya senang murid mau menebak. Saya terlalu cepat membagikan alat.",
        spoken_at=at,
        discussion="Murid menjelaskan lebih panjang setelah menggambar. Alat kurang satu set.",
        proposals="Tebakan digambar dulu, alat dibagikan sesudahnya. Satu set alat tiap kelompok.",
        discussed_at=at + dt.timedelta(hours=1),
    )
    for user, (code, words) in zip(others, SEEN, strict=False):
        LessonObserver.objects.create(
            id=uuid.uuid5(NAMES, code),
            study=study,
            user=user,
            rules_read_at=at - dt.timedelta(days=1),
            follows=code,
            notes=words,
            noted_at=at,
        )
    activity.attendance.update(came=True)
    Activity.objects.filter(pk=activity.pk).update(minuted_at=at + dt.timedelta(hours=1))


def be_invited(school: School, guru: User, others: list[User], today: dt.date) -> None:
    """An open lesson to come, where the demo's teacher observes."""
    day = today + dt.timedelta(days=6 if today.weekday() < 4 else 10)
    title = "Pertanyaan murid menuntun percobaan"
    about = {"kind": "lesson_study", "title": title, "class_name": "5B", "place": "Kelas 5B"}
    host = others[0]
    activity = held("invited", school, host, [host, guru, others[1]], day, minutes=70, **about)
    study = LessonStudy.objects.create(
        activity=activity,
        version=plan_of(school, [host], "Rangkaian listrik sederhana", activity.starts_at),
        model_teacher=host,
        moderator=others[1],
    )
    for user in (guru, others[1]):
        LessonObserver.objects.create(
            id=uuid.uuid5(NAMES, f"invited {user.pk}"), study=study, user=user
        )


TRIED = (
    ("4B", "Sembilan murid sudah tahu pecahan sederhana; empat perlu gambar lebih dulu."),
    ("3A", "Lima pertanyaan terlalu panjang. Minggu depan tiga saja."),
    ("5A", "Hasilnya saya pakai untuk membagi kelompok, dan M7 kini ikut menjelaskan."),
)


def try_out(school: School, guru: User, others: list[User], today: dt.date) -> None:
    """In-On-In in the middle: three have told, the demo's teacher has a task and no words yet."""
    people = [others[0], guru, *others[1:]]
    about = {"title": "Asesmen awal di kelas sendiri", "place": f"Ruang guru {school.name}"}
    first = held(
        "in-1", school, others[0], people, today - dt.timedelta(days=11), kind="in_one", **about
    )
    soon = today + dt.timedelta(days=4 if today.weekday() < 3 else 7)
    second = held("in-2", school, others[0], people, soon, kind="in_two", **about)
    first.attendance.update(came=True)
    Activity.objects.filter(pk=first.pk).update(minuted_at=first.starts_at + dt.timedelta(hours=3))
    series = Series.objects.create(
        id=uuid.uuid5(NAMES, "series"),
        first=first,
        second=second,
        task="Satu asesmen awal yang ringan di kelas sendiri, lalu satu hal yang diubah karenanya.",
    )
    day = today - dt.timedelta(days=3)
    for user, (class_name, words) in zip(others, TRIED, strict=False):
        OnTask.objects.create(
            id=uuid.uuid5(NAMES, class_name),
            series=series,
            user=user,
            class_name=class_name,
            day=day,
            happened=words,
            told_at=first.starts_at + dt.timedelta(days=8),
        )
    OnTask.objects.create(
        id=uuid.uuid5(NAMES, "task"),
        series=series,
        user=guru,
        class_name="4A",
        day=today + dt.timedelta(days=1),
        observer=others[0],
    )
