"""What follows a talk: reflections, the anonymous word, a region's steps, reminders."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from portal.demo.people import REJOSARI
from portal.models import Appointment, Region, School, User
from portal.roles import Role
from supervision import library
from supervision.actions.remind import remind
from supervision.models import (
    EvidenceNote,
    FollowUp,
    NoteVersion,
    ReadyStep,
    Reflection,
    State,
    SupervisionSession,
    TalkWord,
    Theme,
    Turn,
)

REGION_STEPS = (
    ("P06", "Memakai kartu giliran buatan KKG Kraton", "Setiap murid bicara sekali sepekan"),
    ("E03", "Memakai soal pembuka bersama dari bank soal gugus", "Kelompok disusun dari hasilnya"),
    (
        "R03",
        "Mengisi lembar kenal murid yang disepakati di KKG",
        "Tiga murid punya rencana bantuan",
    ),
)
ANSWERS = {
    "inspiration": "Memberi pertanyaan yang sama kepada semua murid sebelum ada yang menjawab.",
    "change": "Saya menunggu lebih lama dan memakai kartu giliran di dua pelajaran.",
    "challenges": "Murid yang biasa cepat menjawab mulai gelisah menunggu temannya.",
    "plan": "Memberi mereka tugas menuliskan alasan sambil menunggu.",
}
THEMES = (
    [Theme.QUESTIONS, Theme.PUPILS],
    [Theme.DIFFERENCES, Theme.TIME],
    [Theme.ASSESSMENT, Theme.MYSELF],
    [Theme.OBJECTIVES, Theme.COLLEAGUES],
)
WORDS = ("yes", "yes", "partly", "yes", "yes", "yes", "not_yet", "yes", "partly", "yes")


def tell(today: dt.date) -> None:
    library.load()
    region = Region.objects.get(pk="35.14.16")
    ReadyStep.objects.bulk_create(
        [ReadyStep(region=region, code=code, what=w, sign=s) for code, w, s in REGION_STEPS]
    )
    reflections()
    words()
    of_the_teacher(today)
    remind(today)


def reflections() -> None:
    """Themes in every reflection, the four questions in those of the demo's own teacher."""
    rows = list(Reflection.objects.select_related("author").order_by("written_at", "pk"))
    for number, row in enumerate(rows):
        row.themes = [str(code) for code in THEMES[number % len(THEMES)]]
        if row.author.username == "guru":
            row.answers = ANSWERS
    Reflection.objects.bulk_update(rows, ["themes", "answers"], batch_size=200)


def words() -> None:
    """Ten answers that the principal sees, and one that waits for four more."""
    principal = User.objects.get(username="kepsek")
    shown = [TalkWord(observer=principal, answer=answer, shown=True) for answer in WORDS]
    TalkWord.objects.bulk_create([*shown, TalkWord(observer=principal, answer="yes")])


def of_the_teacher(today: dt.date) -> None:
    """The teacher's own talk goes on: a next date, a helper, a mended note, a correction."""
    mine = SupervisionSession.objects.filter(teacher__username="guru").order_by("-planned_on", "pk")
    trying = mine.filter(state=State.FOLLOWING_UP).first()
    if trying:
        trying.next_on = today + dt.timedelta(days=16)
        trying.save(update_fields=["next_on"])
        step = FollowUp.objects.filter(session=trying).order_by("due_on", "pk").first()
        if step:
            step.helpers.add(colleague())
    done = mine.filter(state=State.CLOSED).first()
    if done:
        mended(done)
        Turn.objects.create(
            session=done,
            author=done.teacher,
            kind=Turn.Kind.CORRECTION,
            text="Yang menjelaskan di papan ada empat kelompok, bukan tiga.",
            at=timezone.now(),
        )


def colleague() -> User:
    school = School.objects.get(npsn=REJOSARI)
    rows = Appointment.objects.filter(school=school, role=Role.TEACHER, ended_on=None)
    others = rows.exclude(user__username="guru").select_related("user")
    return others.order_by("user__name").first().user  # type: ignore[union-attr]


def mended(session: SupervisionSession) -> None:
    note = EvidenceNote.objects.filter(session=session).order_by("at", "pk").first()
    if note:
        NoteVersion.objects.create(note=note, text=f"{note.text[:40]} ...", at=note.at)
