import datetime as dt
from functools import partial

import pytest
import time_machine
from django.core.management import call_command

from portal import notify
from portal.models import Notification
from supervision import news
from supervision.models import DateProposal, SupervisionSession
from tests.factories import FollowUpFactory, SessionFactory, TurnFactory, appointed

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)
NOW = dt.datetime(2026, 11, 26, 0, 30, tzinfo=dt.UTC)


def days(number):
    return TODAY + dt.timedelta(days=number)


def run(day=TODAY):
    now = dt.datetime.combine(day, dt.time(0, 30), dt.UTC)
    with time_machine.travel(now, tick=False):
        call_command("remind")
    return told()


def told():
    return sorted(Notification.objects.values_list("kind", "to"))


@pytest.mark.parametrize(
    ("ahead", "kind"),
    [
        (4, None),
        (3, "visit_soon"),
        (2, "visit_soon"),
        (1, "visit_near"),
        (0, "visit_near"),
        (-1, None),
    ],
)
def test_both_sides_hear_of_a_visit_that_is_near(ahead, kind):
    session = SessionFactory(planned_on=days(ahead))
    both = sorted([session.teacher_id, session.observer_id])
    assert run() == ([(kind, person) for person in both] if kind else [])


def test_each_is_told_once_on_each_of_the_two_days_and_anew_for_a_new_date():
    session = SessionFactory(planned_on=days(3))
    counts = [len(run(days(number))) for number in (0, 0, 1, 2, 2, 3)]
    assert counts == [2, 2, 2, 4, 4, 4]
    SupervisionSession.objects.filter(pk=session.pk).update(planned_on=days(6))
    assert len(run(days(3))) == 6


@pytest.mark.parametrize("state", ["observed", "closed", "cancelled"])
def test_a_visit_that_was_held_or_called_off_is_not_announced(state):
    SessionFactory(planned_on=days(1), state=state)
    assert [row for row in run() if row[0].startswith("visit")] == []


@pytest.mark.parametrize(
    ("ahead", "kind"),
    [(4, None), (3, "step_soon"), (1, "step_near"), (0, "step_due"), (-9, "step_due")],
)
def test_owner_and_helpers_hear_of_a_step(ahead, kind):
    step = FollowUpFactory(due_on=days(ahead))
    helper = appointed("teacher", school=step.session.school)
    step.helpers.add(helper)
    people = sorted([step.owner_id, helper.pk])
    assert run() == ([(kind, person) for person in people] if kind else [])
    assert run() == told()


def test_a_step_of_the_kkg_is_recalled_to_both():
    step = FollowUpFactory(due_on=days(1), owner_kind="forum", owner=None)
    both = sorted([step.session.teacher_id, step.session.observer_id])
    assert run() == [("step_near", person) for person in both]


def test_a_step_that_is_done_or_not_agreed_yet_recalls_nobody():
    FollowUpFactory(due_on=days(1), proof="Sudah", done_at=NOW)
    session = SessionFactory(state="discussed", released_at=NOW)
    FollowUpFactory(due_on=days(1), session=session)
    assert run() == []


@pytest.mark.parametrize(("hours", "owed"), [(71, False), (72, True)])
@pytest.mark.parametrize(
    ("state", "since"), [("observed", "observed_at"), ("discussed", "released_at")]
)
def test_after_three_days_without_a_talk_the_observer_is_reminded(state, since, hours, owed):
    session = SessionFactory(state=state, **{since: NOW - dt.timedelta(hours=hours)})
    assert run() == ([("talk_owed", session.observer_id)] if owed else [])


def test_whoever_has_agreed_owes_nothing():
    session = SessionFactory(
        state="discussed", released_at=NOW - dt.timedelta(days=9), observer_agreed_at=NOW
    )
    TurnFactory(session=session)
    assert run() == []


@pytest.mark.parametrize("side", ["teacher", "observer"])
def test_a_proposed_date_waits_a_day_for_the_other_side(side):
    session = SessionFactory(planned_on=days(20))
    asked = {
        "session": session,
        "by": getattr(session, side),
        "day": days(21),
        "reason": "Rapat",
    }
    row = DateProposal.objects.create(at=NOW - dt.timedelta(hours=23), **asked)
    assert run() == []
    DateProposal.objects.filter(pk=row.pk).update(at=NOW - dt.timedelta(hours=25))
    other = {"teacher": session.observer, "observer": session.teacher}[side]
    assert run() == run() == [("proposal_open", other.pk)]
    DateProposal.objects.filter(pk=row.pk).update(answered_at=NOW)
    assert run() == [("proposal_open", other.pk)]


def test_each_reminder_opens_for_whom_it_is_meant(client):
    session = SessionFactory(planned_on=days(1))
    step = FollowUpFactory(due_on=days(1), session=SessionFactory(state="following_up"))
    SessionFactory(state="observed", observed_at=NOW - dt.timedelta(days=4))
    run()
    for row in Notification.objects.select_related("to"):
        (line,) = notify.lines(Notification.objects.filter(pk=row.pk), partial(news.about, row.to))
        client.force_login(row.to)
        assert client.get(line.url).status_code == 200, row.kind
        assert "kunjungan " in line.about
    assert {session.teacher_id, step.owner_id} <= {person for _kind, person in told()}


@pytest.mark.parametrize("rows", [1, 5])
def test_a_day_of_reminders_asks_once_for_each_and_no_more(rows, django_assert_max_num_queries):
    for _ in range(rows):
        SessionFactory(planned_on=days(1))
    with django_assert_max_num_queries(10 + rows):
        run()
