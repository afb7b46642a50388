"""The term report is signed: it stays as it was, says what has changed, and is begun anew."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from docx import Document

from portal.models import AuditEvent
from portal.roles import Role
from supervision.actions import report as actions
from supervision.models import TermReport
from tests.factories import (
    SchoolFactory,
    SessionFactory,
    TermFactory,
    TermReportFactory,
    appointed,
    principal_of,
)
from tests.supervision.test_report import address, term_of

pytestmark = pytest.mark.django_db


def page_of(client, school, term, more=""):
    return client.get(address("report-detail", school, term) + more)


def sign(client, school, term):
    seen = page_of(client, school, term).context["seen"]
    return client.post(address("report-sign", school, term), {"seen": seen}, follow=True)


def words_on_paper(client, school, term, more=""):
    return client.get(address("report-print", school, term) + more).content.decode()


def test_a_signed_report_stays_says_what_changed_and_is_begun_anew(as_user):
    school, term = term_of(5)
    head = principal_of(school)
    head.nip = "196804121991031007"
    head.save(update_fields=["nip"])
    client = as_user(head)
    edit = address("report-edit", school, term, "simpulan")
    typed = {"text": "Simpulan kami.", "seen": client.get(edit).context["seen"]}
    client.post(edit, typed)
    answer = sign(client, school, term)
    sign(client, school, term)
    assert AuditEvent.objects.filter(act="report_sign").count() == 1
    assert "disahkan oleh" in answer.content.decode()
    paper = words_on_paper(client, school, term)
    assert "19680412 199103 1 007" in paper
    assert "Versi 1" in paper

    SessionFactory(school=school, teacher=appointed(school=school), state="closed")
    page = page_of(client, school, term)
    signed = page.content.decode()
    assert (
        "Dari 5 kunjungan yang direncanakan, 5 terlaksana" in page.context["report"].texts["waktu"]
    )
    assert [title for title, _then, _today in page.context["report"].moved]
    assert "Dari 6 kunjungan yang direncanakan, 6 terlaksana" in signed
    assert edit not in signed
    again = words_on_paper(client, school, term)
    assert again.count("<tr") == paper.count("<tr")
    text = Document(
        io.BytesIO(client.get(address("report-docx", school, term) + "?versi=1").content)
    )
    assert "Simpulan kami." in [line.text for line in text.paragraphs]

    refused = client.post(edit, {"text": "Kata lain", "seen": typed["seen"]})
    assert "Kata lain" in refused.content.decode()
    assert refused.context["form"].errors
    assert client.get(edit).status_code == 302
    client.post(address("report-restore", school, term, "simpulan"))
    assert "Simpulan kami." in page_of(client, school, term).content.decode()

    renew = address("report-renew", school, term)
    assert client.post(renew, {"after": "1", "reason": " "}).context["form"].errors
    sent = {"after": client.get(renew).context["form"]["after"].value(), "reason": "Susulan."}
    for _ in range(2):
        client.post(renew, sent)
    newest = page_of(client, school, term)
    assert newest.context["report"].saved.version == 2
    assert newest.context["report"].texts["simpulan"] == "Simpulan kami."
    assert "Dari 6 kunjungan yang direncanakan" in newest.context["report"].texts["waktu"]
    assert "Susulan." in newest.content.decode()
    sign(client, school, term)
    client.post(renew, sent)
    assert list(TermReport.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    old = page_of(client, school, term, "?versi=1")
    assert "Dari 5 kunjungan yang direncanakan" in old.content.decode()
    assert renew not in old.content.decode()
    assert page_of(client, school, term, "?versi=3").status_code == 404
    assert page_of(client, school, term, "?versi=x").status_code == 404


def test_what_was_not_read_is_not_signed(as_user):
    school, term = term_of(1)
    head = principal_of(school)
    client = as_user(head)
    seen = page_of(client, school, term).context["seen"]
    actions.write(school, term, "dasar", "Kata orang lain", by=head, seen="", first="x")
    answer = client.post(address("report-sign", school, term), {"seen": seen}, follow=True)
    assert "Baca sekali lagi" in answer.content.decode()
    assert not TermReport.objects.exclude(signed_at=None).exists()


def test_only_the_principal_signs_and_begins_anew(as_user):
    school, term = term_of(1)
    sign(as_user(principal_of(school)), school, term)
    client = as_user(appointed(Role.SUPERVISOR, region=school.subdistrict))
    page = page_of(client, school, term)
    assert page.context["report"].is_signed
    assert address("report-renew", school, term) not in page.content.decode()
    assert client.post(address("report-sign", school, term)).status_code == 403
    assert client.post(address("report-renew", school, term)).status_code == 403
    visible = page_of(client, school, term).context["report"].saved.paper["visits"]
    shown = words_on_paper(client, school, term)
    assert "Versi 1" in shown
    assert len(visible) == 1
    teacher = as_user(appointed(Role.TEACHER, school=school))
    assert teacher.post(address("report-sign", school, term)).status_code == 404


@pytest.mark.parametrize("versions", [1, 5])
def test_queries_of_a_signed_report_do_not_grow(as_user, versions, django_assert_num_queries):
    school, term = SchoolFactory(), TermFactory()
    head = principal_of(school)
    for version in range(1, versions + 1):
        TermReportFactory(
            school=school,
            term=term,
            version=version,
            changed_by=head,
            signed_by=head,
            signed_at=timezone.now(),
        )
    client = as_user(head)
    # as of an unsigned one, without the instruments of visits, as there are none
    with django_assert_num_queries(11):
        page_of(client, school, term)
