"""A whole In-On-In on phones: In-1 and In-2 called at once, a task tried and told, In-2 minuted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from collaboration.models import Activity, OnTask, Series
from tests.browser.people import signed_in
from tests.factories import ForumFactory, PlanFactory, TermFactory, member

pytestmark = pytest.mark.django_db(transaction=True)
HAPPENED = "Sembilan murid sudah tahu pecahan sederhana"


def test_in_on_in_from_call_to_second_meeting(phone: Callable[[], Page], live_server) -> None:
    TermFactory()
    forum = ForumFactory()
    host, one, two = member(forum), member(forum), member(forum)
    plan = PlanFactory(author=one)
    opened = signed_in(phone, live_server.url)
    today = timezone.localdate()

    page = opened(host, f"/kkg/{forum.pk}/undang/")
    page.get_by_role("link", name="Rangkaian In-On-In").click()
    page.get_by_label("Judul").fill("Asesmen awal di kelas sendiri")
    page.get_by_label("Tanggal In-1").fill((today + dt.timedelta(days=1)).strftime("%d/%m/%Y"))
    page.get_by_label("Jam In-1").fill("13.00")
    page.get_by_label("Yang dicoba semua di kelas").fill("Satu asesmen awal yang ringan")
    page.get_by_label("Tanggal In-2").fill((today + dt.timedelta(days=15)).strftime("%d/%m/%Y"))
    page.get_by_label("Jam In-2").fill("13.00")
    page.get_by_label("Evaluasi").check()
    page.get_by_role("button", name="Undang semua yang ada di daftar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Asesmen awal di kelas sendiri")
    series = Series.objects.get()

    # In-1 has been held; each tries it in her own class
    Activity.objects.filter(pk=series.first_id).update(
        starts_at=timezone.now() - dt.timedelta(days=3)
    )
    page = opened(one, f"/kegiatan/{series.first_id}/")
    page.get_by_role("link", name="Rencanakan yang saya coba").click()
    page.get_by_label("Kelas").fill("4A")
    page.get_by_label("Modul ajar").select_option(label=plan.title)
    page.get_by_label("Rekan yang ikut melihat").select_option(value=str(two.pk))
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Kelas saya: 4A")).to_be_visible()
    page.get_by_role("link", name="Ceritakan apa yang terjadi").click()
    page.get_by_label("Apa yang terjadi").fill(HAPPENED)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text(HAPPENED)).to_be_visible()
    assert OnTask.objects.get().observer == two

    # In-2 begins with what was told; who has told nothing is not named
    Activity.objects.filter(pk=series.second_id).update(
        starts_at=timezone.now() - dt.timedelta(hours=3)
    )
    page = opened(host, f"/kegiatan/{series.second_id}/")
    expect(page.get_by_text(HAPPENED)).to_be_visible()
    expect(page.get_by_text("2 orang lagi boleh bercerita langsung di In-2.")).to_be_visible()
    page.get_by_role("link", name="Kehadiran dan notulen").click()
    page.get_by_role("button", name="Simpan dan tulis notulen").click()
    page.get_by_label("Satu hal yang dicoba").fill("Tiga pertanyaan saja")
    page.get_by_role("button", name="Simpan notulen").click()
    expect(page.get_by_text("Tiga pertanyaan saja")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
