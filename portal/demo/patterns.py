"""What the dashboards of a district show beyond visits: requests, barriers, a closed climate."""

from __future__ import annotations

import datetime as dt
import random

from django.utils import timezone

from collaboration.models import Barrier
from portal.demo.culture import answer
from portal.models import School, Term, User
from portal.roles import Role
from supervision.models import Indicator, Wish

SEED = 3516
SCHOOLS = 8  # at which something beyond the story of the two named schools happens
REQUESTS = (
    "Bagaimana memulai asesmen awal tanpa menambah jam.",
    "Mohon ditemani mencoba kelompok kecil di kelas yang ramai.",
    "Saya ingin pertanyaan saya lebih memancing murid berpikir.",
)


def tell(today: dt.date) -> None:
    chance = random.Random(SEED)  # noqa: S311  the same demo each time, no secret
    term = Term.objects.on(today)
    closed = Term.objects.filter(ends_on__lt=today).order_by("-ends_on").first()
    items = list(
        Indicator.objects.filter(instrument__aspect="evaluation", instrument__school=None).order_by(
            "instrument", "pk"
        )[:6]
    )
    for school in _elsewhere():
        teachers = list(
            User.objects.filter(appointments__school=school, appointments__role=Role.TEACHER)
            .distinct()
            .order_by("name", "pk")
        )
        for teacher in teachers[:7] if closed else []:
            answer(teacher, school, closed, chance)
        for teacher in teachers[:2] if term else []:
            wish = Wish.objects.create(
                teacher=teacher,
                school=school,
                text=chance.choice(REQUESTS),
                at=timezone.now() - dt.timedelta(days=chance.randint(2, 20)),
            )
            wish.indicators.set(chance.sample(items, 2) if len(items) > 1 else items)
        if teachers:
            Barrier.objects.create(
                school=school,
                month=today.replace(day=1),
                kind=chance.choice(("time", "time", "habit", "spirit")),
                tried=chance.choice(("moved", "shared", "nothing")),
                written_by=teachers[0],
            )


def _elsewhere() -> list[School]:
    """Schools of clusters without a demo account, in order of NPSN."""
    named = User.objects.filter(username__in=("guru", "guru2", "kepsek", "kurikulum", "ketua"))
    near = School.objects.filter(appointments__user__in=named, cluster__isnull=False)
    rows = School.objects.exclude(cluster__in=near.values("cluster"))
    return list(rows.filter(cluster__isnull=False).order_by("npsn")[:SCHOOLS])
