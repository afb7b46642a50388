from __future__ import annotations

from typing import Any

from django.test import Client
from playwright.sync_api import Browser, Route, expect

from portal.models import Draft
from tests.conftest import BACKEND
from tests.factories import appointed

WORDS = "Murid berani bertanya sejak awal"


def test_what_is_typed_before_the_script_comes_is_kept_and_no_button_moves(
    chrome: Browser, live_server: Any
) -> None:
    teacher = appointed("teacher")
    client = Client()
    client.force_login(teacher, backend=BACKEND)
    context = chrome.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, locale="id-ID"
    )
    key = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    page = context.new_page()
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/autosave*.js", hold)
    page.goto("/modul/baru/", wait_until="commit")
    page.locator("[name=title]").fill(WORDS)
    button = page.get_by_role("button", name="Simpan rencana")
    place = button.bounding_box()
    expect(page.locator("[data-save-badge]")).to_have_text("")
    late.pop().continue_()
    expect(page.locator("[data-save-badge]")).to_have_text("Belum disimpan")
    assert button.bounding_box() == place
    expect(page.locator("[data-save-badge]")).to_contain_text("Tersimpan")
    assert WORDS in str(Draft.objects.get(owner=teacher).payload)
    context.close()
