"""What moved around an activity: gathered from raw ratings, kept, and told on its page."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from statistics import fmean

import pytest
import time_machine
from django.core.management import call_command
from django.forms import model_to_dict
from django.urls import reverse
from django.utils import timezone

from collaboration import effects, estimates
from collaboration.actions import activity as activity_actions
from collaboration.models import Activity, EffectEstimate
from portal.models import Appointment
from portal.roles import Role
from supervision.actions import observe
from supervision.actions import plan as plan_actions
from supervision.actions import reopen as reopening
from supervision.models import Rating, SupervisionSession
from supervision.models.session import RELEASED
from tests.factories import (
    ActivityFactory,
    AppointmentFactory,
    AttendanceFactory,
    ForumFactory,
    InstrumentFactory,
    RatingFactory,
    SchoolFactory,
    SessionFactory,
    TermFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db
MET = dt.datetime(2026, 9, 1, 2, 0, tzinfo=dt.UTC)
BEFORE, AFTER = dt.date(2026, 8, 1), dt.date(2026, 10, 1)


class Place:
    """A forum of ``schools`` with ``each`` teachers; the first half of each school comes."""

    def __init__(self, schools: int = 2, each: int = 6) -> None:
        self.term, self.forum = TermFactory(), ForumFactory()
        self.instrument = InstrumentFactory(aspect="evaluation", items=5)
        self.items = list(self.instrument.indicators.all())
        self.activity = ActivityFactory(forum=self.forum, starts_at=MET, aspects=("evaluation",))
        self.came, self.others = [], []
        for _ in range(schools):
            school = SchoolFactory()
            for number in range(each):
                user = appointed(Role.TEACHER, school=school)
                member(self.forum, user)
                (self.came if number < each // 2 else self.others).append((user, school))
        for user, school in self.came:
            AttendanceFactory(activity=self.activity, user=user, school=school)

    def rate(self, who, day, levels, state="closed"):
        user, school = who
        session = SessionFactory(
            school=school, teacher=user, term=self.term, planned_on=day, state=state,
            instruments=[self.instrument],
        )  # fmt: skip
        for item, level in zip(self.items, levels, strict=True):
            RatingFactory(session=session, indicator=item, level=level, evidence="Terlihat")
        return session

    def moves(self, chance: random.Random, shift: int) -> None:
        for who in self.came + self.others:
            start = [chance.choice((1, 2, 2, 3)) for _ in self.items]
            up = shift if who in self.came else 0
            self.rate(who, BEFORE, start)
            later = [min(4, max(1, level + up + chance.choice((0, 0, 0, 1)))) for level in start]
            self.rate(who, AFTER, later)


def page(client, activity):
    return client.get(reverse("activity-impact", args=[activity.pk])).content.decode()


def kept():
    return [model_to_dict(row, exclude=["id"]) for row in EffectEstimate.objects.order_by("pk")]


def test_a_rise_of_those_who_came_is_told_with_both_ways_and_their_range(as_user):
    place = Place()
    place.moves(random.Random(7), 1)
    call_command("estimate_effects")
    row = EffectEstimate.objects.get()
    assert (row.verdict, row.design, row.schools) == ("up", "within", 2)
    assert (row.joined, row.others, row.used_joined, row.used_others) == (6, 6, 6, 6)
    assert row.low <= 1.0 <= row.high
    assert {round(row.least, 9), round(row.most, 9)} == {
        round(abs(row.gain), 9),
        round(abs(row.adjusted), 9),
    }
    text = page(as_user(place.activity.host), place.activity)
    assert "tingkat lebih banyak daripada pembanding" in text
    assert "6 dari 6 guru yang ikut dan 6 dari 7 guru lain" in text


def test_nothing_moved_claims_nothing(as_user):
    place = Place()
    place.moves(random.Random(7), 0)
    estimates.rebuild()
    assert EffectEstimate.objects.get().verdict in ("wide", "apart")
    assert "elum bisa disimpulkan" in page(as_user(place.activity.host), place.activity)


@pytest.mark.parametrize("seed", [1, 2])
def test_means_equal_an_independent_reckoning_from_the_raw_rows(seed):
    chance = random.Random(seed)
    place = Place(each=10)
    days = [dt.date(2026, 1, 5), BEFORE, dt.date(2026, 8, 20), MET.date(), AFTER,
            dt.date(2026, 11, 1)]  # fmt: skip
    for who in place.came + place.others:
        for day in days:
            if chance.random() < 0.7:
                state = chance.choice(("closed", "discussed", "observed"))
                place.rate(who, day, [chance.choice((1, 2, 3, 4)) for _ in place.items], state)
    estimates.rebuild()
    row = EffectEstimate.objects.get()
    for side, people in (("joined", place.came), ("others", place.others)):
        pairs = [pair for user, _school in people if (pair := reckoned(user))]
        assert getattr(row, side) == len(pairs)
        if len(pairs) < 5:
            assert getattr(row, f"{side}_after") is None
            continue
        assert getattr(row, f"{side}_before") == pytest.approx(fmean(a for a, _ in pairs))
        assert getattr(row, f"{side}_after") == pytest.approx(fmean(b for _, b in pairs))


def reckoned(user) -> tuple[float, float] | None:
    """Every item is rated in every session here, so that plain means over sessions will do."""
    sides: tuple[list[float], list[float]] = ([], [])
    sessions = {row.session for row in Rating.objects.filter(session__teacher=user)}
    for session in sessions:
        day = session.planned_on
        away = (day - MET.date()).days
        if session.state in RELEASED and away and abs(away) <= 200:
            levels = Rating.objects.filter(session=session).values_list("level", flat=True)
            sides[away > 0].append(fmean(levels))
    return (fmean(sides[0]), fmean(sides[1])) if sides[0] and sides[1] else None


def test_reckoning_twice_is_reckoning_once():
    place = Place()
    place.moves(random.Random(3), 1)
    estimates.rebuild()
    first = kept()
    estimates.rebuild()
    estimates.estimate([place.activity])
    assert kept() == first


def test_a_release_and_its_withdrawal_change_what_is_kept(django_capture_on_commit_callbacks):
    place = Place()
    for who in place.came + place.others:
        place.rate(who, BEFORE, [2] * 5)
    last = [place.rate(who, AFTER, [3] * 5, state="observed") for who in place.came[:5]]
    for number, session in enumerate(last, 1):
        with django_capture_on_commit_callbacks(execute=True):
            observe.release(session, by=session.observer)
        assert EffectEstimate.objects.get().joined == number
    assert EffectEstimate.objects.get().joined_after == 3.0
    with django_capture_on_commit_callbacks(execute=True):
        observe.withdraw(last[0], by=last[0].observer)
    assert EffectEstimate.objects.get().joined == 4
    assert EffectEstimate.objects.get().joined_after is None
    with django_capture_on_commit_callbacks(execute=True):
        plan_actions.cancel(last[1], by=last[1].observer, reason="Salah guru")
    assert EffectEstimate.objects.get().joined == 3


def test_moving_a_visit_and_opening_a_cycle_again_leave_what_a_rebuilding_finds(
    django_capture_on_commit_callbacks,
):
    place = Place()
    place.moves(random.Random(3), 1)
    who = place.came[0]
    planned = SessionFactory(
        school=who[1], teacher=who[0], term=place.term, planned_on=AFTER,
        instruments=[place.instrument],
    )  # fmt: skip
    estimates.rebuild()
    closed = SupervisionSession.objects.filter(teacher=who[0], state="closed").latest("planned_on")
    SupervisionSession.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        day = MET.date() - dt.timedelta(days=9)
        plan_actions.reschedule(planned, by=planned.observer, day=day, time=None, reason="Rapat")
        reopening.reopen(closed, by=closed.observer, reason="Bukti belum lengkap")
    followed = kept()
    estimates.rebuild()
    assert followed == kept()
    assert EffectEstimate.objects.get().joined == 6


@pytest.mark.parametrize("change", ["day", "aspect"])
def test_a_meeting_that_goes_elsewhere_leaves_its_neighbours_as_a_rebuilding_finds_them(
    django_capture_on_commit_callbacks, change
):
    """Its old neighbour had a window that ended before it; now nothing stands there."""
    place = Place()
    second = ActivityFactory(
        forum=place.forum, starts_at=MET + dt.timedelta(days=60), aspects=("evaluation",)
    )
    AttendanceFactory(activity=second, user=place.came[0][0], school=place.came[0][1])
    estimates.rebuild()
    row = EffectEstimate.objects.get(activity=place.activity)
    assert row.until == second.day - dt.timedelta(days=1)
    moved = MET + dt.timedelta(days=1500) if change == "day" else second.starts_at
    aspects = ["evaluation"] if change == "day" else ["planning"]
    with django_capture_on_commit_callbacks(execute=True):
        activity_actions.change(second, by=second.host, aspects=aspects, starts_at=moved)
    followed = kept()
    estimates.rebuild()
    assert [row["until"] for row in followed] == [row["until"] for row in kept()]
    assert EffectEstimate.objects.get(activity=place.activity).until == MET.date() + effects.WINDOW


def test_schools_led_by_one_person_count_as_one(as_user):
    place = Place(schools=3)
    place.moves(random.Random(7), 1)
    estimates.rebuild()
    assert EffectEstimate.objects.get().schools == 3
    first, second, third = dict.fromkeys(school for _user, school in place.came)
    leads = Appointment.objects.filter(role=Role.PRINCIPAL)
    acting = leads.get(school=second).user
    leads.filter(school__in=(first, third)).update(ended_on=BEFORE)
    AppointmentFactory(user=acting, role=Role.PRINCIPAL, school=third)
    estimates.rebuild()
    assert EffectEstimate.objects.get().schools == 2
    assert "dipimpin satu orang dihitung satu" in page(as_user(place.activity.host), place.activity)
    AppointmentFactory(user=acting, role=Role.PRINCIPAL, school=first)
    estimates.rebuild()
    row = EffectEstimate.objects.get()
    assert (row.verdict, row.gain) == ("silent", None)  # one school alone shows nothing


@pytest.mark.parametrize(("early", "word"), [(1, "Arahnya sama."), (4, "Belum searah.")])
def test_a_check_from_the_term_before_says_whether_it_points_the_same_way(as_user, early, word):
    """Those who came stood at ``early`` in the term before, the others at 2."""
    place = Place()
    place.moves(random.Random(7), 1)
    estimates.rebuild()
    assert EffectEstimate.objects.get().check_gain is None
    chance, day = random.Random(9), MET.date() - dt.timedelta(days=260)
    for who in place.came + place.others:
        level = early if who in place.came else 2
        place.rate(who, day, [level] * 4 + [chance.choice((2, 3))])
    estimates.rebuild()
    row = EffectEstimate.objects.get()
    assert (row.check_joined, row.check_others) == (6, 6)
    assert row.earlier == MET.date() - 2 * effects.WINDOW
    assert row.check_low < row.check_gain < row.check_high
    assert (row.check_gain > 0) == (early == 1)
    assert row.is_along == (early == 1)
    assert row.joined == 6  # the term before is never counted as the last one
    text = page(as_user(place.activity.host), place.activity)
    assert "Cek dari semester sebelum kunjungan terakhir" in text
    assert word in text


def test_no_check_is_made_from_behind_another_block():
    forum = ForumFactory()
    days = (0, 150, 400)
    meetings = [Activity(forum=forum, starts_at=MET + dt.timedelta(days=number)) for number in days]
    first, second, third = effects.blocks(meetings)
    day = dt.timedelta(days=1)
    assert first.earlier == (first.first - 2 * effects.WINDOW, first.since - day)
    assert second.earlier is None
    assert third.earlier == (second.last + day, third.since - day)


def test_calling_a_meeting_off_takes_its_estimates_away(django_capture_on_commit_callbacks):
    place = Place()
    place.moves(random.Random(3), 1)
    estimates.rebuild()
    with django_capture_on_commit_callbacks(execute=True):
        activity_actions.cancel(place.activity, by=place.activity.host, reason="Banjir")
    assert not EffectEstimate.objects.exists()


def test_meetings_less_than_six_weeks_apart_are_one_block(as_user):
    place = Place()
    second = ActivityFactory(
        forum=place.forum, starts_at=MET + dt.timedelta(days=20), aspects=("evaluation",)
    )
    late = place.others.pop()
    AttendanceFactory(activity=second, user=late[0], school=late[1])
    place.came.append(late)
    place.moves(random.Random(5), 1)
    estimates.rebuild()
    rows = list(EffectEstimate.objects.all())
    assert [(row.meetings, row.joined, row.others) for row in rows] == [(2, 7, 5)] * 2
    assert rows[0].last_on - rows[0].first_on == dt.timedelta(days=20)
    text = page(as_user(place.activity.host), place.activity)
    assert "2 pertemuan dari" in text


def test_windows_end_where_the_neighbouring_block_begins():
    forum = ForumFactory()
    days = (0, 30, 100, 400)
    meetings = [Activity(forum=forum, starts_at=MET + dt.timedelta(days=number)) for number in days]
    first, second, third = effects.blocks(reversed(meetings))
    assert [len(row.meetings) for row in (first, second, third)] == [2, 1, 1]
    day, start = dt.timedelta(days=1), MET.date()
    assert first.since == start - effects.WINDOW
    assert first.until == second.first - day
    assert second.since == first.last + day
    assert second.until == second.last + effects.WINDOW
    assert third.since == third.first - effects.WINDOW


def test_who_holds_no_teaching_post_is_not_counted_as_missing():
    place = Place()
    place.moves(random.Random(5), 1)
    user, _school = place.came[0]
    Appointment.objects.filter(user=user).delete()
    estimates.rebuild()
    row = EffectEstimate.objects.get()
    assert (row.joined, row.joined_all) == (5, 5)


def test_pages_load_no_statistics_of_scipy():
    code = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "import django; django.setup(); import portal.urls\n"
        "sys.exit('scipy.stats' in sys.modules or 'collaboration.estimates' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("rows", [1, 5])
@time_machine.travel(MET + dt.timedelta(days=60), tick=False)
def test_a_forum_over_a_year_costs_the_same_for_any_number_of_activities(
    as_user, django_assert_num_queries, rows
):
    place = Place()
    for number in range(1, rows):
        activity = ActivityFactory(
            forum=place.forum,
            starts_at=MET - dt.timedelta(weeks=7 * number),
            aspects=("evaluation",),
        )
        AttendanceFactory(activity=activity, user=place.came[0][0], school=place.came[0][1])
    estimates.rebuild()
    client = as_user(place.came[0][0])
    # Session, user and appointments; the forum; its estimates; hours beside change.
    with django_assert_num_queries(6):
        answer = client.get(reverse("forum-impact", args=[place.forum.pk]))
    page = answer.content.decode()
    assert page.count('<tr><th scope="row">') == rows
    assert page.count("belum bisa disimpulkan") == rows


@time_machine.travel(MET + dt.timedelta(days=120), tick=False)
def test_meetings_seen_as_one_stand_once_in_the_year_of_their_forum(as_user):
    place = Place(schools=1)
    near = ActivityFactory(
        forum=place.forum, starts_at=MET + dt.timedelta(days=13), aspects=("evaluation",)
    )
    far = ActivityFactory(
        forum=place.forum, starts_at=MET + dt.timedelta(days=90), aspects=("evaluation",)
    )
    for activity in (near, far):
        for user, school in place.came:
            AttendanceFactory(activity=activity, user=user, school=school)
    estimates.rebuild()
    client = as_user(place.came[0][0])
    answer = client.get(reverse("forum-impact", args=[place.forum.pk]))
    ((aspect, blocks, _plot),) = answer.context["parts"]
    assert aspect == "evaluation"
    assert [[row.activity for row in block.rows] for block in blocks] == [
        [place.activity, near],
        [far],
    ]
    text = answer.content.decode()
    assert text.count("jadi dilihat sebagai satu") == 1
    for activity in (place.activity, near, far):
        assert f"/kegiatan/{activity.pk}/dampak/" in text
