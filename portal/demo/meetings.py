"""What meetings leave: letters of today, lines to try, and what happened with them."""

from __future__ import annotations

import datetime as dt
import random
import uuid

from django.utils import timezone

from collaboration.models import Activity, Attendance, AttendanceCode, Letter, Trial
from portal.demo.people import REJOSARI
from portal.models import School, User

SEED = 4107
NAMES = uuid.UUID("0f1b7a55-6f5a-4a0c-8b8e-7d1f2a9f4c31")
RECENT = dt.timedelta(days=130)
OPEN = dt.timedelta(days=21)  # younger lines mostly wait for their answer
LETTERS = "GURUKU"
AGENDA = "Apa yang sudah dicoba\nMembaca hasil asesmen satu kelas\nSatu hal untuk dicoba"
OUTCOMES = (
    "Lima murid yang biasanya diam ikut menjawab.",
    "Sudah saya coba dua kali; yang kedua lebih lancar.",
    "Baru sempat di kelas 3. Murid senang, waktunya masih kurang.",
    "Hasilnya saya tempel di dinding, murid membandingkan sendiri.",
    "Pertanyaan pertama masih saya jawab sendiri. Besok saya tunggu lebih lama.",
    "Satu murid minta kartunya dibawa pulang.",
)
AT_HOME = ("guru", "guru2", "ketua", "kepsek")  # they see an open line on their homes


def tell(today: dt.date) -> None:
    chance = random.Random(SEED)  # noqa: S311  the same demo each time, no secret
    take_home(today, chance)
    meet_today(today)
    certify()


def take_home(today: dt.date, chance: random.Random) -> None:
    """A line for each who came to a recent meeting; most older ones are answered."""
    now = timezone.now()
    rows = Attendance.objects.filter(
        came=True,
        user__isnull=False,
        activity__minuted_at__gte=now - RECENT,
        activity__cancelled_at=None,
    ).exclude(activity__to_try="")
    at_home = set(User.objects.filter(username__in=AT_HOME).values_list("pk", flat=True))
    lines = []
    for row in rows.select_related("activity").order_by("-activity__starts_at", "pk"):
        own = row.user_id in at_home
        at_home.discard(row.user_id)
        young = now - row.activity.starts_at < OPEN
        told = not own and chance.random() < (0.2 if young else 0.6)
        at = min(now, row.activity.starts_at + dt.timedelta(days=chance.randrange(3, 15)))
        lines.append(
            Trial(
                id=uuid.uuid5(NAMES, f"{row.activity_id} {row.user_id}"),
                activity=row.activity,
                user=row.user,
                outcome=chance.choice(OUTCOMES) if told else "",
                answered_at=at if told else None,
                skipped_at=None if told or own or young else at,
            )
        )
    Trial.objects.bulk_create(lines, batch_size=500)


def meet_today(today: dt.date) -> None:
    """The demo's teacher is called to a meeting of her school today, with letters to type."""
    school = School.objects.get(npsn=REJOSARI)
    people = list(
        User.objects.filter(
            appointments__school=school,
            appointments__role__in=("teacher", "principal", "coordinator"),
            appointments__ended_on=None,
        )
        .distinct()
        .order_by("name", "pk")
    )
    activity = Activity.objects.create(
        id=uuid.uuid5(NAMES, "today"),
        school=school,
        host=next(user for user in people if user.username == "kepsek"),
        kind=Activity.Kind.REFLECTIVE,
        title="Rapat reflektif: membaca hasil asesmen",
        starts_at=dt.datetime.combine(today, dt.time(13, 30), dt.timezone(dt.timedelta(hours=7))),
        minutes=55,
        place=f"Ruang guru {school.name}",
        agenda=AGENDA,
    )
    activity.aspects.create(aspect="evaluation")
    Attendance.objects.bulk_create(
        Attendance(activity=activity, number=number, user=user, school=school)
        for number, user in enumerate(people, 1)
    )
    AttendanceCode.objects.create(activity=activity, letters=LETTERS, made_at=timezone.now())


def certify() -> None:
    """The demo's teacher holds a letter of her last meeting; one of the chair is withdrawn."""
    for username, code, longer in (("guru", "SURATDEMAAAA", 0), ("ketua", "SURATDEMBBBB", 15)):
        row = (
            Attendance.objects.filter(user__username=username)
            .that_count()
            .select_related("activity", "user")
            .order_by("-activity__starts_at")
            .first()
        )
        if row and row.user:
            Letter.objects.create(
                id=uuid.uuid5(NAMES, f"letter {username}"),
                attendance=row,
                code=code,
                issued_at=row.activity.starts_at + dt.timedelta(days=1),
                name=row.user.paper_name,
                title=row.activity.title,
                starts_at=row.activity.starts_at,
                minutes=row.activity.minutes + longer,
            )
