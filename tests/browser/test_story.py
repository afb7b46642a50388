"""The main job from an empty portal to the officer's dashboard, on phones of 360 px."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.models import Appointment, Region, School, User
from portal.roles import Role
from supervision import seed
from supervision.models import SupervisionSession
from tests.factories import AppointmentFactory, TermFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROSTERS = "portal/data/rosters/"
WORDS = "kata sandi panjang"
SECRET = "Murid di baris belakang belum mendapat giliran"


@pytest.fixture
def empty_portal() -> None:
    """What an installation begins with: regions, a term, instruments, operator and officer."""
    call_command("load_regions", verbosity=0)
    today = timezone.localdate()
    TermFactory(starts_on=today - dt.timedelta(days=120), ends_on=today + dt.timedelta(days=60))
    seed.load()
    for name, role, code in (("operator", "operator", "35.14.16"), ("dinas", "officer", "35.14")):
        user = UserFactory(username=name, password=WORDS, name=name.title())
        AppointmentFactory(user=user, role=role, region=Region.objects.get(pk=code))


def sign_in(page: Page, username: str) -> None:
    page.goto("/masuk/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(WORDS)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def import_file(page: Page, kind: str, name: str, *, scripted: bool) -> None:
    page.goto("/impor/")
    page.locator(f"input[name=kind][value={kind}]").check()
    page.set_input_files("input[type=file]", ROSTERS + name)
    page.get_by_role("button", name="Baca berkas").click()
    confirm = page.get_by_role("button", name=re.compile("^Impor [0-9]"))
    forward = page.get_by_role("button", name="Lanjutkan")
    if not scripted:
        while forward.count():
            forward.click()
    confirm.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def code_for(operator: Page, person: User) -> str:
    operator.goto(f"/undangan/daftar/?cari={person.name.split()[0]}")
    operator.locator(f"input[name=person][value='{person.pk}']").check()
    operator.get_by_role("button", name="Cetak kode").click()
    return operator.locator(".slip .code").first.inner_text()


def begin(page: Page, operator: Page, person: User) -> None:
    """First sign-in with the code of the printed slip."""
    code = code_for(operator, person)
    page.goto("/masuk/")
    page.get_by_role("link", name="Saya punya kode").click()
    page.get_by_label("Kode").fill(code.lower())
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Kata sandi baru").fill(WORDS)
    page.get_by_role("button", name="Simpan kata sandi dan masuk").click()
    expect(page.get_by_role("heading", name=re.compile("Selamat datang"))).to_be_visible()


def person_at(npsn: str, role: Role, skip: int = 0) -> User:
    rows = Appointment.objects.filter(role=role, school__npsn=npsn).order_by("user__name")
    busy = Appointment.objects.filter(role=Role.COORDINATOR).values("user")
    return rows.exclude(user__in=busy)[skip].user


def rate_all(page: Page, level: str) -> None:
    for field in page.locator("fieldset.rating").all():
        field.locator(f"input[value='{level}']").check()


def plan(page: Page, teacher: User) -> str:
    page.goto("/supervisi/jadwalkan/")
    page.get_by_role("link", name=teacher.name, exact=True).click()
    today = timezone.localdate()
    page.get_by_label("Tanggal").fill(f"{today:%d/%m/%Y}")
    page.get_by_label("kelas", exact=False).first.select_option("4")
    page.locator("[name=subject]").fill("IPAS")
    page.get_by_label("Pelaksanaan").check()
    page.get_by_role("button", name="Jadwalkan kunjungan").click()
    expect(page.get_by_role("heading", name=re.compile("Kunjungan dan percakapan"))).to_be_visible()
    return page.url.rstrip("/").split("/")[-1]


def prepare(teacher: Page, principal: Page, pk: str) -> None:
    teacher.goto(f"/supervisi/{pk}/persiapan/")
    teacher.locator("[name=focus]").fill(SECRET)
    teacher.get_by_role("button", name="Simpan dan setujui fokus ini").click()
    principal.goto(f"/supervisi/{pk}/persiapan/")
    principal.get_by_role("button", name="Setujui fokus seperti tertulis").click()
    assert SupervisionSession.objects.get(pk=pk).state == "prepared"
    teacher.goto(f"/supervisi/{pk}/asesmen-diri/")
    rate_all(teacher, "3")
    teacher.get_by_role("button", name="Selesaikan asesmen diri").click()


def observe(principal: Page, pk: str) -> None:
    principal.goto(f"/supervisi/{pk}/observasi/")
    principal.locator("textarea[name=text]").fill("Tiga kelompok menjelaskan di papan.")
    principal.get_by_role("button", name="Catat momen").click()
    principal.goto(f"/supervisi/{pk}/observasi/teaching/")
    rate_all(principal, "2")
    principal.locator("fieldset.rating").first.locator("input[value='4']").check()
    principal.get_by_role("button", name="Simpan dan lanjut").click()
    expect(principal.get_by_role("heading", name="Ada yang perlu dilengkapi")).to_be_visible()
    first = principal.locator("fieldset.rating").first
    assert first.locator("input[value='4']").is_checked()
    first.locator("textarea").fill("Semua murid siap sebelum bel.")
    principal.get_by_role("button", name="Simpan dan lanjut").click()
    while "bagian=" in principal.url:
        rate_all(principal, "2")
        principal.get_by_role("button", name="Simpan dan lanjut").click()
    principal.get_by_role("button", name="Simpan, belum dibagikan").click()
    principal.get_by_role("button", name=re.compile("^Bagikan ke")).click()


def talk(teacher: Page, principal: Page, pk: str) -> None:
    teacher.goto(f"/supervisi/{pk}/diskusi/")
    teacher.locator("textarea[name=text]").first.fill("Anak-anak lebih berani bertanya.")
    teacher.get_by_role("button", name="Mulai percakapan").click()
    principal.goto(f"/supervisi/{pk}/diskusi/")
    principal.get_by_label("Pertanyaan", exact=True).first.check()
    principal.locator("[data-autosave$=':turn'] textarea").fill("Apa yang membuatnya terjadi?")
    principal.get_by_role("button", name="Tambahkan ke percakapan").click()
    principal.get_by_role("link", name="Tulis langkah").click()
    principal.locator("[name=what]").fill("Mencoba kartu giliran selama dua pekan")
    due = timezone.localdate() + dt.timedelta(days=14)
    principal.locator("[name=due_on]").fill(f"{due:%d/%m/%Y}")
    principal.locator("[name=may_travel]").check()
    principal.get_by_role("button", name="Tambahkan langkah ini").click()
    principal.get_by_role("button", name="Setuju dengan langkah ini").click()
    teacher.goto(f"/supervisi/{pk}/diskusi/")
    teacher.get_by_role("button", name="Diterima").click()
    teacher.get_by_role("button", name="Setuju dengan langkah ini").click()
    assert SupervisionSession.objects.get(pk=pk).state == "following_up"


def write_plan(teacher: Page) -> str:
    teacher.goto("/modul/baru/")
    teacher.locator("[name=title]").fill("Perubahan wujud benda")
    teacher.locator("[name=grade]").select_option("4")
    teacher.locator("[name=subject]").fill("IPAS")
    teacher.locator("[name=objectives]").fill("Murid menjelaskan perubahan wujud.")
    teacher.get_by_role("button", name="Simpan rencana").click()
    return teacher.url.rstrip("/").split("/")[-1]


def hold_meeting(chair: Page, writer: Page, plan_id: str) -> str:
    chair.goto("/kkg/")
    chair.get_by_role("link", name=re.compile("^Mulai KKG")).click()
    chair.get_by_role("button", name="Mulai dan ajak anggota").click()
    chair.get_by_role("button", name="Jadikan semua").click()
    forum = chair.url.removesuffix("anggota/")
    writer.goto(f"/modul/{plan_id}/bagikan/")
    writer.get_by_label("KKG kami").check()
    writer.locator("[name=forum]").select_option(index=1)
    writer.get_by_role("button", name="Simpan").click()
    chair.goto(forum)
    chair.get_by_role("link", name="Undang pertemuan").click()
    chair.get_by_role("link", name="Pertemuan KKG").click()
    chair.locator("[name=title]").fill("Giliran bicara yang merata")
    chair.locator("[name=day]").fill(f"{timezone.localdate():%d/%m/%Y}")
    chair.locator("[name=time]").fill("00.05")
    chair.get_by_label("Pelaksanaan").check()
    chair.get_by_label("Mencoba kartu giliran").check()
    chair.get_by_label("Perubahan wujud benda").check()
    chair.get_by_role("button", name="Undang semua").click()
    expect(chair.get_by_role("heading", name="Giliran bicara yang merata")).to_be_visible()
    activity = chair.url.rstrip("/").split("/")[-1]
    chair.goto(f"/kegiatan/{activity}/hadir/")
    for box in chair.locator("input[name=came]").all()[:8]:
        box.check()
    chair.get_by_role("button", name="Simpan dan tulis notulen").click()
    chair.locator("[name=problem]").fill("Yang menjawab itu-itu saja.")
    chair.locator("[name=decision]").fill("Menyusun kartu giliran bersama.")
    chair.locator("[name=to_try]").fill("Kartu giliran di satu pelajaran.")
    chair.get_by_role("button", name="Simpan notulen").click()
    return activity


def close(teacher: Page, pk: str) -> None:
    teacher.goto("/tindak-lanjut/")
    teacher.get_by_role("link", name="Mencoba kartu giliran").click()
    teacher.locator("textarea[name=text]").fill("Sudah dicoba tiga kali, dua murid bicara.")
    teacher.get_by_role("button", name="Simpan").click()
    teacher.goto(f"/supervisi/{pk}/refleksi/")
    teacher.locator("textarea[name=text]").fill("Menunggu lima detik itu berguna.")
    teacher.locator("button[name=then][value=close]").click()
    assert SupervisionSession.objects.get(pk=pk).state == "closed"


@pytest.mark.usefixtures("empty_portal")
def test_the_main_job_from_import_to_dashboard(
    phone: Callable[[], Page], request: pytest.FixtureRequest
) -> None:
    scripted = request.node.callspec.params["phone"]
    operator = phone()
    sign_in(operator, "operator")
    import_file(operator, "schools", "daftar-sekolah-kraton.xlsx", scripted=scripted)
    assert School.objects.count() == 38
    import_file(operator, "staff", "daftar-guru-kecamatan-kraton.xlsx", scripted=scripted)
    rejosari = "95141621"
    head, first = person_at(rejosari, Role.PRINCIPAL), person_at(rejosari, Role.TEACHER)
    second = person_at(rejosari, Role.TEACHER, 1)
    chair_person = person_at("95141619", Role.TEACHER)
    place = School.objects.get(npsn=rejosari).cluster
    AppointmentFactory(user=chair_person, role=Role.CHAIR, cluster=place)

    principal, teacher, chair = phone(), phone(), phone()
    begin(principal, operator, head)
    begin(teacher, operator, first)
    begin(chair, operator, chair_person)

    pk = plan(principal, first)
    prepare(teacher, principal, pk)
    observe(principal, pk)
    talk(teacher, principal, pk)
    plan_id = write_plan(teacher)
    activity = hold_meeting(chair, teacher, plan_id)
    close(teacher, pk)
    plan(principal, second)

    chair.goto(f"/kegiatan/{activity}/dampak/")
    expect(chair.get_by_role("heading", level=1)).to_contain_text("Giliran bicara yang merata")
    expect(chair.locator("main")).to_contain_text("Belum bisa disimpulkan")

    officer = phone()
    sign_in(officer, "dinas")
    officer.goto(f"/dasbor/sekolah/{rejosari}/")
    expect(officer.get_by_role("heading", name="SD Negeri Rejosari")).to_be_visible()
    assert SECRET not in officer.content()
    for path in ("", "diskusi/", "catatan/", "persiapan/", "cetak/"):
        answer = officer.goto(f"/supervisi/{pk}/{path}")
        assert answer is not None
        assert answer.status == 404
        assert SECRET not in officer.content()
