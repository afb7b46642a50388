"""A shared vision, the climate of a closed term, barriers, minutes, offers and an invitation."""

from __future__ import annotations

import datetime as dt
import random
import uuid

from django.utils import timezone

from collaboration import company
from collaboration.actions import climate
from collaboration.models import (
    Activity,
    ActivityAspect,
    Attendance,
    Barrier,
    Offer,
    Pledge,
    Vision,
    VisionLine,
    VisionPart,
    VisionService,
)
from portal.demo.people import CURAHDUKUH, REJOSARI
from portal.models import Appointment, School, Term, TimeSpent, User
from portal.roles import Role
from supervision.models import Indicator, SupervisionSession, Wish

SEED = 1822
NAMES = uuid.UUID("5a0c4a1e-3e53-4b1f-9c44-0e9a77a3d6b2")
SENTENCE = "Setiap anak berani bertanya, dan setiap guru berani belajar."
BEFORE = "Anak yang rajin dan berprestasi."
PARTS = (
    "Murid bertanya dan menjelaskan setiap hari",
    "Asesmen menolong murid melangkah, bukan memberi cap",
    "Guru saling berkunjung dan merencanakan bersama",
)
PLEDGES = (
    "Saya menunggu tiga detik sebelum menunjuk murid.",
    "Saya membuka kelas saya untuk satu rekan.",
    "Saya membaca jawaban murid sebelum mengajar lagi.",
    "Saya menyusun satu modul ajar bersama rekan satu fase.",
    "Saya menulis satu pertanyaan terbuka di setiap rencana.",
    "Saya menjaga satu jam Jumat tanpa rapat administrasi.",
)
HELD = (  # days ago, kind, title, part served or None, what showed
    (96, "co_planning", "Menyusun modul ajar IPAS bersama", 2, "Dua modul dipakai di tiga kelas."),
    (
        74,
        "peer_visit",
        "Kunjungan sejawat kelas 4",
        0,
        "Sembilan murid bertanya lebih dari sekali.",
    ),
    (53, "reflective", "Rapat reflektif: umpan balik", 1, "Contoh umpan balik dibaca bersama."),
    (31, "co_planning", "Merancang kartu bertanya", 0, ""),
    (19, "workshop", "Lokakarya rubrik sederhana", None, ""),
)
BARRIERS = (  # months back, kind, tried, words
    (0, "time", "moved", "Pengisian rapor bersamaan dengan rapat."),
    (0, "time", "shorter", ""),
    (0, "habit", "talked", "Rencana masih disusun sendiri-sendiri."),
    (1, "time", "shared", "Laporan BOS dibagi dua orang."),
    (1, "spirit", "talked", ""),
    (2, "time", "nothing", ""),
    (2, "habit", "asked", "Meminta contoh dari sekolah inti."),
    (3, "time", "moved", ""),
    (3, "other", "moved", "Hujan deras, jalan tergenang."),
    (4, "spirit", "shorter", ""),
)
OFFERS = (
    "Saya bisa membantu tentang kartu bertanya di kelas besar.",
    "Saya bisa membantu menyusun rubrik yang singkat.",
    "Saya bisa membantu tentang kerja kelompok di fase B.",
    "Saya bisa berbagi cara membaca hasil asesmen awal.",
)
LEVELS = {"trust": (1, 2, 6, 4), "open": (0, 3, 6, 3), "help": (1, 3, 4, 4)}  # weights
FORMS = {  # seconds a month, from and to
    Role.TEACHER: {
        "self": (90, 240),
        "prepare": (40, 140),
        "steps": (30, 100),
        "plan": (300, 1500),
    },
    Role.COORDINATOR: {"together": (200, 600), "schedule": (100, 400)},
    Role.PRINCIPAL: {"observe": (1400, 3400), "talk": (600, 1500), "schedule": (200, 700)},
}


def tell(today: dt.date) -> None:
    chance = random.Random(SEED)  # noqa: S311  the same demo each time, no secret
    school = School.objects.select_related("cluster").get(npsn=REJOSARI)
    term = Term.objects.on(today)
    if term is None:
        return
    share(school, term, today)
    ask(school, today, chance)
    name_barriers(school, today, chance)
    spend(today, chance)
    offer(school)
    leave_alone(today)


def teachers(school: School) -> list[User]:
    rows = Appointment.objects.filter(school=school, role=Role.TEACHER, ended_on=None)
    return [row.user for row in rows.select_related("user").order_by("user__name")]


def principal(school: School) -> User:
    return Appointment.objects.get(school=school, role=Role.PRINCIPAL, ended_on=None).user


def share(school: School, term: Term, today: dt.date) -> None:
    """Two versions of a vision, six pledges, and activities of the term, one of them not tied."""
    leader, people, now = principal(school), teachers(school), timezone.now()
    changed = now - dt.timedelta(days=(today - term.starts_on).days)
    old = Vision.objects.create(
        id=uuid.uuid5(NAMES, "old"),
        school=school,
        sentence=BEFORE,
        written_by=leader,
        began_at=changed - dt.timedelta(days=700),
        ended_at=changed,
    )
    new = Vision.objects.create(
        id=uuid.uuid5(NAMES, "new"),
        school=school,
        sentence=SENTENCE,
        written_by=leader,
        began_at=changed,
    )
    parts = [VisionPart.objects.create(school=school, text=text) for text in PARTS]
    VisionLine.objects.create(vision=old, part=parts[0], order=0)
    for order, part in enumerate(parts):
        VisionLine.objects.create(vision=new, part=part, order=order)
    for number, (user, text) in enumerate(zip(people, PLEDGES, strict=False)):
        Pledge.objects.create(
            id=uuid.uuid5(NAMES, text),
            user=user,
            school=school,
            term=term,
            part=parts[number % 3],
            sentence=text,
            at=changed + dt.timedelta(days=7),
        )
    for ago, kind, title, serves, evidence in HELD:
        day = today - dt.timedelta(days=ago)
        if day < term.starts_on:
            continue
        activity = hold(school, day, kind, title, people)
        if serves is not None:
            VisionService.objects.create(
                activity=activity,
                part=parts[serves],
                evidence=evidence,
                written_by=leader,
                at=activity.starts_at,
            )


def hold(school: School, day: dt.date, kind: str, title: str, people: list[User]) -> Activity:
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    at = dt.datetime.combine(day, dt.time(12, 30), dt.timezone(dt.timedelta(hours=7)))
    activity = Activity.objects.create(
        id=uuid.uuid5(NAMES, title),
        school=school,
        host=people[0],
        kind=kind,
        title=title,
        starts_at=at,
        minutes=60,
        place=f"Ruang guru {school.name}",
        minuted_at=at + dt.timedelta(hours=2),
    )
    ActivityAspect.objects.create(activity=activity, aspect="teaching")
    Attendance.objects.bulk_create(
        Attendance(activity=activity, user=user, school=school, came=number % 3 != 2)
        for number, user in enumerate(people)
    )
    return activity


def ask(school: School, today: dt.date, chance: random.Random) -> None:
    """All of the school answered in the closed term; small neighbours three each; some now."""
    closed = company.closed(today).first()
    running = Term.objects.on(today)
    for place in School.objects.filter(cluster=school.cluster).order_by("npsn"):
        own = teachers(place)
        for term, few in ((closed, 3), (running, 2)):
            for user in own if place == school and term == closed else own[1 : 1 + few]:
                if term == closed or user.username not in ("guru", "ketua"):
                    answer(user, place, term, chance)


def answer(user: User, school: School, term: Term | None, chance: random.Random) -> None:
    if term:
        levels = {key: chance.choices((1, 2, 3, 4), row)[0] for key, row in LEVELS.items()}
        climate.count(by=user, school=school, term=term, levels=levels)


def name_barriers(school: School, today: dt.date, chance: random.Random) -> None:
    people = teachers(school)
    for number, (back, kind, tried, words) in enumerate(BARRIERS):
        at = today.year * 12 + today.month - 1 - back
        Barrier.objects.create(
            id=uuid.uuid5(NAMES, f"barrier {number}"),
            school=school,
            month=dt.date(at // 12, at % 12 + 1, 1),
            kind=kind,
            tried=tried,
            words=words,
            written_by=chance.choice(people),
        )


def spend(today: dt.date, chance: random.Random) -> None:
    """Minutes of three months in forms, for the people of the demo's two schools."""
    first = today.year * 12 + today.month - 1
    rows = Appointment.objects.filter(school__npsn__in=(REJOSARI, CURAHDUKUH), ended_on=None)
    for row in rows.filter(role__in=list(FORMS)).order_by("pk"):
        for back in range(3):
            at = first - back
            for form, (low, high) in FORMS[Role(row.role)].items():
                TimeSpent.objects.get_or_create(
                    user_id=row.user_id,
                    role=row.role,
                    form=form,
                    month=dt.date(at // 12, at % 12 + 1, 1),
                    defaults={"school": row.school, "seconds": chance.randint(low, high)},
                )


def offer(school: School) -> None:
    """Colleagues of the demo's teacher offer help, the first with what she asks for herself."""
    guru = User.objects.get(username="guru")
    asked = Wish.objects.filter(teacher=guru, indicators__isnull=False)
    wanted = list(Indicator.objects.filter(pk__in=asked.values("indicators"))[:2])
    others = [user for user in teachers(school) if user != guru]
    for number, (user, text) in enumerate(zip(others, OFFERS, strict=False)):
        row = Offer.objects.create(
            id=uuid.uuid5(NAMES, text),
            user=user,
            school=school,
            sentence=text,
            grade=1 + number * 2 % 6,
            at=timezone.now() - dt.timedelta(days=9 + number),
        )
        row.indicators.set(wanted if number == 0 else [])


def apart() -> list[User]:
    """Three teachers of the second school, of whose closed term nothing together is written."""
    guru = User.objects.get(username="guru2")
    others = [user for user in teachers(School.objects.get(npsn=CURAHDUKUH)) if user != guru]
    return [guru, *others[-2:]]


def leave_alone(today: dt.date) -> None:
    term, alone = company.closed(today).first(), apart()
    if term is None:
        return
    days = (term.starts_on, term.ends_on)
    Attendance.objects.filter(user__in=alone, activity__starts_at__date__range=days).update(
        came=False, hosted=False, presented=False, asked=False, shared=False
    )
    visits = SupervisionSession.objects.filter(teacher__in=alone, planned_on__range=days)
    visits.update(planned_on=term.ends_on + dt.timedelta(days=19))
