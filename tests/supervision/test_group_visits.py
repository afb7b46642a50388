from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from portal import policy
from portal.models import AuditEvent, Draft, Notification
from portal.policy import Relation
from portal.roles import Role
from supervision.actions import group as actions
from supervision.actions.prepare import digest
from supervision.models import State, SupervisionSession, TermSummary
from tests.factories import (
    GroupVisitFactory,
    ProgrammeFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    WishFactory,
    appointed,
    principal_of,
)
from tests.supervision.groups import DAY, begun

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    school = SchoolFactory()
    principal_of(school)
    return school


def test_a_participant_reads_names_and_common_notes_but_only_her_own_talk(school, as_user):
    people = [appointed(school=school) for _number in range(2)]
    group = begun(school, people)
    actions.write_notes(group, by=group.observer, notes="Murid menulis sendiri", seen="")
    own, other = (group.sessions.get(teacher=person) for person in people)
    client = as_user(people[0])
    page = client.get(f"/supervisi/bersama/{group.pk}/").content.decode()
    assert people[1].name in page
    assert "Murid menulis sendiri" in page
    assert f"/supervisi/{own.pk}/" in page
    assert f"/supervisi/{other.pk}/" not in page
    assert client.get(f"/supervisi/{other.pk}/").status_code == 404
    assert "Yang bisa membaca: semua peserta, " in page
    for part in ("catatan", "ubah-tanggal", "batalkan"):
        address = f"/supervisi/bersama/{group.pk}/{part}/"
        assert address not in page
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": "x", "notes": "x"}).status_code == 403
    assert client.post(f"/supervisi/bersama/{group.pk}/terlaksana/").status_code == 403


def test_the_readers_line_says_what_the_table_says():
    (rule,) = policy.rules("group", "read")
    assert Relation.SUB in rule.who


def test_others_of_the_school_do_not_see_it_at_all(school, as_user):
    group = begun(school, [appointed(school=school) for _number in range(2)])
    for user in (appointed(school=school), appointed(Role.COORDINATOR, school=school), appointed()):
        assert as_user(user).get(f"/supervisi/bersama/{group.pk}/").status_code == 404
        assert group.title not in as_user(user).get("/supervisi/bersama/").content.decode()


def test_the_leader_goes_from_it_to_each_talk_and_back(school, as_user):
    people = [appointed(school=school) for _number in range(2)]
    group = begun(school, people)
    client = as_user(principal_of(school))
    page = client.get(f"/supervisi/bersama/{group.pk}/").content.decode()
    for session in group.sessions.all():
        assert f'href="/supervisi/{session.pk}/"' in page
        back = client.get(f"/supervisi/{session.pk}/").content.decode()
        assert f'href="/supervisi/bersama/{group.pk}/"' in back
    assert "Bersama" in client.get("/supervisi/?tampil=berjalan").content.decode()


def test_moving_it_moves_all_that_have_not_been_held_and_keeps_the_reason(school, as_user):
    people = [appointed(school=school) for _number in range(3)]
    group = begun(school, people)
    held = group.sessions.get(teacher=people[0])
    SupervisionSession.objects.filter(pk=held.pk).update(state=State.OBSERVED)
    Notification.objects.all().delete()
    client, address = as_user(principal_of(school)), f"/supervisi/bersama/{group.pk}/ubah-tanggal/"

    refused = client.post(address, {"day": "27/11/2026", "reason": " "})
    assert list(refused.context["form"].errors) == ["reason"]
    for _time in range(2):
        client.post(address, {"day": "27/11/2026", "reason": "Rapat dinas"})

    group.refresh_from_db()
    assert group.planned_on == LATER
    for session in group.sessions.exclude(pk=held.pk):
        move = session.reschedulings.get()
        assert (session.planned_on, move.from_day, move.reason) == (LATER, DAY, "Rapat dinas")
    held.refresh_from_db()
    assert held.planned_on == DAY
    told = sorted(Notification.objects.values_list("to", "kind"))
    assert told == sorted((person.pk, "group_moved") for person in people[1:])


def test_cancelling_cancels_what_has_not_been_held_and_sets_wishes_free(school, as_user):
    people = [appointed(school=school) for _number in range(3)]
    wish = WishFactory(school=school, teacher=people[1])
    group = begun(school, people)
    held = group.sessions.get(teacher=people[0])
    SupervisionSession.objects.filter(pk=held.pk).update(state=State.OBSERVED)
    client, address = as_user(principal_of(school)), f"/supervisi/bersama/{group.pk}/batalkan/"
    for _time in range(2):
        client.post(address, {"reason": "Sekolah banjir"})
    states = dict(group.sessions.values_list("teacher", "state"))
    assert states == {
        people[0].pk: "observed", people[1].pk: "cancelled", people[2].pk: "cancelled",
    }  # fmt: skip
    page = client.get(f"/supervisi/bersama/{group.pk}/").content.decode()
    assert "Dibatalkan karena: Sekolah banjir" in page
    assert f"/supervisi/bersama/{group.pk}/ubah-tanggal/" not in page
    wish.refresh_from_db()
    assert wish.session is None


def test_what_has_taken_place_is_neither_moved_nor_cancelled(school, as_user):
    group = begun(school, [appointed(school=school) for _number in range(2)])
    client, address = as_user(principal_of(school)), f"/supervisi/bersama/{group.pk}/"
    for _time in range(2):
        assert client.post(f"{address}terlaksana/").url == address
    client.post(f"{address}ubah-tanggal/", {"day": "27/11/2026", "reason": "Rapat"})
    client.post(f"{address}batalkan/", {"reason": "Rapat"})
    group.refresh_from_db()
    assert group.held_at is not None
    assert (group.planned_on, group.cancelled_at) == (DAY, None)
    assert set(group.sessions.values_list("state", flat=True)) == {"planned"}
    assert AuditEvent.objects.filter(act="group_hold").count() == 1


def test_a_talk_after_it_has_taken_place_is_not_called_late(school):
    group = begun(school, [appointed(school=school) for _number in range(2)])
    after = dt.date(2026, 12, 3)
    assert all(row.is_late(after) for row in group.sessions.all())
    group = actions.hold(group, by=group.observer)
    assert not any(row.is_late(after) for row in group.sessions.all())


def test_a_conversation_only_goes_on_by_the_normal_cycle(school, as_user):
    teacher = appointed(school=school)
    group = begun(school, [teacher, appointed(school=school)])
    session = group.sessions.get(teacher=teacher)
    address = f"/supervisi/{session.pk}/persiapan/"
    answer = as_user(teacher).post(
        address, {"focus": "Giliran bicara", "technique": "notes", "confirm": "1"}
    )
    assert answer.status_code == 302
    as_user(principal_of(school)).post(f"{address}setujui/")
    session.refresh_from_db()
    assert session.state == State.PREPARED
    assert group.sessions.exclude(pk=session.pk).get().state == State.PLANNED


def test_two_writers_of_the_common_notes_lose_no_word(school, as_user):
    group = GroupVisitFactory(school=school, notes="Catatan awal")
    client, address = as_user(group.observer), f"/supervisi/bersama/{group.pk}/catatan/"
    old = digest("Catatan awal")
    Draft.objects.create(owner=group.observer, form=f"group-notes:{group.pk}")
    assert f'value="{old}"' in client.get(address).content.decode()
    client.post(address, {"notes": "Catatan pertama", "seen": old})
    assert not Draft.objects.exists()

    late = client.post(address, {"notes": "Catatan kedua", "seen": old})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Catatan pertama" in page
    assert "Catatan kedua" in page
    group.refresh_from_db()
    assert group.notes == "Catatan pertama"

    client.post(address, {"notes": "Keduanya", "seen": digest("Catatan pertama")})
    client.post(address, {"notes": "Keduanya", "seen": digest("Catatan pertama")})
    group.refresh_from_db()
    assert group.notes == "Keduanya"


def test_notes_that_are_too_long_come_back_whole(school, as_user):
    group = GroupVisitFactory(school=school)
    answer = as_user(group.observer).post(
        f"/supervisi/bersama/{group.pk}/catatan/", {"notes": "a" * 6001}
    )
    assert answer.status_code == 200
    assert "a" * 6001 in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_its_page_costs_the_same_for_any_number_of_teachers(
    school, as_user, django_assert_num_queries, rows
):
    group = GroupVisitFactory(school=school)
    for _number in range(rows):
        SessionFactory(school=school, together=group, observer=group.observer)
    client = as_user(group.observer)
    # Queries: session, user, appointments, group, own talks, all talks, rights.
    with django_assert_num_queries(7):
        answer = client.get(f"/supervisi/bersama/{group.pk}/")
    assert len(answer.context["sessions"]) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_for_any_number_of_rows(
    school, as_user, django_assert_num_queries, rows
):
    for _number in range(rows):
        group = GroupVisitFactory(school=school)
        SessionFactory(school=school, together=group, observer=group.observer)
    client = as_user(principal_of(school))
    # Queries: session, user, appointments, number of rows, may plan, rows.
    with django_assert_num_queries(6):
        answer = client.get("/supervisi/bersama/")
    assert len(answer.context["page"]) == rows


def test_who_has_met_is_counted_as_visited_at_once(school, as_user):
    people = [appointed(school=school) for _number in range(3)]
    group = begun(school, people)
    client = as_user(principal_of(school))
    actions.hold(group, by=group.observer)
    whole = TermSummary.objects.get(school=school, aspect="")
    assert (whole.planned, whole.held, whole.talked) == (3, 3, 0)
    recap = client.get("/rekap/").content.decode()
    assert "3 dari 3 kunjungan" in recap
    strip = client.get(f"/program/{ProgrammeFactory(school=school).pk}/jadwal/").context["strip"]
    assert (strip.held, strip.planned) == (3, 0)
