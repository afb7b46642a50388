"""Methods in plans and visits, and what colleagues have taken over from each other."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.utils import timezone

from collaboration.models import Activity, LessonPlan, MethodExchange, PlanMethod
from portal import notify
from portal.models import User
from portal.roles import AT_SCHOOL
from supervision import methods
from supervision.models import Method, MethodSeen, SupervisionSession
from supervision.models.session import RELEASED

SEED = 1945
TRIED = (  # method, class, what happened
    (
        "tutor-sebaya",
        4,
        "Dua anak yang biasanya diam menjelaskan pecahan dengan potongan kertas. Lain kali saya"
        " beri waktu lima menit lebih lama.",
    ),
    (
        "galeri-karya",
        5,
        "Semua kelompok menulis satu tanggapan. Kalimat pembuka di papan sangat membantu yang"
        " belum terbiasa.",
    ),
    (
        "berpikir-berpasangan",
        3,
        "Waktu berpikir sendiri membuat lebih banyak tangan terangkat. Pasangannya saya tukar"
        " setelah istirahat.",
    ),
    (
        "benda-gambar-lambang",
        2,
        "Lidi dulu, baru gambar, baru angka. Tiga anak yang tertinggal bisa mengikuti sampai"
        " akhir.",
    ),
)


def tell(today: dt.date) -> None:
    chance = random.Random(SEED)  # noqa: S311  the same demo each time, no secret
    methods.load()
    known = list(Method.objects.order_by("order"))
    PlanMethod.objects.bulk_create(
        PlanMethod(plan=plan, method=method)
        for plan in LessonPlan.objects.order_by("made_at", "pk")
        for method in chance.sample(known, 3)
    )
    sessions = SupervisionSession.objects.filter(state__in=RELEASED, released_at__isnull=False)
    MethodSeen.objects.bulk_create(
        MethodSeen(
            session=session,
            method=method,
            by=session.observer,
            at=session.released_at or timezone.now(),
        )
        for session in sessions.select_related("observer").order_by("released_at", "pk")
        for method in chance.sample(known[:18], chance.randint(1, 4))
    )
    _exchanges(today)


def _exchanges(today: dt.date) -> None:
    """Four of the first school: loose, beside a plan, beside an activity, and from a chair."""
    people = {name: User.objects.get(username=name) for name in ("guru", "ketua", "kurikulum")}
    school = people["guru"].appointments.filter(role__in=AT_SCHOOL)[0].school
    plan = LessonPlan.objects.filter(school=school, scope__in=("school", "forum")).first()
    activity = Activity.objects.filter(
        attendance__user=people["guru"], minuted_at__isnull=False, forum__isnull=False
    ).first()
    pairs = [("guru", "ketua"), ("kurikulum", "guru"), ("ketua", "guru"), ("guru", "kurikulum")]
    places: list[dict[str, Any]] = [{}, {"plan": plan}, {"activity": activity}, {}]
    for number, ((key, grade, happened), (writer, lender), place) in enumerate(
        zip(TRIED, pairs, places, strict=True)
    ):
        row = MethodExchange.objects.create(
            writer=people[writer],
            lender=people[lender],
            school=school,
            method=Method.objects.get(key=key),
            grade=grade,
            tried_on=today - dt.timedelta(days=6 + 9 * number),
            happened=happened,
            written_at=timezone.now() - dt.timedelta(days=5 + 9 * number),
            **place,
        )
        notify.tell("method_borrowed", row, to=[people[lender]], by=people[writer])
