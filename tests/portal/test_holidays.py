from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.models import AuditEvent, Holiday
from portal.roles import Role
from tests.factories import HolidayFactory, RegionFactory, SchoolFactory, appointed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def region():
    return RegionFactory(code="35.14.16")


@pytest.fixture
def client(as_user, region):
    return as_user(appointed(Role.OPERATOR, region=region))


def test_the_file_is_loaded_and_a_second_time_changes_nothing():
    local = HolidayFactory(school=SchoolFactory(), starts_on=dt.date(2026, 9, 18))
    call_command("load_holidays", verbosity=0)
    first = set(Holiday.objects.values_list("pk", flat=True))
    call_command("load_holidays", verbosity=0)
    assert set(Holiday.objects.values_list("pk", flat=True)) == first
    assert local.pk in first
    assert len(first) == 17
    named = dict(Holiday.objects.values_list("starts_on", "name"))
    assert named[dt.date(2026, 8, 17)] == "Proklamasi Kemerdekaan Republik Indonesia"
    assert named[dt.date(2027, 3, 10)] == "Hari Raya Idulfitri 1448 H (perkiraan)"


def test_a_corrected_day_leaves_no_wrong_one_behind(tmp_path):
    file, head = tmp_path / "libur.csv", "name,starts_on,ends_on,tentative\n"
    fixed = "Natal,2026-12-25,2026-12-25,\nTahun Baru,2027-06-30,2027-06-30,\n"
    file.write_text(f"{head}{fixed}Idulfitri,2027-03-10,2027-03-11,yes\n")
    call_command("load_holidays", file, verbosity=0)
    file.write_text(f"{head}{fixed}Idulfitri,2027-03-11,2027-03-12,\n")
    call_command("load_holidays", file, verbosity=0)
    assert list(Holiday.objects.values_list("name", "starts_on")) == [
        ("Natal", dt.date(2026, 12, 25)),
        ("Idulfitri", dt.date(2027, 3, 11)),
        ("Tahun Baru", dt.date(2027, 6, 30)),
    ]


@pytest.mark.parametrize(
    "line", ["Natal,2026-13-25,2026-12-25,", "Natal,2026-12-26,2026-12-25,", ",2026-1-1,2026-1-1,"]
)
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path, line):
    call_command("load_holidays", verbosity=0)
    file = tmp_path / "libur.csv"
    file.write_text(f"name,starts_on,ends_on,tentative\n{line}\n")
    with pytest.raises(CommandError):
        call_command("load_holidays", file)
    with pytest.raises(CommandError):
        call_command("load_holidays", tmp_path / "missing.csv")
    assert Holiday.objects.count() == 16


def test_an_operator_adds_changes_and_removes_a_holiday_of_the_own_places(client, region):
    school = SchoolFactory(subdistrict=region)
    sent = {"name": "Libur semester 1", "place": "region:35.14.16", "starts_on": "21/12/2026"}
    client.post("/libur/baru/", {**sent, "ends_on": "2 Januari 2027"})
    row = Holiday.objects.get()
    assert (row.region, row.school, row.ends_on) == (region, None, dt.date(2027, 1, 2))

    client.post(f"/libur/{row.pk}/", {**sent, "place": f"school:{school.pk}", "ends_on": ""})
    row.refresh_from_db()
    assert (row.region, row.school, row.ends_on) == (None, school, dt.date(2026, 12, 21))

    assert "Libur semester 1" in client.get(f"/libur/{row.pk}/hapus/").content.decode()
    assert client.post(f"/libur/{row.pk}/hapus/").url == "/libur/"
    assert client.post(f"/libur/{row.pk}/hapus/").status_code == 404
    acts = AuditEvent.objects.order_by("number").values_list("act", flat=True)
    assert list(acts) == ["holiday_new", "holiday_edit", "holiday_remove"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"starts_on": "kapan-kapan"}, "starts_on"),
        ({"ends_on": "1/12/2026"}, "ends_on"),
        ({"ends_on": "2/1/2028"}, "ends_on"),
        ({"place": "region:35"}, "place"),
        ({"place": "\x00"}, "place"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_keeps_what_was_typed(client, more, field):
    sent = {
        "name": "Libur semester", "place": "region:35.14.16", "starts_on": "21/12/2026",
        "ends_on": "2/1/2027", **more,
    }  # fmt: skip
    answer = client.post("/libur/baru/", sent)
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["starts_on"].value() == sent["starts_on"]
    assert not Holiday.objects.exists()


def test_national_ones_are_read_only_and_others_places_are_hidden(client):
    national = HolidayFactory(name="Natal", starts_on=dt.date(2026, 12, 25))
    foreign = HolidayFactory(region=RegionFactory(code="35.75"), starts_on=dt.date(2026, 12, 26))
    page = client.get("/libur/")
    assert [row.name for row in page.context["page"]] == ["Natal"]
    assert f"/libur/{national.pk}/" not in page.content.decode()
    assert client.get(f"/libur/{national.pk}/").status_code == 403
    assert client.post(f"/libur/{national.pk}/hapus/").status_code == 403
    assert client.post(f"/libur/{foreign.pk}/hapus/").status_code == 404


def test_past_ones_are_behind_a_link(client, region):
    HolidayFactory(name="Lama", region=region, starts_on=dt.date(2026, 9, 1))
    HolidayFactory(name="Nanti", region=region, starts_on=dt.date(2026, 12, 1))
    names = [
        [row.name for row in client.get(f"/libur/{query}").context["page"]]
        for query in ("", "?lihat=lalu", "?lihat=x&hal=%00")
    ]
    assert names == [["Nanti"], ["Lama"], ["Nanti"]]


def test_only_an_operator_comes_here(as_user):
    for role in (Role.PRINCIPAL, Role.TEACHER):
        client = as_user(appointed(role))
        assert client.get("/libur/").status_code == 403
        assert client.post("/libur/baru/").status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_for_any_number_of_rows(
    client, region, django_assert_num_queries, rows
):
    for number in range(rows):
        HolidayFactory(
            school=SchoolFactory(subdistrict=region), starts_on=dt.date(2027, 1, 1 + number)
        )
    with django_assert_num_queries(5):  # session, user, appointments, number, rows
        page = client.get("/libur/")
    assert len(page.context["page"].object_list) == rows
