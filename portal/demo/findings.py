"""A code book, and shared texts of one school coded by two people."""

from __future__ import annotations

import uuid

from collaboration.actions import finding
from collaboration.findings.texts import KINDS, readable, sentences
from collaboration.models import Theme
from portal.demo.people import REJOSARI
from portal.models import Appointment, School, User
from portal.roles import Role

NAMES = uuid.UUID("0a6cf3a1-7a3f-4c55-9b0a-5a6f0a3c2e71")
TEXTS = 12  # of each kind that each coder goes through
THEMES = (  # name, definition, example, when not, words that the demo's coders look for
    (
        "Murid bertanya",
        "Murid mengajukan pertanyaan atau menjelaskan caranya sendiri.",
        "Dua murid bertanya mengapa es di gelas mencair.",
        "Guru yang bertanya; itu masuk tema lain.",
        ("bertanya", "menjelaskan", "pertanyaan"),
    ),
    (
        "Umpan balik",
        "Guru atau rekan memberi tahu murid apa yang sudah baik dan langkah berikutnya.",
        "Guru menulis satu saran di buku murid.",
        "Hanya nilai tanpa kata.",
        ("umpan balik", "jawaban", "asesmen", "rubrik"),
    ),
    (
        "Waktu",
        "Waktu terlalu sempit, atau diatur dengan cara baru.",
        "Diskusi berhenti karena bel.",
        "Jadwal kunjungan.",
        ("waktu", "jam", "menit", "jadwal", "rapor"),
    ),
)


def tell() -> None:
    """Two coders agree on most sentences; the second overlooks every sixth."""
    school = School.objects.get(npsn=REJOSARI)
    head = holder(school, Role.PRINCIPAL)
    themes = [
        finding.write_theme(
            uuid.uuid5(NAMES, name),
            by=head,
            school=school,
            name=name,
            definition=definition,
            example=example,
            when_not=when_not,
        )
        for name, definition, example, when_not, _words in THEMES
    ]
    finding.write_theme(
        uuid.uuid5(NAMES, "wilayah"),
        by=Appointment.objects.filter(role=Role.OFFICER).order_by("pk")[0].user,
        region=school.subdistrict,
        name="Belajar dari rekan",
        definition="Cara yang diambil dari rekan atau dari pertemuan gugus.",
        example="Kartu tanya dari kelas sebelah dicoba di kelas 4.",
        when_not="Cara yang ditemukan sendiri.",
    )
    _code(school, head, themes, 0)
    _code(school, supervisor_of(school), themes, 6)


def holder(school: School, role: Role) -> User:
    return Appointment.objects.filter(school=school, role=role, ended_on=None)[0].user


def supervisor_of(school: School) -> User:
    rows = Appointment.objects.filter(role=Role.SUPERVISOR, ended_on=None).order_by("pk")
    return next(row.user for row in rows if _reads(row.user, school))


def _reads(user: User, school: School) -> bool:
    return School.objects.filter(user.scope.at(Role.SUPERVISOR), pk=school.pk).exists()


def _code(school: School, coder: User, themes: list[Theme], skipped: int) -> None:
    seen = 0
    for kind in KINDS.values():
        for text in readable(coder, school, kind)[:TEXTS]:
            lines = sentences(kind, text)
            for theme, (*_words, signs) in zip(themes, THEMES, strict=True):
                found = [row for row in lines if any(s in row.words.lower() for s in signs)]
                seen += len(found)
                if skipped and found and seen % skipped == 0:
                    found = found[1:]
                finding.code(
                    kind,
                    text,
                    school,
                    by=coder,
                    theme=theme,
                    digests=[row.digest for row in found],
                )
