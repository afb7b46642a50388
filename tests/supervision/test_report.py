"""The term report: numbers in sentences, each section editable, nobody named with a rating."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from collaboration import summaries as collaboration_summaries
from portal.models import AuditEvent
from portal.roles import Role
from supervision.actions import report as actions
from supervision.models import TermReport
from supervision.report_figures import figures
from supervision.report_words import PARTS, first_texts
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    FollowUpFactory,
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    TermReportFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 15)


def term_of(teachers=5, *, school=None):
    """A school with a closed visit of each teacher: all weak in R01, all strong in R02."""
    school = school or SchoolFactory()
    instrument = InstrumentFactory(items=2)
    weak, strong = instrument.indicators.order_by("order")
    for _ in range(teachers):
        session = SessionFactory(school=school, state="closed", instruments=[instrument])
        RatingFactory(session=session, indicator=weak, level=2)
        RatingFactory(session=session, indicator=strong, level=4)
        FollowUpFactory(session=session, indicator=weak)
    return school, TermFactory()


def told(school, term):
    return figures(principal_of(school), school, term, TODAY)


def first(school, term):
    return first_texts(school, term, told(school, term))


def address(name, school, term, *more):
    return reverse(name, args=[school.npsn, term.pk, *more])


def test_the_numbers_stand_in_sentences():
    school, term = term_of(5)
    SessionFactory(school=school, teacher=appointed(school=school))
    SessionFactory(school=school, state="cancelled")
    texts = first(school, term)
    assert "Sasarannya 7 guru. Dari 6 kunjungan yang direncanakan, 5 terlaksana" in texts["waktu"]
    assert "Sebanyak 1 kunjungan dibatalkan" in texts["waktu"]
    assert "Sebanyak 5 dari 7 guru sudah mendapat" in texts["cakupan"]
    assert (
        "Dari 5 langkah yang disepakati, 0 sudah selesai dan 5 masih berjalan." in texts["langkah"]
    )
    assert "Sebanyak 5 langkah melewati tanggalnya" in texts["langkah"]
    assert "observasi kelas (5 kali)" in texts["teknik"]


def test_what_several_share_is_named_by_item_never_by_person():
    school, term = term_of(5)
    texts = first(school, term)
    assert "- Butir R01 (5 guru)" in texts["perencanaan"].split("ingin dikuatkan")[1]
    assert "- Butir R02 (5 guru)" in texts["perencanaan"].split("ingin dikuatkan")[0]
    assert "- Butir R01 (5 guru)" in texts["kebutuhan"]
    assert '"Butir R01"' in texts["rekomendasi"]
    assert "Siti" not in "".join(texts.values())


def test_below_five_teachers_no_item_of_an_aspect_is_named():
    school, term = term_of(4)
    assert "Butir" not in first(school, term)["perencanaan"]
    assert "di bawah lima orang" in first(school, term)["perencanaan"]
    assert first(school, term)["evaluasi"] == "Aspek ini belum diamati pada semester ini."


def test_an_empty_term_is_told_without_a_fault():
    school, term = SchoolFactory(), TermFactory()
    texts = first(school, term)
    assert set(texts) == set(PARTS)
    assert "belum ada kunjungan yang terlaksana" in texts["waktu"]
    assert texts["kerja-sama"] == "Belum ada kegiatan bersama yang tercatat pada semester ini."


def test_working_together_is_counted():
    school, term = term_of(1)
    activity = ActivityFactory(
        forum=None, school=school, host=principal_of(school), minuted_at=timezone.now()
    )
    AttendanceFactory(activity=activity, user=activity.host, school=school)
    collaboration_summaries.refresh_activity(activity)
    activity.follow_ups.set(school.sessions.get().follow_ups.all())
    text = first(school, term)["kerja-sama"]
    assert "1 kegiatan bersama" in text
    assert "1 langkah dibawa" in text


def test_the_text_document_says_what_the_page_says(as_user):
    school, term = term_of(5)
    answer = as_user(principal_of(school)).get(address("report-docx", school, term))
    assert "Laporan supervisi" in answer.headers["Content-Disposition"]
    text = Document(io.BytesIO(answer.content))
    words = [paragraph.text for paragraph in text.paragraphs]
    assert "- Butir R01 (5 guru)" in words
    assert len(text.tables[-1].rows) == 4
    other = as_user(principal_of(SchoolFactory()))
    assert other.get(address("report-docx", school, term)).status_code == 404


@pytest.mark.parametrize("teachers", [1, 5])
def test_queries_of_the_report_do_not_grow(as_user, teachers, django_assert_num_queries):
    school, term = term_of(teachers)
    client = as_user(principal_of(school))
    # session, user, appointments, school with rights, term, visits, parts with instruments, staff,
    # ratings, steps, activities, versions of the report
    with django_assert_num_queries(12):
        client.get(address("report-detail", school, term))


def test_the_principal_edits_a_section_and_takes_it_back(as_user):
    school, term = term_of(1)
    client = as_user(principal_of(school))
    edit = address("report-edit", school, term, "simpulan")
    page = client.get(edit)
    assert "Supervisi berjalan sebagai percakapan" in page.content.decode()
    sent = client.post(edit, {"text": "Simpulan kami sendiri.", "seen": page.context["seen"]})
    assert sent.headers["Location"] == address("report-detail", school, term)
    read = client.get(address("report-detail", school, term)).content.decode()
    assert "Simpulan kami sendiri." in read
    assert "Kata-kata sendiri" in read
    assert "Supervisi berjalan sebagai percakapan" not in read
    client.post(address("report-restore", school, term, "simpulan"))
    client.post(address("report-restore", school, term, "simpulan"))
    read = client.get(address("report-detail", school, term)).content.decode()
    assert "Simpulan kami sendiri." not in read
    assert "Supervisi berjalan sebagai percakapan" in read
    assert AuditEvent.objects.filter(act="report_edit").count() == 2


def test_two_editors_do_not_overwrite_each_other(as_user):
    school, term = term_of(1)
    client = as_user(principal_of(school))
    edit = address("report-edit", school, term, "dasar")
    seen = client.get(edit).context["seen"]
    client.post(edit, {"text": "Punya pertama", "seen": seen})
    answer = client.post(edit, {"text": "Punya kedua", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Punya pertama" in page
    assert "Punya kedua" in page
    assert TermReport.objects.get().texts == {"dasar": "Punya pertama"}
    client.post(edit, {"text": "Punya kedua", "seen": answer.context["seen"]})
    assert TermReport.objects.get().texts == {"dasar": "Punya kedua"}


def test_the_same_save_twice_is_one_change():
    school, term = SchoolFactory(), TermFactory()
    head = principal_of(school)
    for _ in range(2):
        actions.write(school, term, "dasar", "Teks", by=head, seen="x", first="Awal")
    assert AuditEvent.objects.filter(act="report_edit").count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 8001])
def test_a_refused_section_comes_back_as_it_was_typed(as_user, text):
    school, term = SchoolFactory(), TermFactory()
    client = as_user(principal_of(school))
    answer = client.post(address("report-edit", school, term, "tujuan"), {"text": text})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not TermReport.objects.exists()


def test_an_unknown_section_or_term_is_not_found(as_user):
    school, term = SchoolFactory(), TermFactory()
    client = as_user(principal_of(school))
    assert client.get(address("report-edit", school, term, "lain")).status_code == 404
    assert client.get(f"/laporan/{school.npsn}/{'9' * 30}/").status_code == 404
    assert client.get(f"/laporan/00000000/{term.pk}/").status_code == 404


def test_the_supervisor_reads_and_does_not_write(as_user):
    school, term = term_of(1)
    TermReportFactory(school=school, term=term, texts={"dasar": "Kata kepala sekolah"})
    client = as_user(appointed(Role.SUPERVISOR, region=school.subdistrict))
    page = client.get(address("report-detail", school, term)).content.decode()
    assert "Kata kepala sekolah" in page
    assert address("report-edit", school, term, "dasar") not in page
    assert client.get(address("report-edit", school, term, "dasar")).status_code == 403
    assert client.post(address("report-restore", school, term, "dasar")).status_code == 403
    assert client.get(address("report-pdf", school, term)).content.startswith(b"%PDF-")


@pytest.mark.parametrize("role", [Role.TEACHER, Role.COORDINATOR, Role.OFFICER, Role.OPERATOR])
def test_the_report_is_invisible_to_others(as_user, role):
    school, term = SchoolFactory(), TermFactory()
    place = (
        {"region": school.subdistrict}
        if role in (Role.OFFICER, Role.OPERATOR)
        else {"school": school}
    )
    client = as_user(appointed(role, **place))
    for name in ("report-detail", "report-print", "report-pdf"):
        assert client.get(address(name, school, term)).status_code == 404
    assert client.get(reverse("report-list")).status_code == 404


def test_paper_and_print_page_carry_the_edited_words_and_no_rating(as_user):
    school, term = term_of(5)
    TermReportFactory(school=school, term=term, texts={"dasar": "Kata kami <b>sendiri</b>"})
    client = as_user(principal_of(school))
    page = client.get(address("report-print", school, term)).content.decode()
    assert "Kata kami &lt;b&gt;sendiri&lt;/b&gt;" in page
    assert "BAB IV SIMPULAN DAN REKOMENDASI" in page
    assert "Mengetahui,<br>Pengawas Sekolah" in page
    assert "Mantap" not in page
    assert "Berkembang" not in page
    answer = client.get(address("report-pdf", school, term))
    assert answer.content.startswith(b"%PDF-")
    assert "Laporan supervisi - " in answer.headers["Content-Disposition"]


def test_the_report_is_one_tap_from_the_principals_home_and_on_the_page_of_the_rest(as_user):
    school, term = SchoolFactory(), TermFactory(starts_on=timezone.localdate() - dt.timedelta(9))
    client = as_user(principal_of(school))
    assert address("report-detail", school, term) in client.get("/").content.decode()
    assert reverse("report-list") in client.get(reverse("more")).content.decode()
    listed = client.get(reverse("report-list")).content.decode()
    assert address("report-detail", school, term) in listed


@pytest.mark.parametrize("rows", [1, 5])
def test_queries_of_the_list_of_reports_do_not_grow(as_user, rows, django_assert_num_queries):
    school = SchoolFactory()
    for _ in range(rows - 1):
        SchoolFactory(subdistrict=school.subdistrict)
    TermFactory(starts_on=timezone.localdate() - dt.timedelta(9))
    client = as_user(appointed(Role.SUPERVISOR, region=school.subdistrict))
    # session, user, appointments, is there a school, schools counted, terms, schools
    with django_assert_num_queries(7):
        client.get(reverse("report-list"))


def test_the_recap_and_the_follow_ups_of_the_term_are_linked_from_its_report(as_user):
    school, term = term_of(1)
    client = as_user(principal_of(school))
    page = client.get(address("report-detail", school, term)).content.decode()
    links = re.findall(r'href="(/rekap/[^"]+)"', page)
    assert len(links) == 8
    for link in links:
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer.content[:2] in (b"%P", b"PK")
