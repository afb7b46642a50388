"""One lesson prepared and one observed with all that the observer's pages can do."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from collaboration.models import Authorship, LessonPlan, PlanVersion
from portal.models import User
from supervision import tallies
from supervision.models import (
    EvidenceNote,
    FollowUp,
    Indicator,
    NoteVersion,
    Phrase,
    State,
    SupervisionSession,
    Wish,
)

NAMES = uuid.UUID("5b0e2c1d-93a7-4c61-8a55-0d9a1f6c7e24")
PHRASES = (
    "Guru menunggu jawaban",
    "Murid saling bertanya",
    "Murid menjelaskan di papan",
    "Guru berkeliling ke kelompok",
)
WISH = "Saya ingin murid di baris belakang ikut menjawab, bukan hanya yang biasa mengangkat tangan."
PLANS = (
    ("Rantai makanan di sawah", "Murid menyusun rantai makanan dari gambar hewan sawah."),
    ("Perubahan wujud benda", "Murid menjelaskan perubahan wujud dengan contoh dari dapur."),
)


def tell() -> None:
    teacher = User.objects.get(username="guru")
    principal = User.objects.get(username="kepsek")
    for text in PHRASES:
        Phrase.objects.create(owner=principal, text=text)
    begin(teacher)
    watch(principal)


def begin(teacher: User) -> None:
    """The teacher's next visit: nothing is written yet, and much is there to begin with."""
    sessions = SupervisionSession.objects.filter(teacher=teacher)
    coming = sessions.filter(state=State.PLANNED, parts__isnull=False).order_by("-planned_on")[0]
    agreement = coming.agreement
    agreement.focus, agreement.teacher_confirmed_at = "", None
    agreement.observer_confirmed_at = None
    agreement.save()
    agreement.indicators.clear()
    asked = list(Indicator.objects.asked_in(coming).order_by("instrument__parts__pk", "order"))
    wish = Wish.objects.create(
        id=uuid.uuid5(NAMES, "wish"),
        teacher=teacher,
        school=coming.school,
        text=WISH,
        at=timezone.now() - dt.timedelta(days=6),
        session=coming,
    )
    wish.indicators.set(asked[-4:-2])
    steps = FollowUp.objects.open().filter(session__teacher=teacher, indicator=None)
    for step in steps.exclude(session=coming)[:1]:
        aspects = step.session.parts.values_list("instrument", flat=True)
        step.indicator = Indicator.objects.filter(instrument__in=aspects).order_by("order").first()
        step.save(update_fields=["indicator"])
    for number, (title, objectives) in enumerate(PLANS):
        write_plan(teacher, coming, number, title, objectives)


def write_plan(
    teacher: User, coming: SupervisionSession, number: int, title: str, objectives: str
) -> None:
    made = timezone.now() - dt.timedelta(days=3 + number)
    plan = LessonPlan.objects.create(
        id=uuid.uuid5(NAMES, f"plan {number}"),
        title=title,
        grade=coming.grade or 4,
        subject=coming.subject or "IPAS",
        school=coming.school,
        made_at=made,
    )
    Authorship.objects.create(plan=plan, user=teacher, since=made)
    sections = {"objectives": objectives, "steps": "Apersepsi, kerja kelompok, simpulan bersama."}
    PlanVersion.objects.create(plan=plan, number=1, author=teacher, made_at=made, sections=sections)


def watch(principal: User) -> None:
    """An observation with a count, a seating map, tied notes and a mended one."""
    rows = SupervisionSession.objects.filter(observer=principal, state=State.OBSERVED)
    session = rows.filter(parts__aspect="teaching").first()
    if session is None:
        return
    notes = list(session.notes.order_by("at"))
    asked = list(Indicator.objects.asked_in(session).order_by("instrument__parts__pk", "order"))
    for number, note in enumerate(notes):
        note.indicators.set(asked[number : number + 2])
    NoteVersion.objects.create(note=notes[0], text="Anak-anak siap.", at=notes[0].at)
    counted = {"counts": [["Pertanyaan terbuka guru", 4], ["Pertanyaan tertutup guru", 11]]}
    seats = tallies.new_map("Murid yang berbicara", 4, 5)
    seats["marks"] = {"1-2": 3, "1-3": 1, "2-4": 2, "3-1": 1}
    for kind, data in (("count", counted), ("seating", seats)):
        EvidenceNote.objects.create(
            id=uuid.uuid5(NAMES, kind),
            session=session,
            kind=kind,
            data=data,
            text=tallies.sentence(data),
            minute=30,
            at=notes[-1].at + dt.timedelta(minutes=1),
        )
