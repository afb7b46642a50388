"""Code book, coding of shared texts, matrix and agreement, through the real pages."""

import datetime as dt
import io
import uuid
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from collaboration.findings.texts import KINDS, sentences
from collaboration.models import CodedExcerpt, CodedText, Theme
from portal.models import AuditEvent
from portal.roles import Role
from tests.factories import (
    BarrierFactory,
    ReflectionFactory,
    SchoolFactory,
    SessionFactory,
    ThemeFactory,
    TurnFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
TALK = "Murid saya mulai bertanya. Saya menunggu tiga detik. Waktunya terasa singkat."


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def session(school):
    return SessionFactory(school=school, state="following_up")


def code(client, text, theme, *lines, kind="turn", **more):
    """Tick the sentences of ``text`` by number and send the page's form."""
    found = sentences(KINDS[kind], text)
    school = getattr(text, "school", None) or text.session.school
    place = f"/temuan/{school.npsn}/teks/{kind}/{text.pk}/"
    ticked = [found[number].digest for number in lines]
    return client.post(place, {"theme": theme.pk if theme else "", "sentence": ticked, **more})


def test_a_theme_is_written_once_and_asks_what_it_means(school, as_user):
    client = as_user(appointed(Role.COORDINATOR, school=school))
    form = {"form_id": str(uuid.uuid4()), "name": "Bertanya", "definition": ""}
    page = f"/tema/sekolah/{school.npsn}/baru/"
    refused = client.post(page, form)
    assert refused.status_code == 200
    assert "Bertanya" in refused.content.decode()
    form["definition"] = "Murid mengajukan pertanyaan sendiri."
    assert client.post(page, form).url == client.post(page, form).url
    theme = Theme.objects.get()
    assert (theme.school, theme.name) == (school, "Bertanya")
    client.post(f"/tema/{theme.pk}/", {"name": "Bertanya", "definition": "Lebih jelas."})
    client.post(f"/tema/{theme.pk}/pakai/")
    theme.refresh_from_db()
    assert theme.definition == "Lebih jelas."
    assert theme.retired_at


def test_a_region_has_a_code_book_that_its_schools_use_and_cannot_change(school, as_user):
    officer = appointed(Role.OFFICER, region=school.subdistrict)
    client = as_user(officer)
    assert client.get("/temuan/").url == f"/tema/wilayah/{school.subdistrict_id}/"
    form = {"form_id": str(uuid.uuid4()), "name": "Wilayah", "definition": "Kata bersama."}
    client.post(f"/tema/wilayah/{school.subdistrict_id}/baru/", form)
    theme = Theme.objects.get()
    head = as_user(principal_of(school))
    assert "Kata bersama" in head.get(f"/tema/sekolah/{school.npsn}/").content.decode()
    assert head.get(f"/tema/{theme.pk}/").status_code == 403
    assert client.get(f"/temuan/{school.npsn}/").status_code == 404


def test_sentences_are_ticked_once_and_nothing_is_copied(school, session, as_user):
    turn = TurnFactory(session=session, text=TALK)
    theme = ThemeFactory(school=school, name="Bertanya")
    client = as_user(principal_of(school))
    place = f"/temuan/{school.npsn}/teks/turn/{turn.pk}/"
    assert "Saya menunggu tiga detik." in client.get(place).content.decode()
    for _again in range(2):
        assert code(client, turn, theme, 0, 1).status_code == 302
    assert CodedExcerpt.objects.count() == 2
    assert AuditEvent.objects.filter(act="text_code").exists()
    page = client.get(f"/temuan/{school.npsn}/").content.decode()
    assert "2 kutipan" in page
    words = client.get(f"/temuan/{school.npsn}/kutipan/?tema={theme.pk}&sumber=teacher")
    assert "Murid saya mulai bertanya." in words.content.decode()
    turn.text = "Murid saya mulai bertanya. Lalu kelas ramai."
    turn.save()
    left = client.get(f"/temuan/{school.npsn}/kutipan/").content.decode()
    assert "Murid saya mulai bertanya." in left
    assert "menunggu" not in left


def test_what_is_missing_is_asked_for_and_ticks_stay(school, session, as_user):
    turn = TurnFactory(session=session, text=TALK)
    theme = ThemeFactory(school=school)
    client = as_user(principal_of(school))
    answer = code(client, turn, None, 1)
    assert answer.status_code == 200
    assert "Pilih tema untuk kalimat itu." in answer.content.decode()
    assert answer.content.decode().count(" checked") == 1
    assert code(client, turn, theme).status_code == 200
    assert code(client, turn, theme, sentence=["x" * 40]).status_code == 200
    assert code(client, turn, ThemeFactory(), 0).status_code == 200
    assert not CodedText.objects.exists()
    assert code(client, turn, None, nothing="1").status_code == 302
    assert CodedText.objects.get().excerpts.count() == 0


def test_own_sentence_is_taken_out_and_anothers_is_not(school, session, as_user):
    turn = TurnFactory(session=session, text=TALK)
    theme = ThemeFactory(school=school)
    head = principal_of(school)
    code(as_user(head), turn, theme, 0)
    row = CodedExcerpt.objects.get()
    place = f"/temuan/{school.npsn}/lepas/{row.pk}/"
    supervisor = as_user(appointed(Role.SUPERVISOR, school=school))
    assert supervisor.post(place).status_code == 403
    assert as_user(head).post(place).status_code == 302
    assert not CodedExcerpt.objects.exists()


def test_a_reflection_taken_back_leaves_the_findings(school, session, as_user):
    mine = ReflectionFactory(
        session=session, text="Saya belajar menunggu.", shared_at=timezone.now()
    )
    client = as_user(principal_of(school))
    code(client, mine, ThemeFactory(school=school), 0, kind="reflection")
    page = f"/temuan/{school.npsn}/kutipan/"
    assert "Saya belajar menunggu." in client.get(page).content.decode()
    mine.shared_at = None
    mine.save()
    assert "Saya belajar menunggu." not in client.get(page).content.decode()
    text = f"/temuan/{school.npsn}/teks/reflection/{mine.pk}/"
    assert client.get(text).status_code == 404


def test_each_reads_only_excerpts_of_texts_that_he_may_read(school, session, as_user):
    turn = TurnFactory(session=session, text=TALK)
    barrier = BarrierFactory(school=school, words="Rapor dikumpulkan bersamaan.")
    theme, head = ThemeFactory(school=school), as_user(principal_of(school))
    code(head, turn, theme, 0)
    code(head, barrier, theme, 0, kind="barrier")
    seen = {
        role: as_user(appointed(role, school=school)).get(f"/temuan/{school.npsn}/kutipan/")
        for role in (Role.COORDINATOR, Role.SUPERVISOR)
    }
    coordinator = seen[Role.COORDINATOR].content.decode()
    assert "Rapor dikumpulkan" in coordinator
    assert "mulai bertanya" not in coordinator
    supervisor = seen[Role.SUPERVISOR].content.decode()
    assert "Rapor dikumpulkan" not in supervisor
    assert "mulai bertanya" in supervisor
    teacher = as_user(appointed(Role.TEACHER, school=school))
    assert teacher.get(f"/temuan/{school.npsn}/").status_code == 404
    assert teacher.get("/temuan/").status_code == 403


def test_two_coders_are_compared_on_texts_both_went_through(school, session, as_user):
    theme, head = ThemeFactory(school=school, name="Bertanya"), principal_of(school)
    second = appointed(Role.SUPERVISOR, school=school)
    for number in range(4):
        words = " ".join(f"Kalimat nomor {number} {part}." for part in range(6))
        turn = TurnFactory(session=session, text=words)
        code(as_user(head), turn, theme, 0, 1, 2)
        code(as_user(second), turn, theme, 0, 1, 2 if number else 3)
    page = as_user(head).get(f"/temuan/{school.npsn}/pengode/").content.decode()
    assert "n = 24 kalimat" in page
    assert "Kappa 0,83" in page
    CodedText.objects.filter(coder=second).first().delete()
    page = as_user(head).get(f"/temuan/{school.npsn}/pengode/").content.decode()
    assert "sedikitnya 20 kalimat" in page


def test_the_sheet_holds_the_matrix_and_no_formula(school, session, as_user):
    turn = TurnFactory(session=session, text="=1+1 kata guru. Kalimat kedua.")
    client = as_user(principal_of(school))
    code(client, turn, ThemeFactory(school=school, name="=Tema"), 0)
    content = client.get(f"/temuan/{school.npsn}/unduh/").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Menurut sumber", "Menurut peran", "Menurut waktu", "Kutipan"]
    assert book.get_sheet_by_index(0).to_python()[-1] == ["=Tema", 1, 0, 0]
    assert book.get_sheet_by_index(3).to_python()[-1][-1] == "=1+1 kata guru."
    assert not any(
        b"<f>" in archive.read(name)
        for archive in [zipfile.ZipFile(io.BytesIO(content))]
        for name in archive.namelist()
    )


def test_months_stand_in_a_row_and_two_who_never_differ_get_no_range(school, session, as_user):
    theme, head = ThemeFactory(school=school, name="Bertanya"), principal_of(school)
    second = appointed(Role.SUPERVISOR, school=school)
    for back in (0, 100, 101):
        words = " ".join(f"Kalimat {back} bagian {part}." for part in range(8))
        turn = TurnFactory(session=session, text=words, at=timezone.now() - dt.timedelta(days=back))
        for coder in (head, second):
            code(as_user(coder), turn, theme, 0, 1)
    client = as_user(head)
    columns = client.get(f"/temuan/{school.npsn}/?tampil=bulan").content.decode()
    assert columns.count('<th scope="col">') == 7
    agreed = client.get(f"/temuan/{school.npsn}/pengode/").content.decode()
    assert "perbedaannya terlalu sedikit" in agreed


def test_roles_stand_in_order_and_each_opens_its_own_excerpts(school, session, as_user):
    """Who led the school on the day of the text is its principal there, and nothing elsewhere."""
    head = principal_of(school)
    theme, client = ThemeFactory(school=school), as_user(head)
    code(client, TurnFactory(session=session, author=session.teacher, text="Guru."), theme, 0)
    code(client, TurnFactory(session=session, author=head, text="Kepala."), theme, 0)
    stranger = principal_of(SchoolFactory())
    code(client, TurnFactory(session=session, author=stranger, text="Tamu."), theme, 0)
    page = client.get(f"/temuan/{school.npsn}/?tampil=peran").content.decode()
    at = [page.index(f'<th scope="col">{name}') for name in ("Guru", "Kepala sekolah", "Yang lain")]
    assert at == sorted(at)
    words = client.get(f"/temuan/{school.npsn}/kutipan/?peran=principal").content.decode()
    assert "Kepala." in words
    assert "Tamu." not in words
    assert client.get(f"/temuan/{school.npsn}/cetak/").content.startswith(b"%PDF")


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_of_findings_cost_as_many_queries_with_five_rows(school, session, as_user, rows):
    head = principal_of(school)
    client = as_user(head)
    for _row in range(rows):
        turn = TurnFactory(session=session, text=TALK)
        code(client, turn, ThemeFactory(school=school), 0, 1)
        barrier = BarrierFactory(school=school, words="Rapor dikumpulkan bersamaan.")
        code(client, barrier, ThemeFactory(school=school), 0, kind="barrier")
    base = f"/temuan/{school.npsn}/"
    found = {}
    for page in (
        "",
        "?tampil=bulan",
        "?tampil=peran",
        "kutipan/",
        "pengode/",
        "teks/",
        f"teks/turn/{turn.pk}/",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(base + page).status_code == 200
        found[page] = len(queries)
    assert max(found.values()) <= 12
    assert list(found.values()) == [5, 5, 6, 5, 6, 7, 7]
