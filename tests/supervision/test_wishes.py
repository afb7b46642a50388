from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine

from portal import access
from portal.models import Draft, Notification
from portal.roles import Role
from supervision.actions import plan
from supervision.models import SupervisionSession, Wish
from tests.factories import (
    InstrumentFactory,
    SchoolFactory,
    TermFactory,
    WishFactory,
    appointed,
    principal_of,
)

DAY = dt.date(2026, 11, 26)
pytestmark = pytest.mark.django_db
WORDS = "Bagaimana murid yang diam ikut bertanya"


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


def sent(**more):
    return {"form_id": str(uuid.uuid4()), "text": WORDS, **more}


def test_a_teacher_asks_and_a_second_send_finds_the_first(school, as_user):
    item = InstrumentFactory(aspect="teaching").indicators.first()
    teacher = appointed(school=school)
    client, form = as_user(teacher), sent(wanted_on="26/11/2026", indicators=[item.pk])
    Draft.objects.create(owner=teacher, form="wish")

    first, second = client.post("/permintaan/baru/", form), client.post("/permintaan/baru/", form)

    wish = Wish.objects.get()
    assert first.url == second.url == f"/permintaan/{wish.pk}/"
    assert (wish.teacher, wish.school, wish.text, wish.wanted_on) == (teacher, school, WORDS, DAY)
    assert list(wish.indicators.all()) == [item]
    assert list(Notification.objects.values_list("to", "kind")) == [
        (principal_of(school).pk, "wish_written")
    ]
    assert not Draft.objects.filter(form="wish").exists()


def test_while_a_wish_is_open_it_is_changed_and_none_is_added(school, as_user):
    wish = WishFactory(school=school)
    client = as_user(wish.teacher)
    assert client.get("/permintaan/baru/").url == f"/permintaan/{wish.pk}/ubah/"
    before = wish.text
    client.post("/permintaan/baru/", sent(text="Dari jendela lain"))
    assert Wish.objects.get().text == f"{before}\nDari jendela lain"
    client.post(f"/permintaan/{wish.pk}/ubah/", {"text": "Pembukaan saya", "wanted_on": ""})
    assert Wish.objects.get().text == "Pembukaan saya"


def test_a_form_that_is_refused_keeps_what_was_typed(school, as_user):
    client = as_user(appointed(school=school))
    for form, name in (
        (sent(wanted_on="kemarin sore"), "wanted_on"),
        (sent(wanted_on="23/11/2026"), "wanted_on"),
        (sent(text=" \x00 "), "text"),
        (sent(indicators=["x"]), "indicators"),
        (sent(indicators=["99999999999999999999"]), "indicators"),
        (sent(text="a" * 1001), "text"),
    ):
        answer = client.post("/permintaan/baru/", form)
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, [name])
        assert "Ada yang perlu dilengkapi" in answer.content.decode()
    assert not Wish.objects.exists()


def test_more_than_five_indicators_are_too_many_to_talk_about(school, as_user):
    items = InstrumentFactory(aspect="teaching", items=6).indicators.all()
    answer = as_user(appointed(school=school)).post(
        "/permintaan/baru/", sent(indicators=[row.pk for row in items])
    )
    assert list(answer.context["form"].errors) == ["indicators"]


def test_she_and_the_principal_read_it_and_nobody_else(school, as_user):
    wish = WishFactory(school=school, text=WORDS)
    address = f"/permintaan/{wish.pk}/"
    for user in (wish.teacher, principal_of(school)):
        page = as_user(user).get(address).content.decode()
        assert WORDS in page
        assert f"Yang bisa membaca: {wish.teacher.call}, kepala sekolah." in page
    for user in (
        appointed(school=school),
        appointed(Role.COORDINATOR, school=school),
        appointed(Role.SUPERVISOR, school=school),
        appointed(Role.PRINCIPAL),
    ):
        assert as_user(user).get(address).status_code == 404
    assert as_user(principal_of(school)).get(f"{address}ubah/").status_code == 403
    assert as_user(principal_of(school)).post(f"{address}tarik/").status_code == 403


def test_a_withdrawn_wish_is_hers_alone_again(school, as_user):
    wish = WishFactory(school=school, text=WORDS)
    client = as_user(wish.teacher)
    assert (
        "tidak akan melihatnya lagi" in client.get(f"/permintaan/{wish.pk}/tarik/").content.decode()
    )
    client.post(f"/permintaan/{wish.pk}/tarik/")
    client.post(f"/permintaan/{wish.pk}/tarik/")
    wish.refresh_from_db()
    assert wish.withdrawn_at is not None
    principal = as_user(principal_of(school))
    for address in ("/permintaan/", "/", f"/permintaan/{wish.pk}/"):
        assert WORDS not in principal.get(address).content.decode()
    assert client.get(f"/permintaan/{wish.pk}/ubah/").url == f"/permintaan/{wish.pk}/"


def test_the_principal_sees_the_nearest_day_first_with_one_tap_to_plan(school, as_user):
    none = WishFactory(school=school)
    late = WishFactory(school=school, wanted_on=dt.date(2026, 12, 3))
    soon = WishFactory(school=school, wanted_on=DAY)
    WishFactory(text="Sekolah lain")
    client = as_user(principal_of(school))
    assert [row.pk for row in client.get("/permintaan/").context["page"]] == [
        soon.pk, late.pk, none.pk,
    ]  # fmt: skip
    home = client.get("/")
    assert [row.pk for row in home.context["desk"].wishes] == [soon.pk, late.pk, none.pk]
    assert f'href="/supervisi/jadwalkan/?guru={soon.teacher_id}"' in home.content.decode()


def test_the_plan_form_begins_with_her_words_and_her_day(school, as_user):
    wish = WishFactory(school=school, text=WORDS, wanted_on=DAY)
    answer = as_user(principal_of(school)).get(f"/supervisi/jadwalkan/?guru={wish.teacher_id}")
    page = answer.content.decode()
    assert WORDS in page
    assert 'value="26/11/2026"' in page


def plan_with(as_user, planner, wish):
    """Plan through the page; returns the session."""
    as_user(planner).post(
        "/supervisi/jadwalkan/",
        {
            "form_id": str(uuid.uuid4()),
            "teacher": wish.teacher_id,
            "planned_on": "26/11/2026",
            "grade": "4",
            "subject": "IPAS",
        },
    )
    wish.refresh_from_db()
    return SupervisionSession.objects.get()


def test_planning_takes_the_wish_up_and_cancelling_sets_it_free(school, as_user):
    wish = WishFactory(school=school)
    session = plan_with(as_user, principal_of(school), wish)
    assert wish.session == session
    assert "Kunjungan terjadwal" in as_user(wish.teacher).get("/permintaan/").content.decode()
    with pytest.raises(plan.ValidationError):
        plan.plan(
            session.pk,
            by=wish.teacher,
            teacher=wish.teacher,
            observer=session.observer,
            school=school,
            planned_on=DAY,
        )
    plan.cancel(session, by=session.observer, reason="Rapat dinas")
    wish.refresh_from_db()
    assert wish.session is None


def test_who_may_not_read_a_wish_does_not_get_it_by_planning_a_visit(school, as_user):
    wish = WishFactory(school=school)
    supervisor = appointed(Role.SUPERVISOR, school=school)
    page = as_user(supervisor).get(f"/supervisi/jadwalkan/?guru={wish.teacher_id}").content.decode()
    assert wish.text not in page
    session = plan_with(as_user, supervisor, wish)
    assert session.observer == supervisor
    assert wish.session is None


def test_a_coordinator_plans_for_the_principal_who_then_has_the_wish(school, as_user):
    wish = WishFactory(school=school)
    session = plan_with(as_user, appointed(Role.COORDINATOR, school=school), wish)
    assert (session.observer, wish.session) == (principal_of(school), session)


def test_an_empty_home_offers_to_propose_a_time(school, as_user):
    page = as_user(appointed(school=school)).get("/").content.decode()
    assert (
        "Belum ada kunjungan terjadwal. Ibu bisa mengusulkan waktu dan hal yang ingin dibicarakan."
        in page
    )
    assert 'href="/permintaan/baru/"' in page


def test_the_home_shows_her_open_wish(school, as_user):
    wish = WishFactory(school=school, text=WORDS)
    page = as_user(wish.teacher).get("/").content.decode()
    assert WORDS in page
    assert f'href="/permintaan/{wish.pk}/ubah/"' in page


def test_a_principal_has_nobody_to_ask_at_her_own_school(school, as_user):
    assert as_user(principal_of(school)).get("/permintaan/baru/").status_code == 403


def test_who_may_write_one_follows_the_table(school):
    teacher = appointed(school=school)
    wish = WishFactory(school=school, teacher=teacher)
    assert access.allowed(teacher, "wish", wish) == {"read", "edit"}
    assert access.allowed(principal_of(school), "wish", wish) == {"read"}


@pytest.mark.parametrize("rows", [1, 5])
def test_the_principals_list_costs_the_same_for_any_number_of_rows(
    school, as_user, django_assert_num_queries, rows
):
    for _number in range(rows):
        WishFactory(school=school, wanted_on=DAY)
    client = as_user(principal_of(school))
    # Queries: session, user, appointments, number of rows, may ask, rows.
    with django_assert_num_queries(6):
        answer = client.get("/permintaan/")
    assert len(answer.context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_her_own_list_costs_the_same_for_any_number_of_rows(
    school, as_user, django_assert_num_queries, rows
):
    teacher = appointed(school=school)
    for _number in range(rows):
        WishFactory(school=school, teacher=teacher)
    client = as_user(teacher)
    # Queries: session, user, appointments, number of rows, may ask, one open, rows.
    with django_assert_num_queries(7):
        answer = client.get("/permintaan/")
    assert len(answer.context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_a_wish_costs_the_same_for_any_number_of_indicators(
    school, as_user, django_assert_num_queries, rows
):
    wish = WishFactory(school=school)
    wish.indicators.set(InstrumentFactory(aspect="teaching", items=rows).indicators.all())
    client = as_user(wish.teacher)
    # Queries: session, user, appointments, wish, indicators.
    with django_assert_num_queries(5):
        client.get(f"/permintaan/{wish.pk}/")


@pytest.mark.parametrize("role", list(Role))
def test_the_list_opens_for_everybody_even_without_rows(as_user, role):
    TermFactory()
    school = SchoolFactory()
    place = {"cluster": school.cluster} if role == Role.CHAIR else {"school": school}
    if role in (Role.OFFICER, Role.OPERATOR):
        place = {"region": school.subdistrict}
    client = as_user(appointed(role, **place))
    assert client.get("/permintaan/").status_code == 200
    assert client.get("/supervisi/bersama/").status_code == 200


def test_two_pages_that_change_one_wish_lose_no_word(school, as_user):
    wish = WishFactory(school=school)
    client = as_user(wish.teacher)
    address = f"/permintaan/{wish.pk}/ubah/"
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())[1]
    client.post(address, {"text": "Dari ponsel", "wanted_on": "", "seen": seen})
    late = client.post(address, {"text": "Dari laptop", "wanted_on": "", "seen": seen})
    page = late.content.decode()
    assert Wish.objects.get().text == "Dari ponsel"
    assert "Dari laptop</textarea>" in page
    assert "&quot;Dari ponsel&quot;" in page
    again = re.search(r'name="seen" value="(\w+)"', page)[1]
    client.post(address, {"text": "Dari laptop", "wanted_on": "", "seen": again})
    assert Wish.objects.get().text == "Dari laptop"
