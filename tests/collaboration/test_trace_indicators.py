"""Indicators of traces, confirmation without a talk, and one click from a rating and back."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from collaboration.models import Link
from tests.collaboration.test_trace import WORDS, days_ago, intending, meeting, talk_of
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    FollowUpFactory,
    ForumFactory,
    InstrumentFactory,
    IntentionFactory,
    LinkFactory,
    PlanFactory,
    RatingFactory,
    TurnFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db


def standard(aspect: str):
    """The first two indicators of a usual form of this aspect."""
    return list(InstrumentFactory(aspect=aspect).indicators.order_by("order")[:2])


def seen(teacher, **about):
    """An answered intention of ``teacher`` that no talk shows."""
    activity = ActivityFactory(forum=ForumFactory(), aspects=("teaching",))
    given = {"sentence": "Lima murid menjawab", "observed_at": timezone.now()}
    given |= {"teacher_confirmed_at": timezone.now()}
    return IntentionFactory(activity=activity, written_by=teacher, **given | about)


def shown(teacher, **about):
    return seen(teacher, school=teacher.appointments.get().school, **about)


def test_what_is_meant_with_a_plan_may_name_an_indicator(as_user):
    author = appointed()
    plan = PlanFactory(author=author, school=author.appointments.get().school)
    (item, _other), (far, _more) = standard("planning"), standard("teaching")
    client, url = as_user(author), f"/jejak/baru/?modul={plan.pk}"
    typed = {"form_id": str(uuid.uuid4()), "aspect": "planning", "intention": WORDS}
    refused = client.post(url, typed | {"indicator": far.pk}).content.decode()
    assert ("aspek lain" in refused, WORDS in refused) == (True, True)
    client.post(url, typed | {"indicator": item.pk})
    assert Link.objects.get().indicator == item


def test_an_activity_offers_its_own_indicators_or_all_of_its_aspects(as_user):
    activity, teacher = meeting()
    named, other = standard("teaching")
    client, url = as_user(teacher), f"/jejak/baru/?kegiatan={activity.pk}"
    page = client.get(url).content.decode()
    assert (named.text["id"] in page, other.text["id"] in page) == (True, True)
    activity.indicators.add(named)
    page = client.get(url).content.decode()
    assert (named.text["id"] in page, other.text["id"] in page) == (True, False)


@pytest.mark.parametrize("value", ["²", "-1", "9" * 30, "x"])
def test_an_odd_indicator_comes_back_with_the_words(as_user, value):
    activity, teacher = meeting()
    standard("teaching")
    answer = intending(as_user(teacher), activity, indicator=value)
    assert (answer.status_code, WORDS in answer.content.decode()) == (200, True)
    assert not Link.objects.exists()


def test_an_indicator_may_still_be_chosen_with_the_answer(as_user):
    activity, teacher = meeting()
    item, _other = standard("teaching")
    row = IntentionFactory(activity=activity, written_by=teacher, aspect="teaching")
    typed = {"sentence": "Lima murid menjawab", "indicator": item.pk}
    as_user(teacher).post(f"/jejak/{row.pk}/tampak/", typed)
    row.refresh_from_db()
    assert (row.indicator, row.sentence) == (item, "Lima murid menjawab")


def test_a_trace_from_a_talk_may_name_an_indicator(as_user):
    activity, teacher = meeting()
    session, (item, _other) = talk_of(teacher), standard("teaching")
    activity.indicators.add(item)
    typed = {
        "form_id": str(uuid.uuid4()),
        "aspect": "teaching",
        "session": session.pk,
        "indicator": item.pk,
        "sentence": "Murid bertanya balik",
    }
    as_user(teacher).post(f"/kegiatan/{activity.pk}/jejak/", typed)
    row = Link.objects.get()
    assert row.indicator == item
    page = as_user(teacher).get(f"/kegiatan/{activity.pk}/jejak/").content.decode()
    assert f"/supervisi/{session.pk}/catatan/#butir-{item.pk}" in page


# Confirmed without a talk


def test_what_no_talk_shows_is_confirmed_by_the_principal_to_whom_it_is_shown(as_user):
    activity, teacher = meeting()
    school = teacher.appointments.get().school
    principal = principal_of(school)
    row = IntentionFactory(activity=activity, written_by=teacher, aspect="teaching")
    url = f"/jejak/{row.pk}/tampak/"
    assert school.name in as_user(teacher).get(url).content.decode()
    as_user(teacher).post(url, {"sentence": "Lima murid menjawab", "school": school.pk})
    assert principal.notifications.get().kind == "trace_observed"
    client = as_user(principal)
    assert "Lima murid menjawab" in client.get("/jejak/menunggu/").content.decode()
    answer = client.post(f"/jejak/{row.pk}/setujui/", {"kembali": "menunggu"})
    assert answer["Location"] == "/jejak/menunggu/"
    row.refresh_from_db()
    assert row.principal_confirmed_at is not None
    assert "Lima murid menjawab" not in client.get("/jejak/menunggu/").content.decode()
    assert client.get(f"/jejak/{row.pk}/").status_code == 200


def test_a_trace_stays_its_teachers_own_unless_she_shows_it(as_user):
    teacher = appointed()
    school = teacher.appointments.get().school
    row, principal = seen(teacher), principal_of(school)
    url = f"/jejak/{row.pk}/"
    assert as_user(principal).get(url).status_code == 404
    as_user(teacher).post(f"{url}perlihatkan/", {"sekolah": school.npsn})
    assert as_user(principal).get(url).status_code == 200
    assert as_user(appointed("teacher", school=school)).get(url).status_code == 404
    assert as_user(principal_of(appointed().appointments.get().school)).get(url).status_code == 404
    as_user(teacher).post(f"{url}perlihatkan/")
    assert as_user(principal).get(url).status_code == 404


def test_what_is_confirmed_is_not_taken_back_and_others_show_nothing(as_user):
    teacher = appointed()
    row = shown(teacher, principal_confirmed_at=timezone.now())
    principal = principal_of(row.school)
    assert as_user(teacher).post(f"/jejak/{row.pk}/perlihatkan/").status_code == 403
    open_one = shown(teacher)
    assert as_user(principal).post(f"/jejak/{open_one.pk}/perlihatkan/").status_code == 403
    for npsn, status in (("x", 404), (appointed().appointments.get().school.npsn, 404)):
        answer = as_user(teacher).post(f"/jejak/{open_one.pk}/perlihatkan/", {"sekolah": npsn})
        assert answer.status_code == status
    assert set(Link.objects.values_list("school", flat=True)) == {row.school_id}


def test_the_school_is_left_out_where_a_talk_shows_it(as_user):
    activity, teacher = meeting()
    row = IntentionFactory(activity=activity, written_by=teacher, aspect="teaching")
    session = talk_of(teacher)
    typed = {"sentence": "Tampak", "session": session.pk, "school": session.school_id}
    as_user(teacher).post(f"/jejak/{row.pk}/tampak/", typed)
    row.refresh_from_db()
    assert (row.session, row.school) == (session, None)


def test_the_list_holds_what_waits_for_oneself_alone(as_user):
    session = talk_of(appointed())
    teacher, principal = session.teacher, session.observer
    mine = LinkFactory(session=session, sentence="Menunggu guru")
    mine.principal_confirmed_at = timezone.now()
    mine.save()
    LinkFactory(session=session, sentence="Menunggu kepala", teacher_confirmed_at=timezone.now())
    pages = [as_user(who).get("/jejak/menunggu/").content.decode() for who in (teacher, principal)]
    assert [("Menunggu guru" in page, "Menunggu kepala" in page) for page in pages] == [
        (True, False),
        (False, True),
    ]
    assert "Menunggu" not in as_user(appointed()).get("/jejak/menunggu/").content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_for_one_and_for_five(as_user, rows, django_assert_num_queries):
    teacher = appointed()
    for _number in range(rows):
        shown(teacher)
    client = as_user(principal_of(teacher.appointments.get().school))
    # session, user, scope; how many, which
    with django_assert_num_queries(5):
        client.get("/jejak/menunggu/")


def test_twenty_stand_on_a_page(as_user):
    teacher = appointed()
    for _number in range(21):
        shown(teacher)
    client = as_user(principal_of(teacher.appointments.get().school))
    counts = [
        client.get(f"/jejak/menunggu/?hal={page}").content.decode().count("/setujui/")
        for page in (1, 2)
    ]
    assert counts == [20, 1]


# One click from a rating, and back


def rated(teacher, item, *, level, **about):
    session = talk_of(teacher, **about)
    session.parts.all().delete()
    session.parts.create(instrument=item.instrument, aspect=item.instrument.aspect)
    TurnFactory(session=session)
    RatingFactory(session=session, indicator=item, rater="observer", level=level)
    return session


def test_a_rating_leads_to_what_was_done_about_it_and_back(as_user):
    activity, teacher = meeting()
    item, other = standard("teaching")
    before = rated(teacher, item, level=2, planned_on=timezone.localdate() - dt.timedelta(days=60))
    after = rated(teacher, item, level=3)
    activity.indicators.add(item)
    AttendanceFactory(
        activity=ActivityFactory(forum=activity.forum, title="KKG lain", starts_at=days_ago(20)),
        user=teacher,
        came=True,
    )
    FollowUpFactory(session=before, what="Mencoba kartu", indicator=item)
    FollowUpFactory(session=before, what="Langkah lain", indicator=other)
    row = IntentionFactory(activity=activity, written_by=teacher, indicator=item, aspect="teaching")
    url = f"/supervisi/{before.pk}/jejak/?butir={item.pk}"
    client = as_user(teacher)
    assert url in client.get(f"/supervisi/{before.pk}/catatan/").content.decode()
    page = client.get(url).content.decode()
    for link in (
        f"/kegiatan/{activity.pk}/jejak/",
        f"/jejak/{row.pk}/",
        f"/supervisi/{after.pk}/catatan/#butir-{item.pk}",
        f"/supervisi/{before.pk}/catatan/#butir-{item.pk}",
    ):
        assert link in page, link
    assert ("Mencoba kartu" in page, "Langkah lain" in page, "KKG lain" in page) == (
        True,
        False,
        False,
    )
    record = client.get(f"/supervisi/{before.pk}/catatan/").content.decode()
    assert f'id="butir-{item.pk}"' in record


def test_what_the_teacher_means_to_try_is_hidden_from_the_observer(as_user):
    _activity, teacher = meeting()
    item, _other = standard("teaching")
    session = rated(teacher, item, level=2)
    IntentionFactory(written_by=teacher, indicator=item, aspect="teaching")
    url = f"/supervisi/{session.pk}/jejak/?butir={item.pk}"
    assert WORDS in as_user(teacher).get(url).content.decode()
    assert WORDS not in as_user(session.observer).get(url).content.decode()


@pytest.mark.parametrize("value", ["²", "-1", "9" * 30, "x", "", "0"])
def test_an_odd_indicator_in_the_address_gives_the_whole_line(as_user, value):
    session = talk_of(appointed())
    answer = as_user(session.teacher).get(f"/supervisi/{session.pk}/jejak/?butir={value}")
    assert (answer.status_code, "session-record" in answer.content.decode()) == (200, False)


@pytest.mark.parametrize("rows", [1, 5])
def test_the_line_of_an_indicator_costs_the_same_for_one_and_for_five(
    as_user, rows, django_assert_num_queries
):
    forum = ForumFactory()
    teacher = member(forum)
    item, _other = standard("teaching")
    first = rated(teacher, item, level=2, planned_on=timezone.localdate() - dt.timedelta(days=90))
    for number in range(rows):
        activity = ActivityFactory(forum=forum, starts_at=days_ago(40 + number))
        activity.indicators.add(item)
        AttendanceFactory(activity=activity, user=teacher, came=True)
        IntentionFactory(activity=activity, written_by=teacher, indicator=item)
        FollowUpFactory(session=first, indicator=item)
        day = timezone.localdate() - dt.timedelta(days=number)
        rated(teacher, item, level=3, planned_on=day)
    client = as_user(teacher)
    # session, user, scope, talk; both ratings; activities, steps, traces, later ratings
    with django_assert_num_queries(9):
        client.get(f"/supervisi/{first.pk}/jejak/?butir={item.pk}")


def test_the_lists_of_the_own_line_are_paged_together(as_user):
    forum = ForumFactory()
    teacher = member(forum)
    for number in range(21):
        activity = ActivityFactory(
            forum=forum, aspects=("teaching",), starts_at=days_ago(5 + number), title=f"K{number}"
        )
        AttendanceFactory(activity=activity, user=teacher, came=True)
    first, second = (
        as_user(teacher).get(f"/jejak/?hal={page}").content.decode() for page in (1, 2)
    )
    assert [page.count('<li><a href="/kegiatan/') for page in (first, second)] == [20, 1]
    assert ">K20<" in second


def test_a_plan_leads_to_what_came_of_it_and_back(as_user):
    author = appointed()
    school = author.appointments.get().school
    plan = PlanFactory(author=author, school=school, scope="school")
    row = IntentionFactory(activity=None, plan=plan, written_by=author, aspect="planning")
    client, url = as_user(author), f"/modul/{plan.pk}/jejak/"
    assert url in client.get(f"/modul/{plan.pk}/").content.decode()
    assert f"/jejak/{row.pk}/" in client.get(url).content.decode()
    assert url in client.get(f"/jejak/{row.pk}/").content.decode()
    colleague = as_user(appointed(school=school))
    assert (colleague.get(url).status_code, WORDS in colleague.get(url).content.decode()) == (
        200,
        False,
    )
    assert as_user(appointed()).get(url).status_code == 404


def test_a_confirmation_leads_back_to_the_plan(as_user):
    teacher = appointed()
    school = teacher.appointments.get().school
    plan = PlanFactory(author=teacher, school=school, scope="school")
    row = seen(teacher)
    row.activity, row.plan, row.school = None, plan, school
    row.save()
    client = as_user(principal_of(school))
    assert "/setujui/" in client.get(f"/modul/{plan.pk}/jejak/").content.decode()
    answer = client.post(f"/jejak/{row.pk}/setujui/", {"kembali": "modul"})
    assert answer["Location"] == f"/modul/{plan.pk}/jejak/"


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("place", ["kegiatan", "modul"])
def test_traces_of_one_source_cost_the_same_for_one_and_for_five(
    as_user, place, rows, django_assert_num_queries
):
    teacher = appointed()
    plan = PlanFactory(author=teacher, school=teacher.appointments.get().school)
    activity = ActivityFactory(forum=ForumFactory(), host=teacher)
    for _number in range(rows):
        row = IntentionFactory(activity=activity, written_by=teacher)
        if place == "modul":
            row.activity, row.plan = None, plan
            row.save()
    url = f"/{place}/{activity.pk if place == 'kegiatan' else plan.pk}/jejak/"
    client = as_user(teacher)
    # session, user, scope; activity and aspects, or plan; rights; how many, which, waiting ones;
    # of an activity also the talks that could show it, and its indicators
    with django_assert_num_queries({"kegiatan": 11, "modul": 8}[place]):
        client.get(url)


@pytest.mark.parametrize("rows", [1, 5])
def test_the_form_of_a_trace_costs_the_same_for_one_talk_and_for_five(
    as_user, rows, django_assert_num_queries
):
    activity, teacher = meeting()
    standard("teaching")
    for _number in range(rows):
        talk_of(teacher)
    client = as_user(teacher)
    # session, user, scope; activity, aspects, talks, indicators of it, rights; how many, waiting
    # ones; in the form the talks and the usual indicators
    with django_assert_num_queries(12):
        client.get(f"/kegiatan/{activity.pk}/jejak/")


def test_traces_of_an_activity_stand_twenty_on_a_page(as_user):
    teacher = appointed()
    activity = ActivityFactory(forum=ForumFactory(), host=teacher)
    for _number in range(21):
        IntentionFactory(activity=activity, written_by=teacher)
    counts = [
        as_user(teacher).get(f"/kegiatan/{activity.pk}/jejak/?hal={page}").content.decode()
        for page in (1, 2)
    ]
    assert [page.count("<li><strong>") for page in counts] == [20, 1]
