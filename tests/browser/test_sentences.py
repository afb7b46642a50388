"""Sentences are chosen by selecting them: by finger, by keyboard, and by ticks without a script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect

from collaboration.models import CodedExcerpt
from portal.models import User
from tests.conftest import BACKEND
from tests.factories import (
    SchoolFactory,
    SessionFactory,
    TermFactory,
    ThemeFactory,
    TurnFactory,
    principal_of,
)

pytestmark = pytest.mark.django_db(transaction=True)
TALK = "Murid saya mulai bertanya. Saya menunggu tiga detik. Waktunya terasa singkat."


@pytest.fixture
def text():
    TermFactory()
    school = SchoolFactory()
    ThemeFactory(school=school, name="Bertanya")
    return TurnFactory(session=SessionFactory(school=school, state="following_up"), text=TALK)


def entered(chrome: Browser, address: str, user: User, *, script: bool) -> BrowserContext:
    """A phone with a touch screen, signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    context = chrome.new_context(
        base_url=address,
        viewport={"width": 360, "height": 740},
        has_touch=True,
        java_script_enabled=script,
        locale="id-ID",
    )
    name, value = "sessionid", client.cookies["sessionid"].value
    context.add_cookies([{"name": name, "value": value, "url": address}])
    return context


def ticked(page) -> list[bool]:
    return [box.is_checked() for box in page.get_by_role("checkbox").all()]


def test_a_finger_and_the_keyboard_select_sentences(chrome: Browser, live_server, text):
    """Handles under a finger move the ends; Shift and arrows widen the selection and narrow it.

    A phone draws the handles itself: the page hears of no touch, only that the selection moved.
    """
    school = text.session.school
    context = entered(chrome, live_server.url, principal_of(school), script=True)
    page = context.new_page()
    page.goto(f"/temuan/{school.npsn}/teks/turn/{text.pk}/")
    page.get_by_text("Saya menunggu tiga detik.").evaluate(
        "label => getSelection().setBaseAndExtent(label.firstChild, 5, label.firstChild, 13)"
    )
    expect(page.get_by_label("Saya menunggu tiga detik.")).to_be_checked()
    assert ticked(page) == [False, True, False]
    for _line in range(2):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_label("Waktunya terasa singkat.")).to_be_checked()
    for _line in range(2):
        page.keyboard.press("Shift+ArrowUp")
    expect(page.get_by_label("Waktunya terasa singkat.")).not_to_be_checked()
    page.get_by_label("Tema").select_option(index=1)
    page.get_by_role("button", name="Masukkan ke tema").click()
    expect(page.get_by_text("[Bertanya]")).to_be_visible()
    assert CodedExcerpt.objects.count() == 1
    context.close()


def test_without_a_script_sentences_are_ticked_by_tab_and_space(chrome, live_server, text):
    school = text.session.school
    context = entered(chrome, live_server.url, principal_of(school), script=False)
    page = context.new_page()
    page.goto(f"/temuan/{school.npsn}/teks/turn/{text.pk}/")
    page.get_by_label("Tema").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert ticked(page) == [True, True, False]
    page.keyboard.press("Enter")
    expect(page.get_by_text("[Bertanya]")).to_have_count(2)
    context.close()
