"""Conclusions of one school: agreed on, a draft with a note against it, one that lost a text."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from collaboration.actions import conclusion
from collaboration.findings.cards import proposed
from collaboration.findings.matrix import Excerpt
from collaboration.models import Conclusion, ConclusionEvidence, Theme
from portal.demo import findings
from portal.demo.people import REJOSARI
from portal.models import School, Term, User
from portal.roles import Role
from supervision.models import Reflection

Side = ConclusionEvidence.Side
AGREED = (
    "Murid bertanya",
    "Murid lebih sering bertanya bila guru menunggu beberapa detik dan memakai kartu tanya.",
    "Sudah dicari di catatan kelas 1 sampai 6. Belum ada yang berlawanan; kelas rangkap belum "
    "diamati.",
)
DRAFT = (
    "Umpan balik",
    "Asesmen awal membantu guru menanggapi jawaban murid.",
    "Satu guru merasa belum puas dengan tanggapannya pada jawaban yang keliru. Asesmen awal "
    "membantu memilih kelompok, belum tentu membantu menanggapi.",
)
LOST = (
    "Umpan balik",
    "Murid memberi jawaban yang lebih beralasan bila waktunya cukup.",
    "Sudah dicari di percakapan setelah kunjungan. Belum ada yang berlawanan.",
)


def tell(today: dt.date) -> None:
    school = School.objects.get(npsn=REJOSARI)
    head, supervisor = findings.holder(school, Role.PRINCIPAL), findings.supervisor_of(school)
    term = Term.objects.on(today)
    if term is None:
        return
    row = written(AGREED, school, term, head)
    place(row, head, [(each, Side.FOR) for each in proposed(head, row)])
    agree(row, head, supervisor)

    row = written(DRAFT, school, term, supervisor)
    sides = [
        (each, Side.AGAINST if "belum puas" in each.words else Side.FOR)
        for each in proposed(supervisor, row)
        if "asesmen" in each.words.lower() or "belum puas" in each.words
    ]
    place(row, supervisor, sides)

    row = written(LOST, school, term, head)
    found = proposed(head, row)
    seen, felt = first(found, "note", "alasan"), first(found, "reflection", "menunggu")
    place(row, head, [(seen, Side.FOR), (felt, Side.FOR)])
    agree(row, head, supervisor)
    gone = felt.key.partition(":")[2]
    Reflection.objects.filter(pk=gone).update(shared_at=None)  # its writer has taken it back


def written(words: tuple[str, str, str], school: School, term: Term, by: User) -> Conclusion:
    theme, claim, weighing = words
    return conclusion.write(
        uuid.uuid5(findings.NAMES, claim),
        by=by,
        term=term,
        claim=claim,
        weighing=weighing,
        themes=[Theme.objects.get(name=theme, school=school)],
        school=school,
    )


def first(found: list[Excerpt], kind: str, word: str) -> Excerpt:
    """Of a kind of text the excerpt that speaks of ``word``, else any."""
    rows = [each for each in found if each.kind.key == kind]
    return next((each for each in rows if word in each.words), rows[0])


def place(row: Conclusion, by: User, sides: Iterable[tuple[Excerpt, str]]) -> None:
    conclusion.place(row, [(each, "", side) for each, side in sides], by=by)


def agree(row: Conclusion, author: User, second: User) -> None:
    revision = conclusion.ask(row, by=author, to=[second]).revision
    remark = "Kutipannya sesuai. Tinjau lagi setelah kunjungan semester depan."
    conclusion.check(row, by=second, revision=revision, remark=remark)
    conclusion.agree(row, by=author, revision=revision)
