from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from portal.models import AuditEvent, Notification, SchoolYear
from portal.roles import Role
from supervision.actions import programme as actions
from supervision.models import Delegate, Programme
from tests.factories import (
    DelegateFactory,
    FollowUpFactory,
    InstrumentFactory,
    ProgrammeFactory,
    RatingFactory,
    RegionFactory,
    SchoolFactory,
    SchoolYearFactory,
    SessionFactory,
    TermFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    return SchoolFactory(name="SD Negeri Rejosari")


def last_year():
    year = SchoolYearFactory(starts_on=dt.date(2025, 7, 14), ends_on=dt.date(2026, 6, 20))
    TermFactory(year=year, starts_on=dt.date(2025, 7, 14), ends_on=dt.date(2025, 12, 20), number=1)
    return year


def make(client, school):
    return client.post(f"/program/sekolah/{school.pk}/")


def test_a_principal_makes_the_first_programme_with_texts_to_sign(school, as_user):
    client = as_user(principal_of(school))
    assert "Susun program" in client.get("/program/").content.decode()

    answer = make(client, school)

    programme = Programme.objects.get()
    assert answer.url == f"/program/{programme.pk}/"
    assert (programme.school, str(programme.year)) == (school, "2026/2027")
    assert "SD Negeri Rejosari" in programme.background
    assert "2026/2027" in programme.scope
    assert "{" not in programme.background + programme.scope + programme.purpose
    assert programme.techniques == ["class_visit", "observation", "meeting", "group_talk"]
    text = client.get(answer.url).content.decode()
    assert "Program supervisi 2026/2027" in text
    assert "Kunjungan kelas" in text
    assert AuditEvent.objects.filter(act="programme_make").count() == 1


def test_a_second_tap_finds_the_first(school, as_user):
    client = as_user(principal_of(school))
    assert make(client, school).url == make(client, school).url
    assert Programme.objects.count() == 1
    assert make(as_user(appointed(Role.COORDINATOR, school=school)), school).status_code == 302
    assert Programme.objects.count() == 1


def test_texts_are_copied_from_last_year_and_its_numbers_filled_in(school, as_user):
    year = last_year()
    ProgrammeFactory(
        school=school, year=year, background="Kata kami di 2025/2026", targets="Dua kali"
    )
    term = year.terms.get()
    for state in ("closed", "discussed", "planned", "cancelled"):
        SessionFactory(school=school, term=term, state=state, planned_on=dt.date(2025, 9, 9))
    held = SessionFactory.create_batch(
        2, school=school, term=term, state="closed", planned_on=dt.date(2025, 10, 9)
    )
    FollowUpFactory(session=held[0])
    done = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    FollowUpFactory(session=held[1], done_at=done, done_by=held[1].teacher, proof="Sudah")

    make(as_user(principal_of(school)), school)

    programme = Programme.objects.exclude(year=year).get()
    assert (programme.background, programme.targets) == ("Kata kami di 2026/2027", "Dua kali")
    assert "4 kunjungan kepada 4 guru" in programme.review
    assert "1 dari 2 langkah" in programme.review


def test_recurring_indicators_are_named_without_people_and_only_of_enough_teachers(school, as_user):
    year = last_year()
    item, other = InstrumentFactory(items=2).indicators.all()
    for level in (1, 2, 2, 3):
        session = SessionFactory(school=school, term=year.terms.get(), state="closed")
        RatingFactory(session=session, indicator=item, level=level)
    assert actions.review(school, year).recurring == ()

    fifth = SessionFactory(school=school, term=year.terms.get(), state="closed")
    RatingFactory(session=fifth, indicator=other, level=1)
    RatingFactory(session=fifth, indicator=item, level=4)
    assert actions.review(school, year).recurring == ("Butir R01",)


def test_visits_that_are_planned_already_become_part_of_it(school, as_user):
    early = SessionFactory(school=school)
    elsewhere = SessionFactory()
    make(as_user(principal_of(school)), school)
    early.refresh_from_db()
    elsewhere.refresh_from_db()
    assert early.programme == Programme.objects.get()
    assert elsewhere.programme is None


def test_who_may_read_and_who_may_write(school, as_user):
    programme = ProgrammeFactory(school=school)
    region = RegionFactory()
    address = f"/program/{programme.pk}/"
    reads = {
        "teacher": appointed(school=school),
        "supervisor": appointed(Role.SUPERVISOR, region=region),
        "coordinator": appointed(Role.COORDINATOR, school=school),
        "officer": appointed(Role.OFFICER, region=region),
        "stranger": appointed(Role.PRINCIPAL),
    }
    seen = {who: as_user(user).get(address).status_code for who, user in reads.items()}
    assert seen == {
        "teacher": 200, "supervisor": 200, "coordinator": 200, "officer": 404, "stranger": 404,
    }  # fmt: skip
    page = f"{address}ubah/tujuan/"
    writes = {who: as_user(user).get(page).status_code for who, user in reads.items()}
    assert writes == {
        "teacher": 403, "supervisor": 403, "coordinator": 200, "officer": 404, "stranger": 404,
    }  # fmt: skip
    assert page not in as_user(reads["teacher"]).get(address).content.decode()


def test_a_supervisor_sees_the_programmes_of_his_schools_in_order_of_name(school, as_user):
    ProgrammeFactory(school=SchoolFactory(name="SD B"))
    ProgrammeFactory(school=SchoolFactory(name="SD A"))
    ProgrammeFactory(school=SchoolFactory(subdistrict=RegionFactory(code="35.75.01")))
    user = appointed(Role.SUPERVISOR, region=RegionFactory())
    page = as_user(user).get("/program/").context["page"]
    assert [row.school.name for row in page] == ["SD A", "SD B"]


def edit(client, programme, chapter, **values):
    address = f"/program/{programme.pk}/ubah/{chapter}/"
    seen = client.get(address).context["seen"]
    return address, {"seen": seen, **values}


def test_a_chapter_is_saved_and_the_same_save_twice_is_one(school, as_user):
    programme = ProgrammeFactory(school=school)
    client = as_user(principal_of(school))
    address, sent = edit(
        client, programme, "sasaran", targets="Dua\r\nkali", techniques=["meeting", "study"]
    )
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.url == second.url == f"/program/{programme.pk}/"
    programme.refresh_from_db()
    assert (programme.targets, programme.techniques) == ("Dua\nkali", ["meeting", "study"])
    assert AuditEvent.objects.filter(act="programme_edit").count() == 1


def test_two_editors_of_a_chapter_lose_no_word(school, as_user):
    programme = ProgrammeFactory(school=school, purpose="Semula")
    one = as_user(principal_of(school))
    two = as_user(appointed(Role.COORDINATOR, school=school))
    address, mine = edit(one, programme, "tujuan", purpose="Kata kepala", scope="")
    _address, hers = edit(two, programme, "tujuan", purpose="Kata kurikulum", scope="")
    one.post(address, mine)

    answer = two.post(address, hers)

    text = answer.content.decode()
    assert "Kata kepala" in text
    assert "Kata kurikulum" in text
    programme.refresh_from_db()
    assert programme.purpose == "Kata kepala"
    two.post(address, {**hers, "seen": answer.context["seen"]})
    programme.refresh_from_db()
    assert programme.purpose == "Kata kurikulum"


def test_odd_texts_are_kept_or_refused_in_words(school, as_user):
    programme = ProgrammeFactory(school=school)
    client = as_user(principal_of(school))
    address, sent = edit(client, programme, "tujuan", purpose="a\x00b\u202e", scope="x" * 5000)
    answer = client.post(address, sent)
    assert list(answer.context["form"].errors) == ["scope"]
    assert "x" * 5000 in answer.content.decode()
    address, sent = edit(client, programme, "sasaran", techniques=["nonsense"])
    assert list(client.post(address, sent).context["form"].errors) == ["techniques"]
    assert client.get(f"/program/{programme.pk}/ubah/lain/").status_code == 404


def test_a_closed_programme_is_read_and_opened_again(school, as_user):
    programme = ProgrammeFactory(school=school)
    client = as_user(principal_of(school))
    assert client.post(f"/program/{programme.pk}/tutup/").url == f"/program/{programme.pk}/"
    assert client.get(f"/program/{programme.pk}/ubah/tujuan/").status_code == 403
    page = client.get(f"/program/{programme.pk}/").content.decode()
    assert "/ubah/" not in page
    assert "Buka kembali" in page
    client.post(f"/program/{programme.pk}/buka/")
    assert client.get(f"/program/{programme.pk}/ubah/tujuan/").status_code == 200


def test_who_reads_cannot_close_or_open(school, as_user):
    programme = ProgrammeFactory(school=school)
    client = as_user(appointed(school=school))
    for page in ("tutup/", "buka/", "pengamat/"):
        assert client.post(f"/program/{programme.pk}/{page}").status_code == 403
    programme.refresh_from_db()
    assert programme.closed_at is None


def test_a_delegate_is_named_and_told(school, as_user):
    programme = ProgrammeFactory(school=school)
    senior = appointed(school=school)
    client = as_user(principal_of(school))
    address = f"/program/{programme.pk}/pengamat/"
    sent = {
        "user": senior.pk, "decree": "421/12/2026", "began_on": "24/11/2026",
        "ended_on": "26 Juni 2027",
    }  # fmt: skip
    client.post(address, sent)
    client.post(address, sent)
    row = Delegate.objects.get()
    assert (row.user, row.decree) == (senior, "421/12/2026")
    assert (row.began_on, row.ended_on) == (TODAY, dt.date(2027, 6, 26))
    assert list(Notification.objects.values_list("to", "kind")) == [(senior.pk, "delegate_named")]
    assert "421/12/2026" in as_user(senior).get(f"/program/{programme.pk}/").content.decode()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"began_on": "31/02/2027"}, "began_on"),
        ({"ended_on": "1/11/2026"}, "ended_on"),
        ({"ended_on": "1/7/2027"}, "began_on"),
        ({"user": "99999999999999999999"}, "user"),
    ],
)
def test_a_delegation_that_cannot_be_keeps_what_was_typed(school, as_user, more, field):
    programme = ProgrammeFactory(school=school)
    sent = {
        "user": appointed(school=school).pk, "decree": "421/XII", "began_on": "24/11/2026",
        "ended_on": "26/6/2027",
    }  # fmt: skip
    answer = as_user(principal_of(school)).post(
        f"/program/{programme.pk}/pengamat/", {**sent, **more}
    )
    assert list(answer.context["form"].errors) == [field]
    assert 'value="421/XII"' in answer.content.decode()
    assert not Delegate.objects.exists()


def test_only_teachers_and_coordinators_of_the_school_can_be_delegates(school, as_user):
    programme = ProgrammeFactory(school=school)
    senior, coordinator = appointed(school=school), appointed(Role.COORDINATOR, school=school)
    appointed()
    form = as_user(principal_of(school)).get(f"/program/{programme.pk}/pengamat/").context["form"]
    assert set(form.fields["user"].queryset) == {senior, coordinator}


@pytest.mark.parametrize("rows", [1, 5])
def test_pages_cost_the_same_for_any_number_of_rows(
    school, as_user, django_assert_num_queries, rows
):
    programme = ProgrammeFactory(school=school)
    for _row in range(rows):
        DelegateFactory(programme=programme)
        ProgrammeFactory()
        SessionFactory(school=school, programme=programme)
    client = as_user(principal_of(school))
    with django_assert_num_queries(7):  # session, user, appointments, it, delegates, visits, terms
        client.get(f"/program/{programme.pk}/")
    supervisor = as_user(appointed(Role.SUPERVISOR, region=RegionFactory()))
    with django_assert_num_queries(6):  # the first three, the running term, number, rows
        answer = supervisor.get("/program/")
    assert len(answer.context["page"].object_list) == rows + 1


def test_without_a_school_year_one_is_asked_for(as_user):
    school = SchoolFactory()
    client = as_user(principal_of(school))
    assert client.get("/program/").status_code == 200
    assert make(client, school).url == "/program/"
    assert not SchoolYear.objects.exists()
