"""Files beside plans and meetings of the demo, all drawn here: no stranger's bytes come along."""

from __future__ import annotations

import datetime as dt
import io
import uuid

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from collaboration.actions import attachment as actions
from collaboration.models import Activity, Attachment, LessonPlan, TaughtPlan
from portal.demo.people import REJOSARI
from portal.models import School, StoredFile, User
from portal.paper import Block, Facts, Heading, Lines, Sheet, Table, Words, as_pdf, letterhead

NAMES = uuid.UUID("7d2f9b1e-5c3a-4f7e-9a10-3b6d8e4c2f51")
WIDTH, HEIGHT = 1200, 800  # px
BOARD, CHALK = (38, 70, 60), (240, 240, 225)
Role = Attachment.Role


def tell() -> None:
    """A worksheet and a photo beside the plan on ice, its copies and its visit; two a meeting."""
    plan = LessonPlan.objects.get(title="Mengapa es mencair?")
    first = plan.authors.order_by("authorships__since")[0]
    beside(
        plan, first, Role.SHEET, "LKPD es di tiga tempat", "lkpd-es-mencair.pdf", worksheet(plan)
    )
    beside(
        plan,
        first,
        Role.PHOTO,
        "Tabel di papan, kelas 4A",
        "papan-4a.jpg",
        board(
            "Tempat        Tebakan   Menit",
            "Di bawah matahari    6       9",
            "Di meja kelas       15      21",
        ),
    )
    hand_on(plan)
    meet()


def hand_on(plan: LessonPlan) -> None:
    """Whoever adapted the plan has its files, and the visit that saw it keeps them."""
    for copy in LessonPlan.objects.filter(adapted_from__plan=plan).order_by("made_at"):
        actions.copy(plan, copy, by=copy.authors.get())
    for taught in TaughtPlan.objects.filter(version__plan=plan).select_related("session__teacher"):
        actions.copy(plan, taught, by=taught.session.teacher)


def meet() -> None:
    """Material and the photo of the board beside the newest meetings with minutes: KKG, school."""
    held = Activity.objects.filter(minuted_at__isnull=False).order_by("-starts_at", "pk")
    chair = User.objects.get(username="ketua")
    school = School.objects.get(npsn=REJOSARI)
    for activity in (
        held.filter(host=chair, forum__isnull=False).first(),
        held.filter(school=school).first(),
        held.filter(school=school, kind=Activity.Kind.IN_ONE).first(),
    ):
        if activity and not activity.attachments.exists():
            name = f"rubrik-{activity.day.isoformat()}.pdf"
            beside(activity, activity.host, Role.MATERIAL, "Contoh rubrik", name, rubric(school))
            drawn = board("Yang dicoba minggu ini:", "1  satu kartu keluar", "2  baca dua jawaban")
            beside(activity, activity.host, Role.PHOTO, "Papan tulis", "papan.jpg", drawn)


def beside(
    place: actions.Place, giver: User, role: Role, caption: str, name: str, data: bytes
) -> None:
    """Keep a file as if ``giver`` had handed it in on the day of the plan or meeting."""
    plan = isinstance(place, LessonPlan)
    day = place.made_at if isinstance(place, LessonPlan) else place.starts_at
    key = uuid.uuid5(NAMES, f"{place.pk} {name}")
    kind = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
    file = StoredFile(
        pk=key,
        owner=giver,
        school=actions.school_of(place, giver),
        name=name,
        kind=kind,
        size=len(data),
        at=day,
    )
    file.content.storage.delete(f"files/{key.hex[:2]}/{key.hex}")  # of a demo before this one
    file.content.save(name, ContentFile(data), save=False)
    file.save()
    Attachment.objects.create(
        id=key,
        file=file,
        role=role,
        caption=caption,
        added_by=giver,
        added_at=day + dt.timedelta(hours=2 + place.attachments.count()),
        **{"plan" if plan else "activity": place},
    )


def board(*lines: str) -> bytes:
    """A blackboard with chalk, as JPEG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), BOARD)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, WIDTH - 20, HEIGHT - 20), outline=(150, 110, 70), width=24)
    font = ImageFont.load_default(size=56)
    for number, line in enumerate(lines):
        draw.text((110, 130 + 150 * number), line, fill=CHALK, font=font)
        draw.line((110, 220 + 150 * number, WIDTH - 110, 220 + 150 * number), fill=CHALK, width=3)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def worksheet(plan: LessonPlan) -> bytes:
    blocks: list[Block] = [
        Facts([("Kelompok", ""), ("Nama", ""), ("Kelas", "4")]),
        Heading("Tebak dulu"),
        Words("Di mana es paling cepat mencair? Tulis tebakanmu dan alasannya."),
        Lines(2),
        Heading("Amati dan catat"),
        Table(
            ["Tempat", "Tebakan (menit)", "Hasil (menit)"],
            [["Di bawah matahari", "", ""], ["Di meja kelas", "", ""], ["Dalam kain", "", ""]],
            [3, 2, 2],
            height=12,
        ),
        Heading("Jelaskan dengan kata-katamu"),
        Lines(4),
    ]
    return paper(plan.school, "Lembar kerja: mengapa es mencair?", blocks)


def rubric(school: School) -> bytes:
    rows = [
        ["Menjelaskan dengan kata sendiri", "dengan bantuan", "sebagian", "lengkap, dengan contoh"],
        ["Mencatat hasil pengamatan", "satu tempat", "dua tempat", "tiga tempat, dengan waktu"],
    ]
    head = ["Yang dilihat", "Mulai", "Berkembang", "Mantap"]
    return paper(school, "Contoh rubrik pengamatan", [Table(head, rows, [3, 2, 2, 3])])


def paper(school: School, title: str, blocks: list[Block]) -> bytes:
    """One sheet as PDF under the school's letterhead."""
    sheet = Sheet(title=title, letterhead=letterhead(school), code="", foot="", blocks=blocks)
    return as_pdf(sheet)
