import datetime as dt
import uuid

import pytest
import time_machine

from collaboration.models import Barrier
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    BarrierFactory,
    ForumFactory,
    RegionFactory,
    SchoolFactory,
    TermFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
THIS, LAST = "2026-11-01", "2026-10-01"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    return SchoolFactory()


def tapped(**more):
    return {"form_id": str(uuid.uuid4()), "kind": "time", "tried": "shared", **more}


def test_two_taps_and_a_button_name_it_and_nobody_is_named(school, as_user):
    teacher = appointed(Role.TEACHER, school=school, name="Zulaikha Rahma")
    client, form = as_user(teacher), tapped(month=LAST, words="Rapor dikumpulkan bersamaan")
    page = f"/hambatan/{school.npsn}/"
    assert client.post(f"{page}tulis/", form).url == client.post(f"{page}tulis/", form).url == page
    row = Barrier.objects.get()
    assert (row.school, row.month, row.kind, row.tried) == (
        school,
        dt.date(2026, 10, 1),
        "time",
        "shared",
    )
    seen = as_user(principal_of(school)).get(page).content.decode()
    assert "Rapor dikumpulkan bersamaan" in seen
    assert "Waktu dan administrasi: 1" in seen
    assert "Zulaikha" not in seen
    assert "tarik kembali" not in seen


def test_what_is_not_chosen_is_asked_for_beside_its_field_and_words_stay(school, as_user):
    client = as_user(principal_of(school))
    for form in (tapped(kind="", month=THIS), tapped(tried="x", month=THIS), tapped(month="x")):
        answer = client.post(f"/hambatan/{school.npsn}/tulis/", form | {"words": "Kata saya"})
        assert answer.status_code == 200
        assert "Kata saya" in answer.content.decode()
        assert "Ada yang perlu dilengkapi" in answer.content.decode()
    assert not Barrier.objects.exists()


def test_at_a_meeting_of_a_forum_its_members_name_and_read_it(school, as_user):
    forum = ForumFactory(cluster=school.cluster)
    activity = ActivityFactory(forum=forum, starts_at=NOW - dt.timedelta(days=3))
    writer, other = member(forum), member(forum)
    client = as_user(writer)
    assert client.get(f"/kegiatan/{activity.pk}/hambatan/").status_code == 200
    client.post(f"/kegiatan/{activity.pk}/hambatan/", tapped(words="Jauh dari sekolah"))
    assert Barrier.objects.get().school is None
    assert (
        "Jauh dari sekolah"
        in as_user(other).get(f"/kegiatan/{activity.pk}/hambatan/").content.decode()
    )
    far = as_user(appointed(Role.TEACHER))
    assert far.get(f"/kegiatan/{activity.pk}/hambatan/").status_code == 404


def test_an_activity_of_a_school_counts_in_its_month(school, as_user):
    activity = ActivityFactory(forum=None, school=school, starts_at=NOW - dt.timedelta(days=30))
    as_user(principal_of(school)).post(f"/kegiatan/{activity.pk}/hambatan/", tapped())
    assert Barrier.objects.get().school == school
    assert Barrier.objects.get().month == dt.date(2026, 10, 1)


def test_its_writer_alone_takes_it_back(school, as_user):
    row = BarrierFactory(school=school)
    other = as_user(principal_of(school))
    assert other.post(f"/hambatan/{row.pk}/tarik/").status_code == 403
    assert as_user(row.written_by).post(f"/hambatan/{row.pk}/tarik/").status_code == 302
    assert not Barrier.objects.exists()


def test_neither_supervisor_nor_officer_reads_them(school, as_user):
    BarrierFactory(school=school)
    region = RegionFactory(code="35.14")
    for role in (Role.SUPERVISOR, Role.OFFICER):
        client = as_user(appointed(role, region=region))
        assert client.get(f"/hambatan/{school.npsn}/").status_code == 404
        assert client.get("/hambatan/").status_code == 403


def test_without_a_barrier_the_page_says_so_kindly(school, as_user):
    page = as_user(principal_of(school)).get(f"/hambatan/{school.npsn}/").content.decode()
    assert "Tidak ada hambatan tercatat, atau belum sempat ditulis." in page


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_rows(
    school, as_user, django_assert_num_queries, rows
):
    activity = ActivityFactory(forum=None, school=school)
    BarrierFactory.create_batch(rows, school=school, activity=activity)
    client = as_user(principal_of(school))
    # Queries: session, user, appointments, school, counts, number of rows, rows.
    with django_assert_num_queries(7):
        response = client.get(f"/hambatan/{school.npsn}/")
    assert len(response.context["page"]) == rows
