"""No accessibility fault that axe can find, at 320 px, on pages of each step and role."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser

from portal.models import User
from portal.roles import Role
from tests.conftest import BACKEND
from tests.factories import (
    ActivityFactory,
    GroupVisitFactory,
    InstrumentFactory,
    PlanFactory,
    RegionFactory,
    SessionFactory,
    TermFactory,
    TurnFactory,
    WishFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def faults(chrome: Browser, address: str, user: User | None, paths: list[str]) -> list[str]:
    """What axe finds on ``paths`` as ``user``, and pages that scroll sideways."""
    context = chrome.new_context(base_url=address, viewport={"width": 320, "height": 640})
    if user:
        client = Client()
        client.force_login(user, backend=BACKEND)
        key = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    page, found = context.new_page(), []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.url == address + path
        found += [
            f"{path}: {row['id']} {row['nodes'][0]['html'][:120]}"
            for row in Axe().run(page).response["violations"]
        ]
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{path}: scrolls sideways")
    context.close()
    return found


def test_pages_have_no_fault_that_axe_finds(chrome: Browser, live_server) -> None:
    TermFactory()
    RegionFactory(code="35.14", name="Pasuruan")
    instrument = InstrumentFactory(aspect="teaching")
    session = SessionFactory(state="prepared", instruments=[instrument])
    talk = SessionFactory(
        school=session.school,
        teacher=session.teacher,
        state="discussed",
        instruments=[instrument],
    )
    TurnFactory(session=talk)
    plan = PlanFactory(school=session.school, author=session.teacher)
    meeting = ActivityFactory(forum=None, school=session.school, host=session.teacher)
    one = f"/supervisi/{session.pk}"
    teacher = ["/", "/supervisi/", f"{one}/", f"{one}/persiapan/", f"{one}/asesmen-diri/"]
    teacher += [f"/supervisi/{talk.pk}/diskusi/", f"/supervisi/{talk.pk}/catatan/"]
    teacher += ["/tindak-lanjut/", "/pustaka/", f"/modul/{plan.pk}/", f"/modul/{plan.pk}/tulis/"]
    wish = WishFactory(school=session.school, teacher=session.teacher)
    group = GroupVisitFactory(school=session.school)
    SessionFactory(school=session.school, teacher=session.teacher, together=group)
    teacher += [f"/permintaan/{wish.pk}/", f"/permintaan/{wish.pk}/ubah/", "/pengaturan/kalender/"]
    teacher += [f"/kegiatan/{meeting.pk}/", f"/kegiatan/{meeting.pk}/hadir/", "/pengaturan/"]
    observer = ["/", "/supervisi/jadwalkan/", f"{one}/observasi/", f"{one}/observasi/teaching/"]
    observer += [f"{one}/periksa/", f"/dasbor/sekolah/{session.school.npsn}/", "/undangan/daftar/"]
    observer += [f"/supervisi/jadwalkan/?guru={session.teacher_id}", "/permintaan/"]
    observer += [f"/supervisi/bersama/{group.pk}/", "/supervisi/bersama/baru/"]
    operator = appointed(Role.OPERATOR, region=RegionFactory(code="35.14.16"))
    officer = appointed(Role.OFFICER, region=RegionFactory(code="35.14"))
    walks = [
        (None, ["/masuk/", "/undangan/", "/tentang/"]),
        (session.teacher, teacher),
        (principal_of(session.school), observer),
        (operator, ["/", "/impor/", "/orang/", "/tempat/"]),
        (officer, ["/dasbor/35.14/", "/dasbor/35.14.16/"]),
    ]
    found = [
        fault for user, paths in walks for fault in faults(chrome, live_server.url, user, paths)
    ]
    assert found == []
