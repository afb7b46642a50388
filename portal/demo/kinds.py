"""Kinds of activities with words of their own, at the school where the demo's teacher works."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from collaboration.models import Activity, ActivityAspect, Attendance, LookBack, PeerVisit
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
