"""Minutes are counted while a form is touched, and only then; without script none are missed."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from portal.models import TimeSpent, User
from tests.conftest import BACKEND
from tests.factories import SchoolFactory, TermFactory, VisionFactory, appointed, principal_of

pytestmark = pytest.mark.django_db(transaction=True)


def opened(chrome: Browser, address: str, user: User) -> Page:
    client = Client()
    client.force_login(user, backend=BACKEND)
    context = chrome.new_context(base_url=address)
    name, value = "sessionid", client.cookies["sessionid"].value
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.clock.install()
    return page


def test_a_minute_on_a_form_is_reported_and_an_idle_hour_is_not(chrome, live_server):
    TermFactory()
    school = SchoolFactory()
    VisionFactory(school=school)
    page = opened(chrome, live_server.url, principal_of(school))
    page.goto("/kegiatan/baru/?jenis=reflective")
    page.locator("[name=title]").fill("Rapat reflektif")
    with page.expect_response("**/waktu/catat/") as found:
        page.clock.run_for(61_000)
    assert found.value.status == 204
    row = TimeSpent.objects.get()
    assert (row.form, row.role, row.seconds) == ("together", "principal", 60)
    reports = []
    page.on("request", lambda request: reports.append(request.url))
    page.clock.run_for(3_600_000)
    assert [url for url in reports if "catat" in url] == []
    page.context.close()


def test_a_page_that_is_only_read_reports_nothing(chrome, live_server):
    TermFactory()
    school = SchoolFactory()
    page = opened(chrome, live_server.url, appointed("teacher", school=school))
    reports = []
    page.on("request", lambda request: reports.append(request.url))
    page.goto(f"/iklim/{school.npsn}/jawab/")
    page.get_by_role("radio").first.check()
    page.clock.run_for(120_000)
    assert [url for url in reports if "catat" in url or "draf" in url] == []
    page.context.close()
