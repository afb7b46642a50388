"""Lists as spreadsheets: the rows of the page, headings in Indonesian, real days and numbers."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import time_machine
from django.urls import reverse
from python_calamine import CalamineWorkbook

from portal.models import AuditEvent
from portal.roles import Role
from tests.factories import (
    FollowUpFactory,
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 2, 30, tzinfo=dt.UTC)


def rows_of(answer):
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


def after_head(rows, heading="No."):
    """The body of a list, below its headings, by heading."""
    at = next(number for number, row in enumerate(rows) if row[0] == heading)
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def some_visits(school):
    for number, state in enumerate(["planned", "prepared", "closed", "cancelled", "discussed"]):
        SessionFactory(
            school=school,
            state=state,
            planned_on=dt.date(2026, 11, 20 + number),
            instruments=[InstrumentFactory()],
        )


@pytest.mark.parametrize("query", ["", "?tampil=berjalan", "?tampil=selesai", "?tampil=x"])
def test_the_list_taken_along_has_the_rows_of_the_screen_in_its_order(as_user, query):
    school = SchoolFactory()
    some_visits(school)
    SessionFactory()  # at another school
    client = as_user(principal_of(school))
    page = client.get(reverse("session-list") + query).content.decode()
    shown = list(dict.fromkeys(re.findall(r"Siti Aminah \d+", page)))
    found = after_head(rows_of(client.get(reverse("session-export") + query)))
    assert [row["Guru"] for row in found] == shown
    assert len(shown) >= 2


def test_the_term_of_the_list_is_the_term_of_the_file(as_user):
    school = SchoolFactory()
    old = TermFactory(starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 6, 20), number=2)
    inside = SessionFactory(school=school, term=old)
    SessionFactory(school=school)
    client = as_user(principal_of(school))
    rows = rows_of(client.get(reverse("session-export"), {"semester": old.pk}))
    assert [row["Guru"] for row in after_head(rows)] == [inside.teacher.name]
    assert rows[1] == ["Saringan", f"Perlu saya; {old}", *[""] * 12]


@time_machine.travel(NOW, tick=False)
def test_days_are_days_counts_are_numbers_and_a_formula_is_text(as_user):
    session = SessionFactory(subject="=1+1", topic="@SUM(A1)", planned_time=dt.time(7, 30))
    FollowUpFactory(session=session)
    answer = as_user(session.observer).get(reverse("session-export"))
    rows = rows_of(answer)
    assert rows[0][:2] == ["Tanggal", dt.date(2026, 11, 26)]
    (row,) = after_head(rows)
    assert row["Mata pelajaran"] == "=1+1"
    assert row["Topik"] == "@SUM(A1)"
    assert row["Hari"] == dt.date(2026, 11, 26)
    assert (row["Jam"], row["Langkah terbuka"]) == ("07.30", 1.0)
    assert row["Tahap"] == "Dijadwalkan"
    assert "Daftar supervisi - 2026-11-26.xlsx" in answer.headers["Content-Disposition"]


def test_each_file_is_audited_and_ten_an_hour_are_the_most(as_user):
    session = SessionFactory()
    client = as_user(session.observer)
    for _ in range(10):
        assert client.get(reverse("session-export")).status_code == 200
    answer = client.get(reverse("session-export"), follow=True)
    assert "Paling banyak sepuluh berkas per jam" in answer.content.decode()
    assert AuditEvent.objects.filter(act="session_export", actor=session.observer).count() == 10


@pytest.mark.parametrize("value", ["\u00b2", "-1", "9" * 30, "%00", "x", ""])
@pytest.mark.parametrize("name", ["session-export", "recap-pdf", "recap-xlsx", "followup-xlsx"])
def test_an_odd_value_in_the_address_gives_a_file_all_the_same(as_user, name, value):
    session = SessionFactory()
    query = {"semester": value, "tampil": value, "kertas": value, "nama": value}
    assert as_user(session.observer).get(reverse(name), query).status_code == 200


@pytest.mark.parametrize("rows", [1, 5])
def test_queries_of_the_list_do_not_grow_with_it(as_user, rows, django_assert_num_queries):
    school = SchoolFactory()
    for _ in range(rows):
        SessionFactory(school=school, instruments=[InstrumentFactory()])
    client = as_user(principal_of(school))
    # session, user, appointments, files of this hour, visits, their parts; nine for the audit's
    # chain and its savepoints
    with django_assert_num_queries(15):
        client.get(reverse("session-export"))


def test_own_steps_open_or_done_as_on_the_page(as_user):
    session = SessionFactory(state="following_up")
    FollowUpFactory(session=session, what="Langkah terbuka")
    done = {"done_at": NOW, "proof": "Sudah dicoba", "done_by": session.teacher}
    FollowUpFactory(session=session, what="Langkah selesai", **done)
    client = as_user(session.teacher)
    (row,) = after_head(rows_of(client.get(reverse("followup-xlsx"))))
    assert row["Bentuk tindak lanjut"] == "Langkah terbuka"
    assert row["Sampai kapan"] == dt.date(2026, 12, 10)
    (row,) = after_head(rows_of(client.get(reverse("followup-xlsx"), {"tampil": "selesai"})))
    assert row["Status dan hasil"] == "Selesai\nSudah dicoba"
    assert client.get(reverse("followup-pdf")).content.startswith(b"%PDF-")


def test_the_recap_counts_each_teacher_by_name_without_a_mean(as_user):
    school = SchoolFactory()
    instrument = InstrumentFactory()
    zulaikha = appointed(school=school, name="Zulaikha")
    appointed(school=school, name="Anisa")
    session = SessionFactory(
        school=school, teacher=zulaikha, state="closed", instruments=[instrument]
    )
    for item, level in zip(instrument.indicators.all(), (3, 3, 4), strict=True):
        RatingFactory(session=session, indicator=item, level=level)
        RatingFactory(session=session, indicator=item, level=1, rater="self")
    FollowUpFactory(session=session)
    rows = rows_of(as_user(principal_of(school)).get(reverse("recap-xlsx")))
    first, second = after_head(rows)
    assert (first["Guru"], second["Guru"]) == ("Anisa", "Zulaikha")
    assert second["Kunjungan terlaksana"] == 1.0
    assert second["Percakapan terakhir"] == dt.date(2026, 11, 26)
    assert second["Perencanaan"] == "Menginspirasi (4): 1, Mantap (3): 2"
    assert (first["Kunjungan terlaksana"], first["Perencanaan"]) == (0.0, "")


def test_ratings_not_yet_released_are_in_no_recap(as_user):
    session = SessionFactory(state="observed", instruments=[InstrumentFactory()])
    item = session.parts.get().instrument.indicators.first()
    RatingFactory(session=session, indicator=item, level=4)
    (row,) = after_head(rows_of(as_user(session.observer).get(reverse("recap-xlsx"))))
    assert row["Perencanaan"] == ""


def test_the_table_of_follow_ups_has_all_steps_of_the_school_for_its_principal(as_user):
    school = SchoolFactory()
    for _ in range(2):
        FollowUpFactory(session=SessionFactory(school=school, state="following_up"))
    FollowUpFactory()  # of another school
    found = after_head(rows_of(as_user(principal_of(school)).get(reverse("recap-steps-xlsx"))))
    assert len(found) == 2
    assert (
        as_user(appointed(Role.OFFICER, region=school.subdistrict))
        .get(reverse("recap-steps-xlsx"))
        .status_code
        == 404
    )


def test_a_long_list_asks_for_the_password_once_more(as_user, monkeypatch):
    monkeypatch.setattr("supervision.views.exports.MANY", 1)
    school = SchoolFactory()
    some_visits(school)
    client = as_user(principal_of(school))
    place = reverse("session-export") + "?tampil=berjalan"
    assert "3 baris" in client.get(place).content.decode()
    refused = client.post(place, {"password": "bukan ini"})
    assert refused.status_code == 200
    assert "Ini bukan sandi Anda." in refused.content.decode()
    assert client.post(place, {}).context["form"].errors
    assert len(after_head(rows_of(client.post(place, {"password": "kata sandi panjang"})))) == 3
    assert AuditEvent.objects.filter(act="session_export").count() == 1


def test_guessing_the_password_ends_after_five_times(as_user, monkeypatch):
    monkeypatch.setattr("supervision.views.exports.MANY", 0)
    session = SessionFactory()
    client = as_user(session.observer)
    for _ in range(5):
        client.post(reverse("session-export"), {"password": "x"})
    answer = client.post(reverse("session-export"), {"password": "kata sandi panjang"})
    assert "Sandi terlalu sering keliru" in answer.content.decode()
