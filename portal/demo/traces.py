"""What teachers of the demo meant to try: one answered, one asked about, one still young."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from collaboration.actions import intention
from collaboration.models import Activity, LessonPlan, Link
from portal.models import User
from supervision.models import SupervisionSession

NAMES = uuid.UUID("1d4fb4a8-5be0-4a83-8a0e-6f0a3f0b5c11")
MEANT = (  # days ago, what is meant, what has shown
    (
        80,
        "Memberi satu pertanyaan asesmen awal sebelum setiap topik.",
        "Murid yang sudah paham langsung mendapat tantangan, tidak menunggu.",
    ),
    (24, "Menunggu tiga detik sebelum menunjuk murid.", ""),
    (3, "Menulis tujuan belajar dengan kata murid.", ""),
)

SHOWN = (
    "Meminta murid saling memeriksa dengan dua pertanyaan.",
    "Murid sudah berani menunjukkan bagian yang belum mereka pahami.",
)


def tell() -> None:
    """Intentions of the teacher and of the chair; those three weeks old are asked about."""
    now = timezone.now()
    for username in ("guru", "ketua"):
        user = User.objects.get(username=username)
        _intentions(user, now)
    intention.ask(now)


def _intentions(user: User, now: dt.datetime) -> None:
    came = Activity.objects.filter(attendance__user=user, attendance__came=True)
    for number, (days, meant, sentence) in enumerate(MEANT):
        since = now - dt.timedelta(days=days)
        activity = came.filter(starts_at__lte=since).order_by("-starts_at", "pk").first()
        plan = LessonPlan.objects.filter(authors=user).order_by("made_at").first()
        if activity is None and plan is None:
            continue
        aspect = activity.aspects.all()[0].aspect if activity else "planning"
        session = _talk(user, aspect, since) if sentence else None
        Link.objects.create(
            id=uuid.uuid5(NAMES, f"{user.username}-{number}"),
            activity=activity,
            plan=None if activity else plan,
            teacher=user,
            aspect=aspect,
            indicator=_indicator(activity),
            intention=meant,
            sentence=sentence,
            session=session,
            written_by=user,
            written_at=since,
            observed_at=now - dt.timedelta(days=10) if sentence else None,
            teacher_confirmed_at=now - dt.timedelta(days=10) if sentence else None,
        )
    _shown(user, now)
    _with_plan(user, now)


def _with_plan(user: User, now: dt.datetime) -> None:
    """What an author means to try with the plan that she wrote with a colleague, if she did."""
    plan = LessonPlan.objects.filter(authors=user, title="Mengapa es mencair?").first()
    if plan:
        Link.objects.create(
            id=uuid.uuid5(NAMES, f"{user.username}-plan"),
            plan=plan,
            teacher=user,
            aspect="planning",
            intention="Menulis dua pertanyaan pemantik sebelum langkah pertama.",
            written_by=user,
            written_at=now - dt.timedelta(days=2),
        )


def _shown(user: User, now: dt.datetime) -> None:
    """What no talk shows, shown to the principal, who has not yet confirmed it."""
    source = Link.objects.get(id=uuid.uuid5(NAMES, f"{user.username}-1"))
    seen = now - dt.timedelta(days=4)
    Link.objects.create(
        id=uuid.uuid5(NAMES, f"{user.username}-shown"),
        activity=source.activity,
        plan=source.plan,
        teacher=user,
        aspect=source.aspect,
        indicator=source.indicator,
        intention=SHOWN[0],
        sentence=SHOWN[1],
        school=user.appointments.filter(school__isnull=False).earliest("began_on").school,
        written_by=user,
        written_at=now - dt.timedelta(days=30),
        observed_at=seen,
        teacher_confirmed_at=seen,
    )


def _talk(user: User, aspect: str, since: dt.datetime) -> SupervisionSession | None:
    rows = SupervisionSession.objects.filter(
        teacher=user, parts__aspect=aspect, released_at__gt=since
    )
    return rows.order_by("planned_on", "pk").first()


def _indicator(activity: Activity | None):  # type: ignore[no-untyped-def]
    return activity.indicators.order_by("pk").first() if activity else None
