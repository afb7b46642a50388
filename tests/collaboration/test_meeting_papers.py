"""Invitation, attendance list and minutes: on paper and as a text, with the screen's numbers."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from collaboration.actions import attendance
from collaboration.meetings import sheets as papers
from collaboration.meetings.sheets import Meeting
from collaboration.models import LookBack
from portal.paper import Facts, Signatures, Table
from portal.roles import Role
from tests.factories import ActivityFactory, AttendanceFactory, ForumFactory, appointed, member

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 5, tzinfo=dt.UTC)
NASTY = '#[x](y) \\ $1$ "quoted" \U0001f600'


def called(people=3, **changed):
    forum = ForumFactory()
    starts = timezone.now() + dt.timedelta(days=3)
    activity = ActivityFactory(**{"forum": forum, "starts_at": starts} | changed)
    for _number in range(people):
        AttendanceFactory(activity=activity, user=member(forum), came=False)
    attendance.number(activity)
    return activity


def rows_of(sheet):
    return next(block.rows for block in sheet.blocks if isinstance(block, Table))


@pytest.mark.parametrize("sheet", ["undangan", "daftar-hadir", "notulen"])
@pytest.mark.parametrize("size", ["", "?kertas=f4", "?kertas=x"])
def test_each_sheet_is_a_pdf_whatever_people_have_typed(as_user, sheet, size):
    activity = called(title=NASTY, agenda=f"{NASTY}\n{NASTY}", minuted_at=timezone.now())
    path = f"/kegiatan/{activity.pk}/lembar/{sheet}/{size}"
    answer = as_user(activity.host).get(path)
    assert answer.content.startswith(b"%PDF")
    assert ".pdf" in answer["Content-Disposition"]


def test_paper_has_the_numbers_of_the_screen_and_keeps_them_when_others_join():
    activity = called(4)
    rows = list(activity.attendance.as_list())
    before = {
        row[1]: row[0] for row in rows_of(papers.attendance_list(Meeting(activity), rows, NOW))
    }
    late = member(activity.forum)
    late.name = "Aa Paling Awal"
    late.save()
    AttendanceFactory(activity=activity, user=late)
    attendance.number(activity)
    rows = list(activity.attendance.as_list())
    after = {
        row[1]: row[0] for row in rows_of(papers.attendance_list(Meeting(activity), rows, NOW))
    }
    assert {name: after[name] for name in before} == before
    assert before == {row.user.paper_name: str(row.number) for row in rows[:4]} | {"": ""}


def test_minutes_name_who_came_and_no_one_else():
    now = timezone.now()
    activity = called(3, minuted_at=now, decision="Bertukar soal", starts_at=now)
    first, *_others = activity.attendance.as_list()
    attendance.attend(activity, by=activity.host, came={first.pk}, gave={first.pk: ["asked"]})
    sheet = papers.minutes(Meeting(activity), list(activity.attendance.as_list()), NOW)
    assert [row[:2] for row in rows_of(sheet)] == [[str(first.number), first.user.paper_name]]


def test_a_reflective_meeting_is_on_paper_as_it_was_written():
    activity = called(1, kind="reflective", minuted_at=timezone.now(), decision="Kartu dipakai")
    LookBack.objects.create(
        activity=activity, happened="Tiga kelas mencoba", applied="Minggu depan semua",
        owner=activity.host, due_on=dt.date(2026, 12, 4),
    )  # fmt: skip
    words = str(papers.minutes(Meeting(activity), [], NOW).blocks)
    for said in ("Tiga kelas mencoba", "Minggu depan semua", "Jumat, 4 Desember 2026"):
        assert said in words
    assert words.count(activity.host.paper_name) == 3


def test_papers_are_signed_by_host_and_chair_and_an_old_invitation_has_no_date_of_today():
    activity = called(starts_at=NOW - dt.timedelta(days=30))
    chair = appointed(Role.CHAIR, cluster=activity.forum.cluster)
    (past,) = [
        b for b in papers.invitation(Meeting(activity), [], NOW).blocks if isinstance(b, Signatures)
    ]
    assert str(NOW.year) not in past.place_and_day
    assert (past.left.name, past.right.name) == (chair.paper_name, activity.host.paper_name)
    assert past.place_and_day.startswith(activity.forum.cluster.subdistrict.name)


def test_a_host_who_leads_signs_once():
    activity = called()
    appointed(Role.CHAIR, user=activity.host, cluster=activity.forum.cluster)
    (block,) = [
        b for b in papers.invitation(Meeting(activity), [], NOW).blocks if isinstance(b, Signatures)
    ]
    assert block.left is None
    assert block.right.name == activity.host.paper_name
    assert block.right.role.startswith("Ketua")


def test_hour_and_day_on_paper_are_those_of_the_place():
    activity = called(starts_at=dt.datetime(2026, 11, 26, 23, 30, tzinfo=dt.UTC))
    sheet = papers.invitation(Meeting(activity), [], NOW)
    _address, facts = [block for block in sheet.blocks if isinstance(block, Facts)]
    assert "Jumat, 27 November 2026, 06.30 WIB" in dict(facts.rows).values()


def test_the_text_for_whatsapp_comes_back_as_it_was_and_holds_no_number_of_anybody(as_user):
    activity = called(title="Asesmen & umpan balik #1?", agenda="Satu\nDua")
    page = as_user(activity.host).get(f"/kegiatan/{activity.pk}/undangan/")
    link = page.context["link"]
    assert urlsplit(link).netloc == "wa.me"
    assert urlsplit(link).path == "/"
    (text,) = parse_qs(urlsplit(link).query)["text"]
    assert text == page.context["text"]
    for kept in ("Asesmen", "Satu", activity.host.name, activity.host.call):
        assert kept not in text
    mail = urlsplit(page.context["mail"])
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert parse_qs(mail.query)["body"] == [text]
    assert f"/kegiatan/{activity.pk}/" in text


def test_there_are_no_minutes_on_paper_before_they_are_written_and_no_other_sheets(as_user):
    activity = called()
    client = as_user(activity.host)
    for sheet in ("notulen", "rahasia", "²"):
        assert client.get(f"/kegiatan/{activity.pk}/lembar/{sheet}/").status_code == 404


def test_a_member_of_another_forum_prints_nothing(as_user):
    activity, stranger = called(), member(ForumFactory())
    client = as_user(stranger)
    for path in ("undangan/", "lembar/undangan/", "lembar/daftar-hadir/"):
        assert client.get(f"/kegiatan/{activity.pk}/{path}").status_code == 404


def test_the_page_is_reached_from_the_meeting(as_user):
    activity = called()
    page = as_user(activity.host).get(f"/kegiatan/{activity.pk}/").content.decode()
    assert f'href="/kegiatan/{activity.pk}/undangan/"' in page


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_people(as_user, django_assert_num_queries, rows):
    activity = called(rows)
    client = as_user(activity.host)
    # Session, user, appointments, the activity, its aspects, readers by two rules, who may change
    # it, who is told by e-mail and who is not yet.
    with django_assert_num_queries(10):
        client.get(f"/kegiatan/{activity.pk}/undangan/")
