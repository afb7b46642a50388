"""Letters of attendance: made by whom they are about, proved to anybody, withdrawn by facts."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from collaboration.actions import attendance
from collaboration.actions import letter as actions
from collaboration.models import Letter
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ForumFactory,
    LetterFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_before():
    cache.clear()


def attended(**changed):
    forum = ForumFactory()
    about = {"minuted_at": timezone.now(), "title": "Asesmen awal", "problem": "Rahasia forum"}
    activity = ActivityFactory(forum=forum, **(about | changed))
    return AttendanceFactory(activity=activity, user=member(forum))


def shown(code):
    answer = Client().get(f"/surat/{code}/")
    return answer.status_code, answer.content.decode()


def test_a_letter_is_made_once_and_its_code_proves_it_without_sign_in(as_user):
    row = attended()
    client = as_user(row.user)
    for _time in range(2):
        answer = client.post(f"/kehadiran/{row.pk}/surat/")
    letter = Letter.objects.get()
    assert answer.url == f"/surat-keterangan/{letter.pk}/"
    assert re.fullmatch(r"[A-HJ-NP-Z2-9]{12}", letter.code)
    status, page = shown(letter.code)
    assert status == 200
    for fact in ("Surat ini sah", row.user.paper_name, "Asesmen awal", "120 menit, 2 JP"):
        assert fact in page


def test_the_public_page_shows_nothing_but_validity_name_title_day_and_hours():
    letter = LetterFactory(attendance=attended(), code="ABCDEFGH2345")
    activity = letter.attendance.activity
    status, page = shown(letter.code)
    assert status == 200
    hidden = [activity.forum.name, activity.host.name, activity.problem, str(activity.pk)]
    hidden += [letter.attendance.user.username, letter.attendance.user.nip or "1" * 18]
    assert [word for word in hidden if word in page] == []
    answer = Client().get(f"/surat/{letter.code}/")
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("code", ["AAAAAAAAAAAA", "x", "²", "' OR 1=1", "9" * 300, "<script>"])
def test_an_unknown_code_is_answered_with_one_sentence(code):
    LetterFactory(attendance=attended())
    status, page = shown(code)
    assert status == 404
    assert "Tidak ada surat dengan kode ini" in page
    assert "Asesmen awal" not in page


def test_a_code_may_be_typed_from_paper():
    letter = LetterFactory(attendance=attended(), code="ABCDEFGH2345")
    client = Client()
    answer = client.post("/surat/", {"code": " abcd-efgh 2345 "})
    assert answer.url == f"/surat/{letter.code}/"
    assert shown("abcd-efgh-2345")[0] == 200
    page = client.post("/surat/", {"code": "ABC"}).content.decode()
    assert "dua belas huruf dan angka" in page


def test_letters_cannot_be_tried_through():
    letter = LetterFactory(attendance=attended(), code="ABCDEFGH2345")
    for number in range(60):
        assert shown(f"AAAAAAAAAA{number:02}")[0] == 404
    status, page = shown(letter.code)
    assert status == 429
    assert "Asesmen awal" not in page


def not_come(activity, row):
    attendance.attend(activity, by=activity.host, came=set(), gave={})


def shorter(activity, row):
    activity.minutes = 60
    activity.save()


def cancelled(activity, row):
    activity.cancelled_at = timezone.now()
    activity.save()


@pytest.mark.parametrize("correct", [not_come, shorter, cancelled])
def test_a_correction_withdraws_the_letter(as_user, correct):
    row = attended()
    letter = actions.issue(row, by=row.user)
    correct(row.activity, row)
    status, page = shown(letter.code)
    assert status == 200
    assert "sudah ditarik" in page
    assert row.user.name not in page
    client = as_user(row.user)
    assert client.get(f"/surat-keterangan/{letter.pk}/unduh/").status_code == 302
    assert "tidak berlaku lagi" in client.get(f"/surat-keterangan/{letter.pk}/").content.decode()


def test_after_a_correction_of_the_time_a_new_letter_has_a_code_of_its_own():
    row = attended()
    old = actions.issue(row, by=row.user)
    shorter(row.activity, row)
    new = actions.issue(row, by=row.user)
    assert (new.minutes, new.code != old.code) == (60, True)
    assert "Surat ini sah" in shown(new.code)[1]


def test_nobody_certifies_what_has_no_minutes_or_was_not_come_to(as_user):
    row = attended(minuted_at=None)
    assert as_user(row.user).post(f"/kehadiran/{row.pk}/surat/").status_code == 403
    with pytest.raises(ValidationError):
        actions.issue(row, by=row.user)
    assert not Letter.objects.exists()


def test_a_letter_is_made_and_opened_by_nobody_else(as_user):
    row = attended()
    letter = actions.issue(row, by=row.user)
    host = as_user(row.activity.host)
    assert host.post(f"/kehadiran/{row.pk}/surat/").status_code == 404
    assert host.get(f"/surat-keterangan/{letter.pk}/").status_code == 404
    assert host.get(f"/surat-keterangan/{letter.pk}/unduh/").status_code == 404


def test_the_letter_is_a_pdf_with_a_name_one_finds_again(as_user):
    row = attended(title="Asesmen \U0001f600 #[x](y) \\ $1$")
    letter = actions.issue(row, by=row.user)
    answer = as_user(row.user).get(f"/surat-keterangan/{letter.pk}/unduh/?kertas=f4")
    assert answer.content.startswith(b"%PDF")
    assert "Surat%20keterangan" in answer["Content-Disposition"]


def test_the_letter_is_reached_from_the_line_of_the_hours(as_user):
    row = attended()
    page = as_user(row.user).get("/jam-belajar/").content.decode()
    assert f'action="/kehadiran/{row.pk}/surat/"' in page
