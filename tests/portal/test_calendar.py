from __future__ import annotations

import datetime as dt
import re
import uuid

import icalendar
import pytest
import time_machine
from django.test import Client

from portal.calendar import feeds
from portal.models import AuditEvent, CalendarFeed
from portal.models.places import Zone
from portal.roles import Role
from supervision.actions import group as groups
from supervision.actions import plan
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    GroupVisitFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    UserFactory,
    appointed,
    principal_of,
)

DAY = dt.date(2026, 11, 26)
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


def fetch(token: str, **headers: str):
    return Client().get(f"/kalender/{token}.ics", **headers)


def read(user) -> list[icalendar.Event]:
    answer = fetch(feeds.make(user))
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def only(user) -> icalendar.Event:
    (event,) = read(user)
    return event


@pytest.mark.parametrize(
    ("zone", "hour"), [(Zone.WIB, "00:30"), (Zone.WITA, "23:30"), (Zone.WIT, "22:30")]
)
def test_a_visit_stands_at_its_hour_by_the_clock_of_its_school(zone, hour):
    session = SessionFactory(
        school=SchoolFactory(zone=zone, name="SD Negeri Ujung"),
        planned_on=DAY,
        planned_time=dt.time(7, 30),
        group="A",
    )
    event = only(session.teacher)
    assert event["dtstart"].dt.astimezone(dt.UTC).strftime("%H:%M") == hour
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(minutes=70)
    assert str(event["summary"]) == f"Kunjungan kelas 4A, IPAS ({session.observer.call})"
    assert str(event["location"]) == "SD Negeri Ujung"
    assert str(event["status"]) == "CONFIRMED"


def test_without_an_hour_it_takes_the_whole_day():
    session = SessionFactory(planned_on=DAY)
    event = only(session.observer)
    assert (event["dtstart"].dt, event["dtend"].dt) == (DAY, DAY + dt.timedelta(days=1))
    assert session.teacher.call in str(event["summary"])


def test_a_moved_visit_keeps_its_key_and_counts_up_a_cancelled_one_says_so():
    session = SessionFactory(planned_on=DAY)
    first = only(session.teacher)
    plan.reschedule(
        session, by=session.observer, day=dt.date(2026, 11, 27), time=None, reason="Rapat"
    )
    moved = only(session.teacher)
    plan.cancel(session, by=session.observer, reason="Guru sakit")
    gone = only(session.teacher)
    assert first["uid"] == moved["uid"] == gone["uid"]
    assert [int(row["sequence"]) for row in (first, moved, gone)] == [0, 1, 2]
    assert moved["dtstart"].dt == dt.date(2026, 11, 27)
    assert str(gone["status"]) == "CANCELLED"


def test_no_word_of_anybody_travels():
    session = SessionFactory(planned_on=DAY, topic="TOPIK", agreement="FOKUS")
    session.cancel_reason = "ALASAN"
    session.state = "cancelled"
    session.save()
    group = GroupVisitFactory(school=session.school, title="JUDUL", purpose="UNTUK", notes="KATA")
    meeting = ActivityFactory(
        forum=None, school=session.school, host=session.observer, title="NAMA", problem="MASALAH"
    )
    assert meeting.host == group.observer
    text = fetch(feeds.make(session.observer)).content.decode()
    assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == 3
    written = ("TOPIK", "FOKUS", "ALASAN", "JUDUL", "UNTUK", "KATA", "NAMA", "MASALAH")
    assert [word for word in written if word in text] == []


def test_what_was_typed_cannot_write_a_line_of_the_calendar():
    odd = "A,B;C\r\nBEGIN:VALARM\rTRIGGER:X\n\N{PARTY POPPER}\\"
    school = SchoolFactory(name=f"SD {odd}")
    observer = appointed(Role.PRINCIPAL, school=school, name="N" * 120, address="")
    session = SessionFactory(
        school=school, observer=observer, subject=f"IPAS {odd}", group="A\nB", planned_on=DAY
    )
    answer = fetch(feeds.make(session.teacher))
    calendar = icalendar.Calendar.from_ical(answer.content)
    (event,) = calendar.walk("VEVENT")
    assert calendar.walk("VALARM") == []
    assert "A,B;C BEGIN:VALARM" in str(event["summary"])
    assert "\N{PARTY POPPER}" in str(event["location"])
    assert "N" * 120 in str(event["summary"])
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_it_holds_own_visits_and_meetings_and_nobody_elses():
    session = SessionFactory(planned_on=DAY)
    teacher = session.teacher
    SessionFactory(school=session.school, planned_on=DAY)
    invited = ActivityFactory(starts_at=dt.datetime(2026, 11, 28, 2, 0, tzinfo=dt.UTC), minutes=90)
    AttendanceFactory(activity=invited, user=teacher, came=False)
    ActivityFactory()
    events = {str(row["uid"]).split("-", 1)[0]: row for row in read(teacher)}
    assert set(events) == {"kunjungan", "kegiatan"}
    assert str(events["kegiatan"]["summary"]) == f"Pertemuan KKG, {invited.forum.name}"
    assert events["kegiatan"]["dtend"].dt == dt.datetime(2026, 11, 28, 3, 30, tzinfo=dt.UTC)


def test_a_group_is_one_date_for_who_leads_it_and_each_ones_own_for_the_others():
    TermFactory()
    school = SchoolFactory()
    principal = principal_of(school)
    people = [appointed(school=school) for _number in range(3)]
    group = groups.begin(
        uuid.uuid4(),
        by=principal,
        observer=principal,
        school=school,
        teachers=people,
        technique="workshop",
        title="Asesmen awal",
        planned_on=DAY,
    )
    groups.move(group, by=principal, day=dt.date(2026, 11, 27), time=None, reason="Rapat")
    event = only(principal)
    assert (str(event["uid"]), int(event["sequence"])) == (f"bersama-{group.pk}@rembuk", 1)
    assert str(event["summary"]) == "Supervisi bersama: Lokakarya"
    assert str(only(people[0])["uid"]).startswith("kunjungan-")


def test_what_may_no_longer_be_seen_leaves_the_calendar():
    session = SessionFactory(planned_on=DAY)
    token = feeds.make(session.observer)
    elsewhere = appointed(Role.PRINCIPAL, user=session.observer)
    session.observer.appointments.filter(school=session.school).update(
        ended_on=dt.date(2026, 11, 1)
    )
    answer = fetch(token)
    assert elsewhere == session.observer
    assert icalendar.Calendar.from_ical(answer.content).walk("VEVENT") == []


def test_whatever_does_not_work_is_answered_alike():
    teacher, gone, inactive = appointed(), UserFactory(), appointed()
    old, without, off = feeds.make(teacher), feeds.make(gone), feeds.make(inactive)
    inactive.is_active = False
    inactive.save()
    feeds.make(teacher)
    answers = [fetch(token) for token in (old, without, off, "x", "0" * 43, "é\u2603", "a b")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    told = [{**answer.headers, "X-Request-Id": ""} for answer in answers]
    assert [row for row in told if row != told[0]] == []


def test_the_address_is_not_for_caches_and_robots_and_in_indonesian_for_whoever_asks():
    session = SessionFactory(planned_on=DAY)
    answer = fetch(feeds.make(session.teacher), headers={"accept-language": "en"})
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in answer
    assert "Kunjungan" in answer.content.decode()
    assert Client().post(f"/kalender/{'x' * 43}.ics").status_code == 405


@pytest.mark.parametrize("rows", [1, 5])
def test_a_feed_costs_the_same_for_any_number_of_dates(django_assert_num_queries, rows):
    TermFactory()
    school = SchoolFactory()
    principal = principal_of(school)
    for _number in range(rows):
        SessionFactory(school=school, observer=principal, planned_on=DAY)
        GroupVisitFactory(school=school, observer=principal, planned_on=DAY)
        ActivityFactory(forum=None, school=school, host=principal)
    token = feeds.make(principal)
    # Queries: the address and its person, appointments, visits, groups and activities.
    with django_assert_num_queries(5):
        answer = fetch(token)
    assert len(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")) == 3 * rows


def test_the_address_is_shown_once_and_a_new_one_stops_the_old(as_user):
    session = SessionFactory(planned_on=DAY)
    client = as_user(session.teacher)
    found = r"http://testserver(/kalender/[\w-]{43}\.ics)"

    assert re.search(found, client.get("/pengaturan/kalender/").content.decode()) is None
    first = re.search(found, client.post("/pengaturan/kalender/").content.decode())[1]
    again = client.get("/pengaturan/kalender/").content.decode()
    assert "Alamat berlaku sejak 24 November 2026" in again
    assert first not in again
    assert Client().get(first).status_code == 200

    second = re.search(found, client.post("/pengaturan/kalender/").content.decode())[1]
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200

    client.post("/pengaturan/kalender/hentikan/")
    client.post("/pengaturan/kalender/hentikan/")
    assert Client().get(second).status_code == 404
    acts = AuditEvent.objects.filter(act__startswith="calendar_").values_list("act", flat=True)
    assert sorted(acts) == ["calendar_make", "calendar_make", "calendar_revoke"]


def test_only_the_digest_of_the_secret_is_kept():
    token = feeds.make(appointed())
    row = CalendarFeed.objects.get()
    assert token not in str(row.__dict__)
    assert len(token) == 43


def test_the_settings_lead_to_the_calendar(as_user):
    page = as_user(appointed()).get("/pengaturan/").content.decode()
    assert 'href="/pengaturan/kalender/"' in page


def test_one_visit_goes_into_a_calendar_with_one_tap(as_user):
    session = SessionFactory(planned_on=DAY, planned_time=dt.time(9, 0))
    address = f"/supervisi/{session.pk}/kalender.ics"
    client = as_user(session.teacher)
    assert address in client.get(f"/supervisi/{session.pk}/").content.decode()
    answer = client.get(address)
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["dtstart"].dt == dt.datetime(2026, 11, 26, 2, 0, tzinfo=dt.UTC)
    assert str(event["url"]) == f"http://testserver/supervisi/{session.pk}/"
    assert 'filename="kunjungan-2026-11-26.ics"' in answer["Content-Disposition"]
    assert as_user(appointed()).get(address).status_code == 404


def test_a_supervision_together_goes_into_a_calendar_with_one_tap(as_user):
    group = GroupVisitFactory(planned_on=DAY)
    session = SessionFactory(school=group.school, together=group, observer=group.observer)
    address = f"/supervisi/bersama/{group.pk}/kalender.ics"
    client = as_user(session.teacher)
    assert address in client.get(f"/supervisi/bersama/{group.pk}/").content.decode()
    answer = client.get(address)
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["uid"]), event["dtstart"].dt) == (f"bersama-{group.pk}@rembuk", DAY)
    assert as_user(appointed(school=group.school)).get(address).status_code == 404


def test_one_meeting_goes_into_a_calendar_with_one_tap(as_user):
    meeting = ActivityFactory(starts_at=dt.datetime(2026, 11, 28, 2, 0, tzinfo=dt.UTC))
    address = f"/kegiatan/{meeting.pk}/kalender.ics"
    client = as_user(meeting.host)
    assert address in client.get(f"/kegiatan/{meeting.pk}/").content.decode()
    answer = client.get(address)
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["uid"]) == f"kegiatan-{meeting.pk}@rembuk"
    assert 'filename="kegiatan-2026-11-28.ics"' in answer["Content-Disposition"]
    assert as_user(appointed()).get(address).status_code == 404
