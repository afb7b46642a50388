"""Two authors write one plan in two browsers at the same time; no word of either is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from collaboration.models import Authorship, LessonPlan
from portal.models import User
from tests.conftest import BACKEND
from tests.factories import PlanFactory, appointed

pytestmark = pytest.mark.django_db(transaction=True)


def opened_by(take: Callable[[], Page], address: str, user: User, path: str) -> Page:
    """A phone of ``user``, signed in, on ``path``."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    page = take()
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    page.goto(path)
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan sebagai versi baru").click()


def test_two_authors_in_two_browsers_lose_nothing(phone: Callable[[], Page], live_server) -> None:
    plan = PlanFactory()
    siti, rina = plan.authors.get(), appointed("teacher", school=plan.school)
    Authorship.objects.create(plan=plan, user=rina, since=plan.made_at)
    path = f"/modul/{plan.pk}/tulis/"
    first = opened_by(phone, live_server.url, siti, path)
    second = opened_by(phone, live_server.url, rina, path)

    first.get_by_label("Langkah", exact=True).fill("Murid meraba es, 10 menit")
    first.get_by_label("Judul").fill("Es menjadi air")
    first.get_by_text("Informasi umum").click()
    first.get_by_label("Jam pelajaran (JP)").fill("2")
    save(first)
    expect(first.get_by_role("heading", level=1)).to_have_text("Es menjadi air")

    second.get_by_label("Langkah", exact=True).fill("Murid menimbang es, 15 menit")
    second.get_by_label("Tujuan", exact=True).fill("Murid menjelaskan mengapa es mencair")
    second.get_by_text("Identifikasi").click()
    second.get_by_label("Penalaran kritis").check()
    save(second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Dua tulisan bertemu")
    expect(second.get_by_text("Murid menimbang es, 15 menit").first).to_be_visible()
    expect(second.get_by_text("Murid meraba es, 10 menit").first).to_be_visible()

    # the first one goes on meanwhile, in the same section
    first.goto(path)
    first.get_by_label("Langkah", exact=True).fill("Murid meraba es, 10 menit, lalu menggambar")
    save(first)
    expect(first.get_by_role("heading", level=1)).to_have_text("Es menjadi air")

    taps = 0
    for _ in range(2):  # one choice and one press each time; "both" is chosen beforehand
        expect(second.get_by_label(re.compile("^Keduanya"))).to_be_checked()
        second.get_by_role("button", name="Simpan teks ini").click()
        taps += 1
    expect(second.get_by_role("heading", level=1)).to_have_text("Es menjadi air")
    assert taps <= 3

    version = LessonPlan.objects.get().versions.order_by("-number")[0]
    assert version.number == 4
    for words in ("lalu menggambar", "meraba es, 10 menit", "menimbang es, 15 menit"):
        assert words in version.sections["steps"]
    assert version.sections["objectives"] == "Murid menjelaskan mengapa es mencair"
    assert version.sections["hours"] == "2"
    assert version.sections["profile"] == "reasoning"
    assert version.about["title"] == "Es menjadi air"


def test_an_unsent_text_comes_back_and_is_merged(
    phone: Callable[[], Page], live_server, request: pytest.FixtureRequest
) -> None:
    """A battery dies while a co-author saves: with script the words are back when opened again."""
    if "no-script" in request.node.name:
        return  # without script nothing unsent is kept anywhere
    plan = PlanFactory()
    siti, rina = plan.authors.get(), appointed("teacher", school=plan.school)
    Authorship.objects.create(plan=plan, user=rina, since=plan.made_at)
    path = f"/modul/{plan.pk}/tulis/"
    page = opened_by(phone, live_server.url, rina, path)
    page.get_by_label("Langkah", exact=True).fill("Murid menimbang es")
    expect(page.locator("[data-save-badge]")).to_contain_text("Tersimpan")
    page.context.pages[0].goto("about:blank")
    other = opened_by(phone, live_server.url, siti, path)
    other.get_by_label("Tujuan", exact=True).fill("Murid menjelaskan")
    save(other)
    expect(other.get_by_text("Versi baru tersimpan")).to_be_visible()

    page.goto(path)
    expect(page.get_by_label("Langkah", exact=True)).to_have_value("Murid menimbang es")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(plan.title)
    version = LessonPlan.objects.get().versions.order_by("-number")[0]
    assert version.sections == {"objectives": "Murid menjelaskan", "steps": "Murid menimbang es"}
