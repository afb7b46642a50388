from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.models import Draft
from portal.roles import Role
from supervision.actions import prepare as actions
from tests.factories import (
    FollowUpFactory,
    InstrumentFactory,
    PlanFactory,
    RatingFactory,
    SessionFactory,
    WishFactory,
    appointed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(agreement="", instruments=[InstrumentFactory(aspect="teaching", items=3)])


def page(session, name="persiapan"):
    return f"/supervisi/{session.pk}/{name}/"


def items(session):
    return list(session.parts.get().instrument.indicators.order_by("order"))


def test_both_confirm_and_the_preparation_is_done(session, as_user):
    sent = {"focus": "Murid berani bertanya", "technique": "notes", "confirm": "1"}
    as_user(session.teacher).post(page(session), sent)
    session.refresh_from_db()
    assert session.state == "planned"
    assert session.agreement.teacher_confirmed_at
    assert session.agreement.observer_confirmed_at is None

    as_user(session.observer).post(page(session, "persiapan/setujui"))
    session.refresh_from_db()
    assert session.state == "prepared"


def test_a_changed_focus_takes_both_confirmations_back(session):
    for by in (session.teacher, session.teacher):
        actions.write_focus(session, by=by, focus="Bertanya", technique="notes")
    actions.confirm(session, by=session.teacher)

    actions.write_focus(session, by=session.observer, focus="Menjawab", technique="notes")

    session.agreement.refresh_from_db()
    assert session.agreement.teacher_confirmed_at is None


def test_a_changed_technique_takes_nothing_back(session):
    actions.write_focus(session, by=session.teacher, focus="Bertanya", technique="notes")
    actions.confirm(session, by=session.teacher)
    actions.write_focus(session, by=session.teacher, focus="Bertanya", technique="count")
    session.agreement.refresh_from_db()
    assert session.agreement.teacher_confirmed_at


def test_an_empty_focus_is_not_confirmed(session, as_user):
    as_user(session.teacher).post(page(session, "persiapan/setujui"))
    session.agreement.refresh_from_db()
    assert session.agreement.teacher_confirmed_at is None


def test_nobody_else_confirms(session, as_user):
    coordinator = appointed(Role.COORDINATOR, school=session.school)
    assert as_user(coordinator).post(page(session, "persiapan/setujui")).status_code == 403
    actions.write_focus(session, by=session.teacher, focus="Bertanya", technique="notes")
    with pytest.raises(ValidationError):
        actions.confirm(session, by=coordinator)


def test_a_finished_preparation_is_not_rewritten(as_user):
    session = SessionFactory(state="prepared", agreement="Murid berani bertanya")
    sent = {"focus": "Lain", "technique": "notes"}
    assert as_user(session.teacher).post(page(session), sent).status_code == 403
    session.agreement.refresh_from_db()
    assert session.agreement.focus == "Murid berani bertanya"


def test_the_self_assessment_is_saved_in_part_and_finished_once(session, as_user):
    first, second, third = items(session)
    client = as_user(session.teacher)
    draft = f"session-self:{session.pk}:teaching"
    Draft.objects.create(owner=session.teacher, form=draft, revision=1)

    client.post(page(session, "asesmen-diri"), {f"level-{first.pk}": "3"})
    assert list(session.ratings.values_list("indicator", "level", "rater")) == [
        (first.pk, 3, "self")
    ]
    assert not Draft.objects.exists()

    client.post(page(session, "asesmen-diri"), {f"level-{second.pk}": "2", "finish": "1"})
    session.refresh_from_db()
    assert session.self_assessed_at is None  # the third has no answer yet

    client.post(page(session, "asesmen-diri"), {f"level-{third.pk}": "none", "finish": "1"})
    session.refresh_from_db()
    assert session.self_assessed_at

    client.post(page(session, "asesmen-diri"), {f"level-{first.pk}": "1"})
    assert session.ratings.get(indicator=first).level == 3


def test_evidence_without_a_level_stays_on_the_page(session, as_user):
    first = items(session)[0]
    sent = {f"evidence-{first.pk}": "Tiga murid bertanya"}
    response = as_user(session.teacher).post(page(session, "asesmen-diri"), sent)
    assert "Tiga murid bertanya" in response.content.decode()
    assert not session.ratings.exists()


def test_the_observer_does_not_see_the_self_assessment_before_his_own(session, as_user):
    first = items(session)[0]
    actions.self_assess(session, by=session.teacher, levels={first: 2})
    observer = as_user(session.observer)
    assert observer.get(page(session, "asesmen-diri")).status_code == 404
    assert observer.post(page(session, "asesmen-diri"), {"finish": "1"}).status_code == 404
    with pytest.raises(ValidationError):
        actions.self_assess(session, by=session.observer, levels={first: 4})


def test_an_indicator_of_another_instrument_is_refused(session):
    stranger = InstrumentFactory(aspect="planning").indicators.first()
    with pytest.raises(ValidationError):
        actions.self_assess(session, by=session.teacher, levels={stranger: 3})


def take(client, session, key, **typed):
    return client.post(page(session), {"take": key, **typed})


def test_a_starter_stands_behind_what_was_typed_and_nothing_is_saved(session, as_user):
    response = take(as_user(session.teacher), session, "start-2", focus="Murid diam.")
    assert "Murid diam.\nYang belum memuaskan" in response.content.decode()
    session.agreement.refresh_from_db()
    assert session.agreement.focus == ""


@pytest.mark.parametrize("key", ["start-9", "step-x", "wish", "proposed"])
def test_a_button_that_offers_nothing_keeps_what_was_typed(session, as_user, key):
    response = take(as_user(session.teacher), session, key, focus="Murid diam.")
    assert "Murid diam.</textarea>" in response.content.decode()


def test_the_wish_begins_the_focus_of_the_teacher_and_is_offered_to_the_principal(session, as_user):
    wish = WishFactory(teacher=session.teacher, school=session.school, session=session)
    mine = as_user(session.teacher).get(page(session)).content.decode()
    assert f"{wish.text}</textarea>" in mine
    observer = as_user(session.observer)
    assert f"{wish.text}</textarea>" not in observer.get(page(session)).content.decode()
    assert f"{wish.text}</textarea>" in take(observer, session, "wish").content.decode()


def test_open_steps_arrive_and_are_taken_with_their_indicator(session, as_user):
    first = items(session)[0]
    before = InstrumentFactory(aspect="teaching", items=1).indicators.get()
    earlier = SessionFactory(
        school=session.school,
        teacher=session.teacher,
        observer=session.observer,
        state="following_up",
        planned_on=dt.date(2026, 5, 4),
    )
    step = FollowUpFactory(session=earlier, indicator=before, what="Mencoba kartu giliran")
    done = FollowUpFactory(
        session=earlier, what="Sudah selesai", done_at=timezone.now(), proof="Ya"
    )
    client = as_user(session.teacher)
    text = client.get(page(session)).content.decode()
    assert step.what in text
    assert done.what not in text
    taken = take(client, session, f"step-{step.pk}").content.decode()
    assert "Melanjutkan: Mencoba kartu giliran</textarea>" in taken
    assert f'value="{first.pk}" checked' in taken


def test_indicators_are_proposed_in_order_and_at_most_five(as_user):
    form = InstrumentFactory(aspect="teaching", items=8)
    session = SessionFactory(agreement="", instruments=[form])
    rows = list(form.indicators.order_by("order"))
    people = {"school": session.school, "teacher": session.teacher, "observer": session.observer}
    earlier = SessionFactory(
        state="closed", planned_on=dt.date(2026, 5, 4), instruments=[form], **people
    )
    FollowUpFactory(session=earlier, indicator=rows[6])
    wish = WishFactory(teacher=session.teacher, school=session.school, session=session)
    wish.indicators.set([rows[4]])
    for row, level in zip(rows, (4, 1, 3, 2, 1, 4, 4, 3), strict=True):
        RatingFactory(session=earlier, indicator=row, rater="self", level=level)
    RatingFactory(session=session, indicator=rows[0], rater="self", level=1)

    response = as_user(session.teacher).get(page(session))

    assert response.context["offer"].proposed == [rows[n] for n in (6, 4, 1, 3, 2)]
    assert " checked" not in response.content.decode().split('id="indicators"')[1].split("</fi")[0]
    taken = take(as_user(session.teacher), session, "proposed").content.decode()
    assert all(f'value="{rows[n].pk}" checked' in taken for n in (6, 4, 1, 3, 2))


def test_two_who_write_the_focus_at_once_lose_no_word(session, as_user):
    def seen(client):
        text = client.get(page(session)).content.decode()
        return re.search(r'name="seen" value="([^"]*)"', text)[1]

    teacher, observer = as_user(session.teacher), as_user(session.observer)
    marks = {"teacher": seen(teacher), "observer": seen(observer)}
    sent = {"technique": "notes", "seen": marks["teacher"]}
    teacher.post(page(session), {**sent, "focus": "Murid berani bertanya"})
    late = observer.post(
        page(session), {"technique": "count", "seen": marks["observer"], "focus": "Waktu tunggu"}
    )
    text = late.content.decode()
    assert "Waktu tunggu</textarea>" in text
    assert "Murid berani bertanya" in text
    session.agreement.refresh_from_db()
    assert session.agreement.focus == "Murid berani bertanya"
    again = re.search(r'name="seen" value="([^"]*)"', text)[1]
    both = "Murid berani bertanya. Waktu tunggu"
    observer.post(page(session), {"technique": "count", "seen": again, "focus": both})
    session.agreement.refresh_from_db()
    assert session.agreement.focus == both


def test_her_plans_are_one_tap_away(session, as_user):
    plan = PlanFactory(school=session.school, author=session.teacher, title="Rantai makanan")
    client = as_user(session.teacher)
    assert 'Lampirkan "Rantai makanan"' in client.get(page(session)).content.decode()
    client.post(f"/supervisi/{session.pk}/modul/", {"plan": plan.pk})
    assert session.taught_plan.version.plan == plan


@pytest.mark.parametrize("rows", [1, 4])
def test_the_preparation_costs_the_same_for_any_number_of_rows(
    as_user, django_assert_num_queries, rows
):
    form = InstrumentFactory(aspect="teaching", items=rows)
    session = SessionFactory(agreement="", instruments=[form])
    people = {"school": session.school, "teacher": session.teacher, "observer": session.observer}
    earlier = SessionFactory(state="following_up", instruments=[form], **people)
    for row in form.indicators.all():
        FollowUpFactory(session=earlier, indicator=row)
        PlanFactory(school=session.school, author=session.teacher)
    client = as_user(session.teacher)
    with django_assert_num_queries(12):
        client.get(page(session))


def test_two_pages_of_a_self_assessment_lose_no_word(as_user):
    session = SessionFactory(state="prepared", instruments=[InstrumentFactory(items=2)])
    first, second = session.parts.get().instrument.indicators.order_by("order")
    client, address = as_user(session.teacher), f"/supervisi/{session.pk}/asesmen-diri/"
    page = client.get(address).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    phone = {f"level-{first.pk}": "3", f"evidence-{first.pk}": "Dari HP"}
    client.post(address, {"seen": seen, **phone})
    laptop = {f"level-{first.pk}": "2", f"evidence-{first.pk}": "Dari laptop"}
    answer = client.post(address, {"seen": seen, **laptop}, follow=True)
    kept = session.ratings.get(rater="self")
    assert (kept.level, kept.evidence) == (2, "Dari HP\nDari laptop")
    assert "Kedua tulisan disimpan" in answer.content.decode()
    empty = {f"level-{first.pk}": "", f"evidence-{first.pk}": "", f"level-{second.pk}": "3"}
    client.post(address, {"seen": seen, **empty})
    assert session.ratings.get(indicator=first).evidence == "Dari HP\nDari laptop"


def test_words_after_the_end_of_a_self_assessment_are_given_back(as_user):
    session = SessionFactory(state="prepared", instruments=[InstrumentFactory(items=1)])
    item = session.parts.get().instrument.indicators.get()
    client, address = as_user(session.teacher), f"/supervisi/{session.pk}/asesmen-diri/"
    sent = {f"level-{item.pk}": "3", f"evidence-{item.pk}": "Saya\r\nmenunggu", "finish": "1"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    late = client.post(address, {**sent, f"evidence-{item.pk}": "Kata yang terlambat"})
    assert (late.status_code, session.ratings.get().evidence) == (403, "Saya\nmenunggu")
    assert "Kata yang terlambat</textarea>" in late.content.decode()


def test_lines_are_counted_as_the_browser_counts_them(as_user):
    session = SessionFactory(state="prepared", instruments=[InstrumentFactory(items=1)])
    item = session.parts.get().instrument.indicators.get()
    text = "\n".join(["baris"] * 333) + "!!!"  # 2000 characters, each line end is one
    sent = {f"level-{item.pk}": "3", f"evidence-{item.pk}": text.replace("\n", "\r\n")}
    as_user(session.teacher).post(f"/supervisi/{session.pk}/asesmen-diri/", sent)
    assert len(text) == 2000
    assert session.ratings.get().evidence == text
