import datetime as dt
import uuid

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from collaboration import traces
from collaboration.models import Link
from portal.models import User
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    FollowUpFactory,
    ForumFactory,
    InstrumentFactory,
    IntentionFactory,
    LinkFactory,
    PlanFactory,
    SessionFactory,
    TurnFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db

WORDS = "Menunggu tiga detik setelah bertanya"


def days_ago(number: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=number)


def meeting(**about):
    """A meeting of a forum with one of its members, who came."""
    forum = ForumFactory()
    teacher = member(forum)
    activity = ActivityFactory(forum=forum, aspects=("teaching",), starts_at=days_ago(30), **about)
    AttendanceFactory(activity=activity, user=teacher, came=True)
    return activity, teacher


def intending(client, activity, **typed):
    given = {"form_id": str(uuid.uuid4()), "aspect": "teaching", "intention": WORDS}
    return client.post(f"/jejak/baru/?kegiatan={activity.pk}", given | typed)


def talk_of(teacher: User, **about):
    given = {"planned_on": timezone.localdate(), "state": "closed"}
    return SessionFactory(
        teacher=teacher,
        school=teacher.appointments.get().school,
        instruments=[InstrumentFactory(aspect="teaching")],
        **(given | about),
    )


def test_what_was_meant_and_what_has_shown_stand_together_from_both_sides(as_user):
    activity, teacher = meeting()
    client = as_user(teacher)
    assert intending(client, activity)["Location"] == "/jejak/"
    row = Link.objects.get()
    session = talk_of(teacher)
    TurnFactory(session=session)
    typed = {"sentence": "Lima murid menjawab", "session": session.pk}
    assert client.post(f"/jejak/{row.pk}/tampak/", typed)["Location"] == f"/jejak/{row.pk}/"
    row.refresh_from_db()
    assert (row.sentence, row.session, row.teacher_confirmed_at is not None) == (
        "Lima murid menjawab",
        session,
        True,
    )
    for page in (
        "/jejak/",
        f"/supervisi/{session.pk}/jejak/",
        f"/supervisi/{session.pk}/catatan/",
        f"/kegiatan/{activity.pk}/jejak/",
    ):
        assert f"/jejak/{row.pk}/" in client.get(page).content.decode(), page
    page = client.get(f"/jejak/{row.pk}/").content.decode()
    for link in (f"/kegiatan/{activity.pk}/jejak/", f"/supervisi/{session.pk}/catatan/"):
        assert link in page


def test_the_principal_is_told_and_confirms(as_user):
    activity, teacher = meeting()
    intending(as_user(teacher), activity)
    row, session = Link.objects.get(), talk_of(teacher)
    principal = session.observer
    assert as_user(principal).get(f"/jejak/{row.pk}/").status_code == 404
    typed = {"sentence": "Lima murid menjawab", "session": session.pk}
    as_user(teacher).post(f"/jejak/{row.pk}/tampak/", typed)
    assert principal.notifications.get().kind == "trace_observed"
    client = as_user(principal)
    assert client.get(f"/jejak/{row.pk}/").status_code == 200
    client.post(f"/jejak/{row.pk}/setujui/")
    row.refresh_from_db()
    assert row.principal_confirmed_at is not None


def test_an_intention_is_its_teachers_own(as_user):
    activity, teacher = meeting()
    row = IntentionFactory(activity=activity, written_by=teacher)
    other = member(activity.forum)
    assert WORDS in as_user(teacher).get(f"/kegiatan/{activity.pk}/jejak/").content.decode()
    assert WORDS not in as_user(other).get(f"/kegiatan/{activity.pk}/jejak/").content.decode()
    for path in ("", "tampak/", "lepas/"):
        url = f"/jejak/{row.pk}/{path}"
        assert as_user(other).get(url).status_code in (404, 405)
        assert as_user(other).post(url).status_code in (404, 405)
    row.refresh_from_db()
    assert row.is_open


def test_sending_twice_keeps_one_intention_and_the_first_answer(as_user):
    activity, teacher = meeting()
    client, key = as_user(teacher), str(uuid.uuid4())
    for _ in range(2):
        intending(client, activity, form_id=key)
    row = Link.objects.get()
    for sentence in ("Pertama", "Kedua"):
        client.post(f"/jejak/{row.pk}/tampak/", {"sentence": sentence})
    client.post(f"/jejak/{row.pk}/lepas/")
    row.refresh_from_db()
    assert (row.sentence, row.let_go_at) == ("Pertama", None)


def test_the_key_of_somebody_elses_form_writes_nothing(as_user):
    activity, teacher = meeting()
    row = IntentionFactory(activity=activity, written_by=member(activity.forum))
    answer = intending(as_user(teacher), activity, form_id=str(row.pk))
    assert (answer.status_code, WORDS in answer.content.decode()) == (200, True)
    assert Link.objects.get() == row


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"intention": ""}, "wajib diisi"),
        ({"aspect": "evaluation"}, "evaluation"),
        ({"aspect": ""}, "wajib diisi"),
    ],
)
def test_odd_intentions_come_back(as_user, typed, sentence):
    activity, teacher = meeting()
    answer = intending(as_user(teacher), activity, **typed)
    assert answer.status_code == 200
    assert not Link.objects.exists()


@pytest.mark.parametrize("query", ["", "?kegiatan=x", "?modul=", f"?modul={uuid.UUID(int=0)}"])
def test_an_intention_needs_something_it_begins_with(as_user, query):
    assert as_user(appointed()).get(f"/jejak/baru/{query}").status_code == 404


def test_an_author_means_to_try_with_a_plan_and_a_reader_does_not(as_user):
    author = appointed()
    plan = PlanFactory(author=author, school=author.appointments.get().school, scope="school")
    url = f"/jejak/baru/?modul={plan.pk}"
    typed = {"form_id": str(uuid.uuid4()), "aspect": "planning", "intention": WORDS}
    as_user(author).post(url, typed)
    assert Link.objects.get().plan == plan
    assert url in as_user(author).get(f"/modul/{plan.pk}/").content.decode()
    colleague = appointed(school=plan.school)
    assert as_user(colleague).get(url).status_code == 403
    assert url not in as_user(colleague).get(f"/modul/{plan.pk}/").content.decode()


@pytest.mark.parametrize(
    ("written", "held", "asked"), [(21, 21, 1), (20, 30, 0), (30, 20, 0), (90, 90, 1)]
)
def test_an_open_intention_is_asked_about_once_after_three_weeks(as_user, written, held, asked):
    activity, teacher = meeting()
    activity.starts_at = days_ago(held)
    activity.save(update_fields=["starts_at"])
    row = IntentionFactory(activity=activity, written_by=teacher, written_at=days_ago(written))
    for _ in range(2):
        call_command("remind")
    assert teacher.notifications.filter(kind="intention_open").count() == asked
    page = as_user(teacher).get("/pemberitahuan/").content.decode()
    assert page.count(row.intention) == asked


def test_nothing_is_asked_about_what_is_answered_put_aside_or_called_off():
    activity, teacher = meeting()
    about = {"activity": activity, "written_by": teacher, "written_at": days_ago(40)}
    IntentionFactory(**about, let_go_at=timezone.now())
    IntentionFactory(**about, sentence="Tampak", observed_at=timezone.now())
    gone, person = meeting(cancelled_at=timezone.now())
    IntentionFactory(activity=gone, written_by=person, written_at=days_ago(40))
    call_command("remind")
    assert not teacher.notifications.filter(kind="intention_open").exists()
    assert not person.notifications.exists()


def test_the_question_stands_on_the_home_and_opens_the_answer(as_user):
    activity, teacher = meeting()
    row = IntentionFactory(activity=activity, written_by=teacher, written_at=days_ago(25))
    call_command("remind")
    client = as_user(teacher)
    assert f"/jejak/{row.pk}/tampak/" in client.get("/").content.decode()
    client.post(f"/jejak/{row.pk}/lepas/")
    assert client.get(f"/jejak/{row.pk}/tampak/")["Location"] == f"/jejak/{row.pk}/"


def test_the_line_of_a_talk_shows_only_what_its_reader_may_open(as_user):
    _activity, teacher = meeting(title="KKG lain")
    session = talk_of(teacher, planned_on=timezone.localdate() - dt.timedelta(days=60))
    FollowUpFactory(session=session, what="Mencoba kartu", due_on=timezone.localdate())
    url = f"/supervisi/{session.pk}/jejak/"
    own = as_user(teacher).get(url).content.decode()
    assert ("KKG lain" in own, "Mencoba kartu" in own) == (True, True)
    seen = as_user(session.observer).get(url).content.decode()
    assert ("KKG lain" in seen, "Mencoba kartu" in seen) == (False, True)
    assert as_user(appointed()).get(url).status_code == 404


def test_who_reads_the_visit_and_not_its_words_sees_no_line(as_user):
    session = SessionFactory(state="prepared")
    assert as_user(session.observer).get(f"/supervisi/{session.pk}/jejak/").status_code in (
        403,
        404,
    )


def test_a_trace_written_by_the_principal_names_its_teacher():
    session = talk_of(appointed())
    assert LinkFactory(session=session).teacher == session.teacher


def filled(rows: int) -> User:
    forum = ForumFactory()
    teacher = member(forum)
    for number in range(rows):
        activity = ActivityFactory(
            forum=forum, aspects=("teaching",), starts_at=days_ago(40 + number)
        )
        AttendanceFactory(activity=activity, user=teacher, came=True)
        IntentionFactory(activity=activity, written_by=teacher)
        PlanFactory(author=teacher, made_at=days_ago(5))
        held = timezone.localdate() - dt.timedelta(days=60 + number)
        session = talk_of(teacher, planned_on=held)
        FollowUpFactory(session=session, due_on=timezone.localdate())
        LinkFactory(activity=activity, session=session, aspect="teaching")
    return teacher


@pytest.mark.parametrize("rows", [1, 5])
def test_the_own_line_costs_the_same_for_one_and_for_five(as_user, rows, django_assert_num_queries):
    client = as_user(filled(rows))
    # session, user, scope, right; visits 2, activities 2, plans, steps, links; open ones
    with django_assert_num_queries(12):
        client.get("/jejak/")


@pytest.mark.parametrize("rows", [1, 5])
def test_the_line_of_a_talk_costs_the_same_for_one_and_for_five(
    as_user, rows, django_assert_num_queries
):
    teacher = filled(rows)
    session = Link.objects.exclude(session=None).order_by("session__planned_on")[0].session
    client = as_user(teacher)
    # session, user, scope, talk; visits 2, activities 2, plans, steps, links
    with django_assert_num_queries(11):
        client.get(f"/supervisi/{session.pk}/jejak/")


def test_a_line_into_the_future_is_drawn_a_month_beyond_its_newest_event():
    held = dt.date(2026, 11, 9)
    teacher = talk_of(appointed(), planned_on=held).teacher
    with time_machine.travel(dt.datetime(2026, 11, 27, 3, tzinfo=dt.UTC), tick=False):
        drawn = traces.lines(teacher, teacher, held, held + traces.YEAR)
    assert {name for line in drawn for _left, name in line.labels} == {"Des 26"}
    late = dt.datetime(2028, 1, 5, 3, tzinfo=dt.UTC)
    with time_machine.travel(late, tick=False):
        whole = traces.lines(teacher, teacher, held, held + traces.YEAR)
    assert [name for _left, name in whole[0].labels] == ["Feb 27", "Mei 27", "Agu 27"]
