"""Days proposed on the form that calls a meeting: what they tell, keep and hide."""

import datetime as dt

import pytest
import time_machine
from django.utils.timezone import make_aware

from collaboration.meetings import dates
from collaboration.models import Activity, FreeHour
from portal.models import Holiday
from tests.factories import (
    ActivityFactory,
    ForumFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 2)  # a Monday
TYPED = {
    "kind": "meeting",
    "title": "Umpan balik",
    "minutes": "90",
    "place": "SDN 1",
    "aspects": ["teaching"],
    "agenda": "Satu masalah",
    "day": "",
    "time": "besok",
}


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 2, 3, 0, tzinfo=dt.UTC), tick=False):
        TermFactory()
        yield


def free(user, *weekdays, part="noon"):
    for weekday in weekdays:
        FreeHour.objects.create(user=user, weekday=weekday, part=part)


def group(people):
    forum = ForumFactory()
    members = [member(forum) for _number in range(people)]
    forum.memberships.update(began_on=dt.date(2026, 7, 1))
    return forum, members


def told(forum, reader):
    return {row.day: row.reasons for row in dates.proposed(forum, reader, TODAY)}


def test_a_day_is_taken_with_one_tap_and_nothing_typed_is_lost(as_user):
    forum, members = group(7)
    for number, user in enumerate(members):
        free(user, 3 if number < 4 else 1)
    client, page = as_user(members[0]), f"/kkg/{forum.pk}/undang/"
    assert 'name="cari-hari"' in client.get(page, {"jenis": "meeting"}).content.decode()
    form_id = "6f1e2f4e-8f7e-4a36-9d0c-0f9d7b8f3a11"
    answer = client.post(page, TYPED | {"cari-hari": "1", "form_id": form_id})
    text = answer.content.decode()
    assert "4 dari 7 orang yang menandai jamnya luang. Tidak ada kunjungan." in text
    answer = client.post(page, TYPED | {"ambil-hari": "2026-11-05 10.00", "form_id": form_id})
    form = answer.context["form"]
    kept = {name: form[name].value() for name in TYPED if name in form.fields}
    asked = {name: value for name, value in TYPED.items() if name != "kind"}
    assert kept == asked | {"day": "05/11/2026", "time": "10.00"}
    assert form_id in answer.content.decode()
    assert not Activity.objects.exists()
    client.post(page, TYPED | kept | {"form_id": form_id})
    assert Activity.objects.get().starts_at == dt.datetime(2026, 11, 5, 3, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("value", ["2026-11-08 10.00", "²", "%00", "9" * 30, ""])
def test_a_day_that_was_not_proposed_is_not_taken(as_user, value):
    forum, members = group(1)
    answer = as_user(members[0]).post(
        f"/kkg/{forum.pk}/undang/", TYPED | {"ambil-hari": value, "indicators": [value]}
    )
    assert answer.status_code == 200
    assert (answer.context["taken"], answer.context["form"]["time"].value()) == (None, "besok")


def test_without_hours_holidays_visits_and_activities_speak():
    forum, members = group(6)
    other = forum.schools.first() or members[0].appointments.get().school
    Holiday.objects.create(name="Libur", starts_on="2026-11-05", ends_on="2026-11-06")
    SessionFactory(school=other, teacher=members[1], planned_on=dt.date(2026, 11, 9))
    at = make_aware(dt.datetime(2026, 11, 10, 13, 0))
    ActivityFactory(forum=forum, host=members[0], starts_at=at)
    rows = dates.proposed(forum, members[0], TODAY)
    assert [row.day.day for row in rows] == [11, 12, 13, 16, 17]
    assert {row.time for row in rows} == {dt.time(13)}
    assert {row.reasons for row in rows} == {("Tidak ada kunjungan.", "Tidak ada kegiatan lain.")}


def test_four_others_are_too_few_to_tell_a_number():
    forum, members = group(5)
    for user in members:
        free(user, 3)
    assert {len(reasons) for reasons in told(forum, members[0]).values()} == {2}
    sixth = member(forum)
    forum.memberships.filter(user=sixth).update(began_on=TODAY)
    free(sixth, 3)
    assert {len(reasons) for reasons in told(forum, members[0]).values()} == {2}  # came this month
    forum.memberships.update(began_on=dt.date(2026, 7, 1))
    assert {len(reasons) for reasons in told(forum, members[0]).values()} == {3}


def test_nobody_and_one_look_alike_as_do_all_and_all_but_one():
    forum, members = group(7)
    for user in members:
        free(user, 0)
    free(members[1], 3)
    before = dates.proposed(forum, members[0], TODAY)
    FreeHour.objects.filter(weekday=3).delete()
    assert dates.proposed(forum, members[0], TODAY) == before
    FreeHour.objects.filter(user=members[1], weekday=0).update(part="morning")
    assert dates.proposed(forum, members[0], TODAY) == before


def test_a_caller_cannot_change_the_pool_by_whom_he_invites():
    forum, members = group(7)
    for number, user in enumerate(members):
        free(user, 3 if number < 4 else 1)
    before = dates.proposed(forum, members[0], TODAY)
    forum.memberships.filter(user=members[3]).update(ended_on=TODAY)
    assert dates.proposed(forum, members[0], TODAY) == before


@pytest.mark.parametrize("people", [1, 7])
def test_proposals_cost_the_same_for_any_number_of_people(django_assert_num_queries, people):
    school = SchoolFactory()
    head = principal_of(school)
    assert head.scope
    for _number in range(people):
        free(appointed("teacher", school=school), 3)
    with django_assert_num_queries(6):  # people; holidays, terms, visits, activities, hours
        dates.proposed(school, head, TODAY)
