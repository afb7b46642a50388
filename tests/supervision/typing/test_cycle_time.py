"""The time of a whole cycle by the model of ``docs/typing.md``, on the real pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from supervision import seed
from supervision.models import FollowUp, Indicator, State, SupervisionSession
from tests.factories import SessionFactory
from tests.supervision.typing.typist import Typist

pytestmark = pytest.mark.django_db
MOST = {"observer": 25, "teacher": 10}
DOC = Path(__file__).resolve().parents[3] / "docs" / "typing.md"

FOCUS = "Saya ingin tahu apakah murid yang biasanya diam ikut menjawab ketika saya memberi waktu."
NOTES = [
    "Guru menulis tujuan di papan, lalu murid membacanya bersama.",
    "Pertanyaan pertama: 'Mengapa es di piring mencair?' Jeda lima detik.",
    "Empat murid mengangkat tangan, dua di antaranya dari baris belakang.",
    "Kelompok tiga berdebat soal wadah; guru mendengar tanpa memotong.",
    "Murid menggambar urutan perubahan wujud di kertas bekas.",
    "Guru bertanya 'Siapa punya cara lain?' dan menunggu.",
    "Dua murid belum menulis; guru duduk di samping mereka.",
    "Murid menyimpulkan sendiri: 'Panas membuat es jadi air.'",
]
EVIDENCE = "Tujuan dibaca bersama dan disebut lagi oleh tiga murid di akhir."
WORDS = {
    "reflection": "Saya senang anak-anak berani bertanya, tetapi penutup saya terburu-buru lagi.",
    "saw": "Saya melihat Ibu menunggu lima detik, dan empat anak mengangkat tangan.",
    "question": "Menurut Ibu, apa yang membuat anak di baris belakang ikut menjawab?",
    "answer": "Karena saya minta mereka berunding dulu berdua sebelum menjawab.",
    "agreement": "Kita coba berunding berdua di setiap pertanyaan pembuka.",
}
STEPS = [
    ("Berunding berdua sebelum setiap pertanyaan pembuka", "Enam murid baru menjawab"),
    ("Menyisakan tujuh menit untuk penutup", "Murid menulis satu kalimat sendiri"),
]
PROOF = "Sudah saya coba tiga kali; anak yang menjawab bertambah dari empat menjadi sembilan."
SECOND = "Kartu dipakai lancar, murid baris belakang ikut."
CLOSING = {
    "inspiration": "Berunding berdua memberi anak pendiam waktu berpikir.",
    "change": "Saya menunggu lebih lama dan menutup dengan tulisan murid.",
    "challenges": "Waktu pelajaran sering habis di kegiatan kelompok.",
    "plan": "Saya membagi waktu di papan dan minta murid mengingatkan.",
}


def choose_levels(who: Typist, level: str, evidence_on: int) -> None:
    """Answer every indicator of the pages that follow, with evidence beside the first ones."""
    for _page in range(12):
        form = next(f for f in who.forms if any(n.startswith("level-") for n in f.values))
        names = [name for name in form.values if name.startswith("level-")]
        given: dict[str, str | list[str]] = dict.fromkeys(names, level)
        for name in names[:evidence_on]:
            given[name.replace("level-", "evidence-")] = EVIDENCE
        button = next(b for b in form.buttons if b[0] in ("", "next", "finish"))
        before = who.page
        who.send(given, press="=".join(button))
        if not any(n.startswith("level-") for f in who.forms for n in f.values):
            return
        assert who.page != before, before


def test_a_cycle_costs_no_more_typing_than_promised(as_user) -> None:
    instruments = [row for row in seed.load() if row.kind == "standard"]
    session = SessionFactory(agreement="", instruments=instruments)
    assert Indicator.objects.asked_in(session).count() >= 37
    here = f"/supervisi/{session.pk}/"
    teacher, observer = Typist(as_user(session.teacher)), Typist(as_user(session.observer))

    teacher.open(f"{here}persiapan/")
    teacher.send({"focus": FOCUS}, press="confirm=1")
    observer.open(f"{here}persiapan/")
    observer.send({}, at="setujui")
    teacher.open(f"{here}asesmen-diri/")
    choose_levels(teacher, "3", 0)

    observer.open(f"{here}observasi/")
    for text in NOTES:
        observer.send({"text": text})
    observer.open(f"{here}observasi/planning/")
    choose_levels(observer, "3", 2)
    finish(observer, here)

    teacher.open(f"{here}diskusi/")
    teacher.send({"text": WORDS["reflection"]})
    talk(observer, here, "saw")
    talk(observer, here, "question")
    talk(teacher, here, "answer")
    talk(observer, here, "agreement")
    for what, sign in STEPS:
        observer.open(f"{here}diskusi/langkah/")
        observer.send({"what": what, "sign": sign, "due_on": "10/12/2026"})
    for who in (teacher, observer):
        who.open(f"{here}diskusi/")
        form = next(f for f in who.forms if ("stance", "agreed") in f.buttons)
        who.send({}, at=form.action, press="stance=agreed")

    for step in FollowUp.objects.filter(session=session):
        teacher.open(f"/tindak-lanjut/{step.pk}/")
        teacher.send({"text": PROOF})
    step = FollowUp.objects.filter(session=session).first()
    observer.open(f"/tindak-lanjut/{step.pk}/lihat/")
    observer.send({"text": SECOND})
    teacher.open(f"{here}refleksi/")
    teacher.send(dict(CLOSING), press="then=close")

    assert SupervisionSession.objects.get(pk=session.pk).state == State.CLOSED
    spent = {"observer": observer.minutes, "teacher": teacher.minutes}
    assert all(spent[side] <= MOST[side] for side in MOST), spent
    row = r"^\| (observer|teacher) \| \d+ minutes \| (\d+) minutes"
    written = dict(re.findall(row, DOC.read_text(), re.MULTILINE))
    assert all(abs(int(written[side]) - spent[side]) <= 2 for side in MOST), spent


def finish(observer: Typist, here: str) -> None:
    observer.open(f"{here}periksa/")
    observer.send({}, at=".")
    observer.send({}, at="bagikan")


def talk(who: Typist, here: str, kind: str) -> None:
    who.open(f"{here}diskusi/")
    who.send({"kind": kind, "text": WORDS[kind]})
