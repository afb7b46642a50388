"""Proposals for a meeting: what they come from, and that one tap each carries them over."""

import datetime as dt

import pytest
from django.utils import timezone

from collaboration.models import Activity
from tests.factories import (
    ActivityFactory,
    FollowUpFactory,
    ForumFactory,
    InstrumentFactory,
    RatingFactory,
    RegionFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
    principal_of,
)

pytestmark = pytest.mark.django_db
SECRET = "Rahasia dari catatan"


def forum_in_need(people=5):
    """A forum whose members all stand below "Mantap" on the same item, seen two months ago."""
    forum = ForumFactory()
    form = InstrumentFactory(aspect="planning")
    day = timezone.localdate().replace(day=1) - dt.timedelta(days=40)
    for _number in range(people):
        user = member(forum)
        school = user.appointments.get().school
        about = {"school": school, "teacher": user, "planned_on": day, "instruments": [form]}
        session = SessionFactory(state="closed", **about)
        for item in form.indicators.all():
            RatingFactory(session=session, indicator=item, rater="observer", level=2)
    return forum, form.indicators.first()


def test_a_pooled_need_is_taken_over_with_one_tap(as_user):
    TermFactory()
    forum, item = forum_in_need()
    user = member(forum)
    client = as_user(user)
    page = client.get(f"/kkg/{forum.pk}/usulan/").content.decode()
    assert f'name="butir" value="{item.pk}"' in page
    assert "kelompok 5 guru" in page
    form = client.get(f"/kkg/{forum.pk}/undang/", {"jenis": "meeting", "butir": item.pk}).context[
        "form"
    ]
    assert item.name in form["agenda"].value()
    assert form["aspects"].value() == ["planning"]
    assert form["indicators"].value() == [item.pk]


def test_four_teachers_are_too_few_and_nobody_is_named(as_user):
    TermFactory()
    forum, _item = forum_in_need(people=4)
    page = as_user(member(forum)).get(f"/kkg/{forum.pk}/usulan/").content.decode()
    assert 'name="butir"' not in page
    assert "Belum ada usulan" in page


def test_only_steps_that_may_travel_are_proposed_with_their_sentence_alone(as_user):
    TermFactory()
    forum = ForumFactory()
    user, other = member(forum), member(forum)
    session = SessionFactory(
        school=user.appointments.get().school, teacher=user, state="following_up"
    )
    step = FollowUpFactory(session=session, owner=user, may_travel=True, what="Kartu bertanya")
    FollowUpFactory(session=session, owner=user, may_travel=False, what=SECRET)
    client = as_user(other)
    page = client.get(f"/kkg/{forum.pk}/usulan/").content.decode()
    assert "Kartu bertanya" in page
    assert SECRET not in page
    assert user.name not in page
    form = client.get(
        f"/kkg/{forum.pk}/undang/", {"jenis": "meeting", "langkah": str(step.pk)}
    ).context["form"]
    assert "Kartu bertanya" in form["agenda"].value()
    assert form["follow_ups"].value() == [step.pk]


def test_decisions_of_the_last_meetings_are_looked_back_on(as_user):
    forum = ForumFactory()
    user, now = member(forum), timezone.now()
    for days, title in ((50, "Paling lama"), (30, "Asesmen"), (9, "Umpan balik")):
        at = now - dt.timedelta(days=days)
        about = {"starts_at": at, "minuted_at": at, "decision": "Kami mencoba"}
        ActivityFactory(forum=forum, host=user, title=title, **about)
    client = as_user(user)
    rows = client.get(f"/kkg/{forum.pk}/usulan/").context["found"].reviews
    assert [row.title for row in rows] == ["Umpan balik", "Asesmen"]
    asked = {"jenis": "meeting", "tinjau": [str(row.pk) for row in rows]}
    form = client.get(f"/kkg/{forum.pk}/undang/", asked).context["form"]
    assert form["agenda"].value().splitlines() == [
        "Menengok kembali: Umpan balik",
        "Menengok kembali: Asesmen",
    ]


@pytest.mark.parametrize("value", ["²", "-1", "9" * 30, "<script>", "' OR 1=1", ""])
def test_what_was_not_proposed_is_left_out(as_user, value):
    forum = ForumFactory()
    asked = {"jenis": "meeting", "butir": value, "langkah": value, "tinjau": value}
    answer = as_user(member(forum)).get(f"/kkg/{forum.pk}/undang/", asked)
    assert answer.status_code == 200
    assert not answer.context["form"]["agenda"].value()
    assert not Activity.objects.exists()


def test_nobody_else_sees_the_proposals_of_a_forum(as_user):
    forum = ForumFactory()
    assert as_user(member(ForumFactory())).get(f"/kkg/{forum.pk}/usulan/").status_code == 404


@pytest.mark.parametrize("people", [5, 7])
def test_proposals_cost_the_same_for_any_number_of_people(
    as_user, django_assert_num_queries, people
):
    TermFactory()
    forum, _item = forum_in_need(people)
    client = as_user(member(forum))
    # Session, user, appointments; the forum and rights; five of the needs, steps, meetings.
    with django_assert_num_queries(12):
        client.get(f"/kkg/{forum.pk}/usulan/")


def school_in_need(people):
    """A school whose teachers all stand below "Mantap" on the same item; its principal."""
    school, form = SchoolFactory(), InstrumentFactory(aspect="planning")
    day = timezone.localdate().replace(day=1) - dt.timedelta(days=40)
    for _number in range(people):
        user = appointed("teacher", school=school)
        about = {"school": school, "teacher": user, "planned_on": day, "instruments": [form]}
        session = SessionFactory(state="closed", **about)
        for item in form.indicators.all():
            RatingFactory(session=session, indicator=item, rater="observer", level=2)
    return principal_of(school), form.indicators.first()


def test_a_school_meeting_takes_over_what_its_teachers_need(as_user):
    TermFactory()
    user, item = school_in_need(5)
    school = user.appointments.get().school
    step = FollowUpFactory(
        session=SessionFactory(school=school, state="following_up"), may_travel=True, what="Kartu"
    )
    at = timezone.now() - dt.timedelta(days=9)
    held = ActivityFactory(
        forum=None, school=school, host=user, starts_at=at, minuted_at=at, decision="Kami mencoba"
    )
    client = as_user(user)
    assert "/kegiatan/usulan/" in client.get("/kegiatan/baru/").content.decode()
    page = client.get("/kegiatan/usulan/")
    assert f'name="butir" value="{item.pk}"' in page.content.decode()
    assert page.context["found"].steps == [step]
    assert page.context["found"].reviews == [held]
    asked = {"jenis": "reflective", "butir": item.pk, "langkah": step.pk, "tinjau": held.pk}
    form = client.get("/kegiatan/baru/", asked).context["form"]
    assert item.name in form["agenda"].value()
    assert form["indicators"].value() == [item.pk]
    assert form["follow_ups"].value() == [step.pk]


def test_four_teachers_of_a_school_are_too_few(as_user):
    TermFactory()
    user, _item = school_in_need(4)
    page = as_user(user).get("/kegiatan/usulan/").content.decode()
    assert 'name="butir"' not in page


def test_who_has_no_school_has_no_proposals_for_one(as_user):
    assert (
        as_user(appointed("officer", region=RegionFactory())).get("/kegiatan/usulan/").status_code
        == 403
    )


@pytest.mark.parametrize("people", [5, 7])
def test_proposals_for_a_school_cost_the_same_for_any_number_of_people(
    as_user, django_assert_num_queries, people
):
    TermFactory()
    user, _item = school_in_need(people)
    client = as_user(user)
    with django_assert_num_queries(11):
        assert client.get("/kegiatan/usulan/").status_code == 200
