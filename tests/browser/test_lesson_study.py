"""A whole lesson study on phones: planned, observed by rules, talked over, revised, next cycle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from collaboration.models import Activity, LessonStudy
from tests.browser.people import signed_in
from tests.factories import PlanFactory, SchoolFactory, TermFactory, appointed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lesson_study_from_theme_to_next_cycle(phone: Callable[[], Page], live_server) -> None:
    TermFactory()
    school = SchoolFactory()
    host = appointed("teacher", school=school, name="Rina Wati")
    teacher = appointed("teacher", school=school, name="Budi Santoso")
    observer = appointed("teacher", school=school, name="Dewi Lestari")
    PlanFactory(school=school, author=teacher, scope="school", shared_at=timezone.now())
    opened = signed_in(phone, live_server.url)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    page = opened(host, "/kegiatan/")
    page.get_by_role("link", name="Rencanakan kegiatan di sekolah").click()
    page.get_by_role("link", name="Lesson study").click()
    page.get_by_label("Tema: apa yang perlu").fill("Murid berani menjelaskan")
    page.get_by_label("Modul ajar").select_option(index=1)
    page.get_by_label("Guru model").select_option(label="Budi Santoso")
    page.get_by_label("Kelas", exact=True).fill("4A")
    page.get_by_label("Tanggal").fill(tomorrow.strftime("%d/%m/%Y"))
    page.get_by_label("Jam").fill("08.00")
    page.get_by_label("Dewi Lestari").check()
    page.get_by_label("Moderator diskusi").select_option(label="Rina Wati")
    page.get_by_label("Pelaksanaan").check()
    page.get_by_role("button", name="Undang semua yang ada di daftar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Murid berani menjelaskan")
    study = LessonStudy.objects.get()
    path = f"/kegiatan/{study.pk}/"

    page = opened(observer, path)
    page.get_by_role("link", name="Baca aturan pengamat").click()
    page.get_by_label("Saya akan menjaga aturan ini").check()
    page.get_by_label("Murid atau kelompok yang saya ikuti").fill("Sinta")
    page.get_by_role("button", name="Simpan dan amati").click()
    expect(page.get_by_text("Tulis kode: M dan angka").first).to_be_visible()
    page.get_by_label("Murid atau kelompok yang saya ikuti").fill("m3")
    page.get_by_role("button", name="Simpan dan amati").click()
    expect(page.get_by_text("mengikuti M3")).to_be_visible()
    expect(page.get_by_role("link", name="Tulis catatan saya")).to_have_count(0)

    # the lesson is given
    Activity.objects.update(starts_at=timezone.now() - dt.timedelta(hours=2))
    page = opened(observer, path)
    page.get_by_role("link", name="Tulis catatan saya").click()
    notes = page.get_by_label("Yang saya lihat", exact=False)
    notes.fill("Di awal murid Sinta diam")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("terbaca seperti nama murid").first).to_be_visible()
    expect(notes).to_have_value("Di awal murid Sinta diam")
    notes.fill("Di awal M3 diam, lalu bertanya kepada K2")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Di awal M3 diam")).to_be_visible()

    # nobody reads it before the model teacher has spoken
    for user in (host, teacher):
        page = opened(user, path)
        expect(page.get_by_text("Guru model bicara lebih dulu.", exact=False)).to_be_visible()
        expect(page.get_by_text("Di awal M3 diam")).to_have_count(0)
        expect(page.get_by_role("link", name="Tulis diskusi")).to_have_count(0)

    page = opened(teacher, path)
    page.get_by_role("link", name="Pembelajaran menurut saya").click()
    page.get_by_role("textbox").fill("Saya terlalu cepat membagikan alat")
    page.get_by_role("button", name="Saya sudah bicara").click()
    expect(page.get_by_text("Di awal M3 diam")).to_be_visible()

    page = opened(host, path)
    expect(page.get_by_text("Saya terlalu cepat membagikan alat")).to_be_visible()
    page.get_by_role("link", name="Tulis diskusi").click()
    page.get_by_role("textbox").nth(0).fill("Murid bertanya setelah melihat temannya")
    page.get_by_role("textbox").nth(1).fill("Tebakan digambar dulu, alat dibagikan sesudahnya")
    page.get_by_role("button", name="Simpan diskusi").click()
    expect(page.get_by_text("Penulis modul menjadikannya versi berikut.")).to_be_visible()

    page = opened(teacher, path)
    page.get_by_role("button", name="Jadikan versi baru modul").click()
    steps = page.get_by_label("Langkah", exact=True)
    assert "Tebakan digambar dulu" in steps.input_value()
    study.refresh_from_db()
    assert study.revised
    assert study.revised.number == 2

    page = opened(host, path)
    page.get_by_role("link", name="Rencanakan siklus berikut").click()
    expect(page.get_by_label("Tema: apa yang perlu")).to_have_value("Murid berani menjelaskan")
    expect(page.get_by_label("Dewi Lestari")).to_be_checked()
    later = timezone.localdate() + dt.timedelta(days=14)
    page.get_by_label("Tanggal").fill(later.strftime("%d/%m/%Y"))
    page.get_by_label("Jam").fill("08.00")
    page.get_by_role("button", name="Undang semua yang ada di daftar").click()
    expect(page.get_by_text("Siklus ini melanjutkan")).to_be_visible()
    following = LessonStudy.objects.exclude(pk=study.pk).get()
    assert following.follows == study
    assert following.version == study.revised
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
