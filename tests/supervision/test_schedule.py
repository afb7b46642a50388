from __future__ import annotations

import datetime as dt
import html
import re
import uuid

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.models import Holiday, Notification
from portal.roles import Role
from supervision import schedule
from supervision.models import Rescheduling, SupervisionSession
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    DelegateFactory,
    InstrumentFactory,
    ProgrammeFactory,
    RegionFactory,
    SchoolFactory,
    SchoolYearFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

TODAY = dt.date(2026, 8, 3)  # a Monday
LAST = dt.date(2026, 12, 19)


@pytest.fixture
def day():
    with time_machine.travel(dt.datetime(2026, 8, 3, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def school(db, day):
    TermFactory()
    InstrumentFactory(aspect="teaching")
    return SchoolFactory()


@pytest.fixture
def programme(school):
    return ProgrammeFactory(school=school)


def earlier(school, teacher, day=dt.date(2026, 3, 10), **more):
    year = SchoolYearFactory(starts_on=dt.date(2025, 7, 14), ends_on=dt.date(2026, 6, 20))
    term = TermFactory(
        year=year, number=2, starts_on=dt.date(2026, 1, 5), ends_on=dt.date(2026, 6, 20)
    )
    values = {"state": "closed", "grade": 4, "group": "B", "subject": "IPAS", **more}
    return SessionFactory(school=school, term=term, teacher=teacher, planned_on=day, **values)


class Tapper:
    """A reader who only taps: each link and button is one, a choice in a list is two."""

    def __init__(self, client):
        self.client, self.taps, self.page = client, 0, ""

    def open(self, address):
        self.page = html.unescape(self.client.get(address).content.decode())
        return self

    def follow(self, pattern):
        self.taps += 1
        address = re.search(rf'href="({pattern})"', self.page)[1]
        return self.open(address)

    def fields(self):
        """What the form on the page would send as it stands."""
        found = {}
        for tag in re.findall(r"<input[^>]*>", self.page):
            kind = (re.search(r'type="(\w+)"', tag) or [0, "text"])[1]
            name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
            if name and (kind not in ("checkbox", "radio") or "checked" in tag):
                found.setdefault(name[1], []).append(value[1] if value else "on")
        for name, options in re.findall(
            r'<select name="([^"]+)".*?>(.*?)</select>', self.page, re.S
        ):
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            first = re.search(r'<option value="([^"]*)"', options)
            found[name] = [(chosen or first)[1]]
        return found

    def press(self, address, **more):
        self.taps += 1
        return self.client.post(address, {**self.fields(), **more})


def test_eight_teachers_are_scheduled_in_four_taps(school, programme, as_user):
    teachers = [appointed(school=school) for _n in range(8)]
    for teacher in teachers:
        earlier(school, teacher)
    reader = Tapper(as_user(principal_of(school))).open("/lainnya/")
    reader.follow("/program/").follow(f"/program/{programme.pk}/jadwal/")
    reader.follow(f"/program/{programme.pk}/jadwal/usulkan/\\?semester=1")

    answer = reader.press(f"/program/{programme.pk}/jadwal/usulkan/?semester=1")

    assert answer.url == f"/program/{programme.pk}/jadwal/?semester=1"
    rows = SupervisionSession.objects.filter(programme=programme)
    assert {row.teacher for row in rows} == set(teachers)
    assert {(row.grade, row.group, row.subject) for row in rows} == {(4, "B", "IPAS")}
    assert {row.observer for row in rows} == {principal_of(school)}
    assert len({row.planned_on for row in rows}) == 8
    assert reader.taps == 4


def test_eight_teachers_never_visited_take_twenty_taps_at_most(school, programme, as_user):
    teachers = [appointed(school=school) for _n in range(8)]
    reader = Tapper(as_user(principal_of(school))).open("/lainnya/")
    reader.follow("/program/").follow(f"/program/{programme.pk}/jadwal/")
    reader.follow(f"/program/{programme.pk}/jadwal/usulkan/\\?semester=1")
    classes = {f"g{teacher.pk}-grade": "3" for teacher in teachers}
    reader.taps += 2 * len(classes)  # open the list, choose

    reader.press(f"/program/{programme.pk}/jadwal/usulkan/?semester=1", **classes)

    assert SupervisionSession.objects.filter(programme=programme, grade=3).count() == 8
    assert reader.taps <= 20


@given(
    people=st.lists(st.integers(1, 30), unique=True, max_size=12),
    span=st.integers(0, 60),
    taken=st.sets(st.integers(0, 60)),
    busy=st.dictionaries(st.integers(1, 30), st.sets(st.integers(0, 60))),
)
def test_a_spread_uses_no_day_twice_and_none_that_is_taken(people, span, taken, busy):
    days = [TODAY + dt.timedelta(days=n) for n in range(span)]
    away = {TODAY + dt.timedelta(days=n) for n in taken}
    own = {who: {TODAY + dt.timedelta(days=n) for n in some} for who, some in busy.items()}
    found = schedule.spread(people, days, taken=away, busy=own)
    used = [day for day in found.values() if day]
    assert set(found) == set(people)
    assert len(used) == len(set(used))
    assert set(used) <= set(days) - away
    assert all(day not in own.get(who, set()) for who, day in found.items())
    left = set(days) - away - set(used)
    assert all(left <= own.get(who, set()) for who, day in found.items() if day is None)


def test_a_spread_reaches_over_the_whole_term():
    days = [TODAY + dt.timedelta(days=n) for n in range(100)]
    found = schedule.spread([1, 2, 3, 4], days, taken=[], busy={})
    assert [(day - TODAY).days for day in found.values()] == [12, 37, 62, 87]


def proposed(school, **more):
    term = school.programmes.get().year.terms.get(number=1)
    return schedule.suggestions(school, term, principal_of(school), today=TODAY, **more)


def test_the_longest_without_a_talk_comes_first(school, programme):
    recent, never, old = (appointed(school=school, name=name) for name in ("Ani", "Budi", "Citra"))
    earlier(school, recent, dt.date(2026, 5, 5))
    earlier(school, old, dt.date(2026, 2, 3))
    assert [row.teacher for row in proposed(school)] == [never, old, recent]


def test_weekends_holidays_activities_and_other_visits_are_avoided(school, programme):
    TermFactory._meta.model.objects.update(ends_on=dt.date(2026, 8, 11))
    teacher, principal = appointed(school=school), principal_of(school)
    Holiday.objects.create(name="Libur", starts_on="2026-08-04", ends_on="2026-08-05")
    SessionFactory(teacher=appointed(), observer=principal, planned_on=dt.date(2026, 8, 6))
    meeting = ActivityFactory(starts_at=dt.datetime(2026, 8, 6, 23, 30, tzinfo=dt.UTC))
    AttendanceFactory(activity=meeting, user=teacher, came=False)  # Friday by the school's clock
    SessionFactory(school=SchoolFactory(), teacher=teacher, planned_on=dt.date(2026, 8, 10))
    assert [row.day for row in proposed(school)] == [dt.date(2026, 8, 11)]


def test_an_activity_that_is_called_off_is_no_reason(school, programme):
    TermFactory._meta.model.objects.update(ends_on=dt.date(2026, 8, 4))
    teacher = appointed(school=school)
    at = dt.datetime(2026, 8, 4, 2, 0, tzinfo=dt.UTC)
    AttendanceFactory(
        activity=ActivityFactory(starts_at=at, cancelled_at=at), user=teacher, came=False
    )
    assert [row.day for row in proposed(school)] == [dt.date(2026, 8, 4)]


def test_where_no_day_is_left_the_row_says_so_and_is_not_ticked(school, programme, as_user):
    TermFactory._meta.model.objects.update(ends_on=dt.date(2026, 8, 4))
    appointed(school=school, name="Ani")
    appointed(school=school, name="Budi")
    page = as_user(principal_of(school)).get(f"/program/{programme.pk}/jadwal/usulkan/")
    assert [(form.teacher.name, form.is_chosen) for form in page.context["forms"]] == [
        ("Ani", True),
        ("Budi", False),
    ]


def test_who_has_a_visit_this_term_or_observes_is_not_proposed(school, programme):
    SessionFactory(school=school)
    SessionFactory(school=school, state="cancelled", teacher=appointed(school=school, name="Batal"))
    assert [row.teacher.name for row in proposed(school)] == ["Batal"]


def test_last_semester_is_shifted_by_weeks(school, programme, as_user):
    one, two = appointed(school=school), appointed(school=school)
    appointed(school=school)  # not visited then, so not proposed now
    earlier(school, one, dt.date(2026, 3, 17))  # 71 days after the first day of that term
    earlier(school, two, dt.date(2026, 3, 10))
    address = f"/program/{programme.pk}/jadwal/usulkan/?semester=1&dari=lalu"
    forms = as_user(principal_of(school)).get(address).context["forms"]
    assert [(form.teacher, form.initial["planned_on"]) for form in forms] == [
        (two, dt.date(2026, 9, 15)),
        (one, dt.date(2026, 9, 22)),
    ]


def row(teacher, **more):
    values = {
        "chosen": "on", "id": str(uuid.uuid4()), "planned_on": "10/8/2026",
        "planned_time": "07.30", "grade": "4", "group": "A", "subject": "IPAS",
        "aspects": ["teaching"], **more,
    }  # fmt: skip
    return {"teacher": [teacher.pk], **{f"g{teacher.pk}-{name}": v for name, v in values.items()}}


def together(*rows):
    found = {}
    for one in rows:
        for name, value in one.items():
            found[name] = found[name] + value if name == "teacher" and name in found else value
    return found


def test_a_refused_row_keeps_what_was_typed_and_good_rows_are_saved(school, programme, as_user):
    good, bad = appointed(school=school), appointed(school=school, name="Budi")
    later = appointed(school=school)
    observer = principal_of(school)
    sent = together(
        row(good, observer=observer.pk),
        row(bad, observer=observer.pk, planned_on="besok", subject="Membatik"),
        row(later, observer=observer.pk, subject="Menari"),
    )
    del sent[f"g{later.pk}-chosen"]
    client, address = as_user(observer), f"/program/{programme.pk}/jadwal/usulkan/"

    answer = client.post(address, sent)

    text = answer.content.decode()
    assert [form.teacher for form in answer.context["forms"]] == [bad, later]
    assert 'value="besok"' in text
    assert 'value="Membatik"' in text
    assert 'value="Menari"' in text
    assert "Budi, Tanggal: " in text
    session = SupervisionSession.objects.get()
    assert (session.teacher, session.observer, session.programme) == (good, observer, programme)
    assert (session.planned_time, session.aspects) == (dt.time(7, 30), ["teaching"])
    assert list(Notification.objects.values_list("to", "kind")) == [(good.pk, "session_planned")]


def test_two_presses_plan_once(school, programme, as_user):
    teacher, observer = appointed(school=school), principal_of(school)
    client, address = as_user(observer), f"/program/{programme.pk}/jadwal/usulkan/"
    sent = row(teacher, observer=observer.pk)
    assert client.post(address, sent).url == client.post(address, sent).url
    assert SupervisionSession.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"planned_on": "9/8/2026"}, "planned_on"),  # a Sunday
        ({"planned_on": "17/8/2026"}, "planned_on"),  # a holiday
        ({"planned_on": "3/1/2027"}, "planned_on"),  # another semester
        ({"planned_on": "1/8/2026"}, "planned_on"),  # past
        ({"grade": ""}, "grade"),
        ({"grade": "²"}, "grade"),
        ({"id": "x"}, "id"),
        ({"observer": "999999999999999999999"}, "observer"),
        ({"planned_on": "11/8/2026", "planned_time": "8.00"}, "planned_time"),  # taken
    ],
)
def test_what_cannot_be_is_refused_in_words(school, programme, as_user, more, field):
    Holiday.objects.create(name="Kemerdekaan", starts_on="2026-08-17", ends_on="2026-08-17")
    teacher, observer = appointed(school=school), principal_of(school)
    SessionFactory(
        observer=observer, school=school, planned_on=dt.date(2026, 8, 11), planned_time=dt.time(8)
    )
    sent = row(teacher, **{"observer": observer.pk, **more})
    answer = as_user(observer).post(f"/program/{programme.pk}/jadwal/usulkan/", sent)
    (form,) = answer.context["forms"]
    assert list(form.errors) == [field]
    assert SupervisionSession.objects.count() == 1


def test_a_person_of_another_school_is_left_out(school, programme, as_user):
    stranger, observer = appointed(), principal_of(school)
    sent = row(stranger, observer=observer.pk)
    as_user(observer).post(f"/program/{programme.pk}/jadwal/usulkan/", sent)
    as_user(observer).post(f"/program/{programme.pk}/jadwal/usulkan/", {"teacher": ["x", "²"]})
    assert not SupervisionSession.objects.exists()


def test_a_visit_planned_meanwhile_is_not_planned_twice(school, programme, as_user):
    teacher, observer = appointed(school=school), principal_of(school)
    sent = row(teacher, observer=observer.pk)
    SessionFactory(school=school, teacher=teacher)
    answer = as_user(observer).post(f"/program/{programme.pk}/jadwal/usulkan/", sent)
    assert "sudah dijadwalkan" in answer.content.decode()
    assert SupervisionSession.objects.count() == 1


def test_a_delegate_may_be_chosen_as_observer(school, programme, as_user):
    teacher = appointed(school=school)
    delegate = DelegateFactory(programme=programme).user
    coordinator = appointed(Role.COORDINATOR, school=school)
    client, address = as_user(coordinator), f"/program/{programme.pk}/jadwal/usulkan/"
    forms = {form.teacher: form for form in client.get(address).context["forms"]}
    assert forms[teacher].initial["observer"] == principal_of(school).pk
    client.post(address, row(teacher, observer=delegate.pk))
    session = SupervisionSession.objects.get()
    assert (session.observer, session.created_by) == (delegate, coordinator)


def test_gaps_and_clashes_stand_in_words(school, programme, as_user):
    Holiday.objects.create(name="Kemerdekaan", starts_on="2026-08-17", ends_on="2026-08-17")
    appointed(school=school, name="Rina")
    at = {"planned_on": dt.date(2026, 8, 12), "planned_time": dt.time(7, 30)}
    one = SessionFactory(school=school, teacher=appointed(school=school, name="Ani"), **at)
    SessionFactory(school=school, teacher=appointed(school=school, name="Dewi"), **at)
    SessionFactory(
        school=school,
        teacher=appointed(school=school, name="Eka"),
        planned_on=dt.date(2026, 8, 17),
    )
    meeting = ActivityFactory(starts_at=dt.datetime(2026, 8, 12, 2, 0, tzinfo=dt.UTC))
    AttendanceFactory(activity=meeting, user=one.teacher, came=False)

    page = as_user(principal_of(school)).get(f"/program/{programme.pk}/jadwal/?semester=1")

    assert page.context["gaps"] == ["Bu Rina belum punya jadwal semester ini."]
    observer = principal_of(school).call
    assert page.context["clashes"] == [
        "Bu Ani mengikuti kegiatan lain pada Rabu, 12 Agustus 2026.",
        "Kunjungan Bu Eka pada Senin, 17 Agustus 2026 jatuh pada hari tanpa pembelajaran: "
        "Kemerdekaan.",
        f"{observer} punya dua kunjungan pada Rabu, 12 Agustus 2026 pukul 07.30: "
        "Bu Ani dan Bu Dewi.",
    ]


def test_the_grid_is_in_order_of_name_and_shows_each_visit_in_its_month(school, programme, as_user):
    later = SessionFactory(school=school, teacher=appointed(school=school, name="Budi"))
    appointed(school=school, name="Ani")
    Rescheduling.objects.create(
        session=later,
        from_day=dt.date(2026, 11, 20),
        to_day=later.planned_on,
        reason="Guru sakit",
        by=later.observer,
        at=dt.datetime(2026, 8, 1, tzinfo=dt.UTC),
    )
    page = as_user(principal_of(school)).get(f"/program/{programme.pk}/jadwal/")
    rows = page.context["rows"]
    assert [row.person.name for row in rows] == ["Ani", "Budi"]
    assert [len(month) for month in rows[1].months] == [0, 0, 0, 0, 1, 0]
    assert rows[1].months[4] == [later]
    text = page.content.decode()
    assert "20-11-2026 → 26-11-2026: Guru sakit" in text
    assert f"/supervisi/{later.pk}/" in text


def test_a_teacher_sees_her_own_visits_alone(school, programme, as_user):
    mine = SessionFactory(school=school)
    SessionFactory(school=school, teacher=appointed(school=school, name="Rahasia"))
    page = as_user(mine.teacher).get(f"/program/{programme.pk}/jadwal/")
    assert [row.person for row in page.context["rows"]] == [mine.teacher]
    text = page.content.decode()
    assert "Rahasia" not in text
    assert "usulkan" not in text
    assert page.context["gaps"] == []
    address = f"/program/{programme.pk}/jadwal/usulkan/"
    assert as_user(mine.teacher).get(address).status_code == 403
    assert as_user(mine.teacher).post(address).status_code == 403


def test_odd_semesters_give_the_running_one(school, programme, as_user):
    client = as_user(principal_of(school))
    for query in ("semester=9", "semester=²", "semester=%00", "semester="):
        page = client.get(f"/program/{programme.pk}/jadwal/?{query}")
        assert page.context["term"].number == 1


def test_a_year_without_semesters_says_so(day, db, as_user):
    programme = ProgrammeFactory()
    client = as_user(principal_of(programme.school))
    page = client.get(f"/program/{programme.pk}/jadwal/")
    assert "Mintalah operator" in page.content.decode()
    assert client.get(f"/program/{programme.pk}/jadwal/usulkan/").status_code == 302


@pytest.mark.parametrize("rows", [1, 5])
def test_the_schedule_costs_the_same_for_any_number_of_teachers(
    school, programme, as_user, django_assert_num_queries, rows
):
    for _row in range(rows):
        SessionFactory(school=school)
        appointed(school=school)
    client = as_user(principal_of(school))
    # session, user, appointments, programme, terms, visits, moves, staff, holidays, activities
    with django_assert_num_queries(10):
        page = client.get(f"/program/{programme.pk}/jadwal/")
    assert len(page.context["rows"]) == 2 * rows
    # the first five, observers, holidays, history and parts, staff, visits, activities
    with django_assert_num_queries(12):
        page = client.get(f"/program/{programme.pk}/jadwal/usulkan/")
    assert len(page.context["forms"]) == rows


def test_a_region_holiday_counts_only_there(db, day):
    school = SchoolFactory()
    Holiday.objects.create(
        name="Hari jadi", region=RegionFactory(code="35.14"),
        starts_on="2026-09-18", ends_on="2026-09-18",
    )  # fmt: skip
    Holiday.objects.create(
        name="Lain", region=RegionFactory(code="35.75"),
        starts_on="2026-09-21", ends_on="2026-09-21",
    )  # fmt: skip
    found = schedule.closed(school, dt.date(2026, 9, 1), dt.date(2026, 9, 30))
    assert found.names == {dt.date(2026, 9, 18): "Hari jadi"}
