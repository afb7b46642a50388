"""The demo as a whole: who is supervised when, who meets, and what moves by how much."""

from __future__ import annotations

import datetime as dt
import random

from django.utils import timezone

from collaboration import climate_figures, doses, estimates, figures, needs
from collaboration import summaries as collaboration_summaries
from collaboration.models import Activity, Forum
from collaboration.plans import texts as plan_texts
from portal.demo import (
    afterwards,
    answers,
    calibrations,
    conclusions,
    culture,
    findings,
    forums,
    free_hours,
    kinds,
    lesson,
    library,
    mailed,
    meetings,
    methods,
    moved,
    neighbours,
    papers,
    patterns,
    people,
    planner,
    plans,
    programmes,
    region_conclusion,
    reports,
    research,
    talks,
    together,
    traces,
    visits,
    years,
)
from portal.demo.talks import Cycles, Pair
from portal.models import School, User
from supervision import over_time, publishing
from supervision import summaries as supervision_summaries
from supervision.models import Reflection, State

SEED = 3514
MOVED = {"evaluation": 0.5}  # levels by which those who came move; planning and teaching: none
EVERYBODY = 0.05  # levels by which all move between the two windows
BEFORE, MEETINGS, NOW = (
    (250, 118),
    (108, 82),
    (74, 4),
)  # days before today, first and last
RECENT = (
    State.OBSERVED,
    State.DISCUSSED,
    State.DISCUSSED,
    State.FOLLOWING_UP,
    State.FOLLOWING_UP,
)


def tell(today: dt.date) -> None:
    """Write everything that happened up to ``today``; places and people are there already."""
    chance = random.Random(SEED)  # noqa: S311  the same demo each time, no secret
    cycles = Cycles(today, people.terms(today), chance)
    pairs = talks.pairs(chance)
    clusters = dict(School.objects.values_list("pk", "cluster"))
    begun = together.forums(together.chairs())
    by_school = {pk: begun[c] for pk, c in clusters.items() if c in begun}
    held = together.Meetings(cycles, pairs)
    joined = _meet(held, pairs, by_school, today)
    _supervise(cycles, pairs, joined, today)
    _name_states(cycles, pairs, today)
    written = together.plans(cycles, pairs, by_school)
    cycles.save()
    planner.learn()
    held.tie_indicators()
    activities = list(Activity.objects.filter(minuted_at__isnull=False).order_by("starts_at", "pk"))
    together.tie(activities, written)
    _private_words()
    visits.tell(today)
    afterwards.tell(today)
    forums.tell(today)
    programmes.tell(today)
    calibrations.tell(today)
    lesson.tell()
    culture.tell(today)
    plans.tell(today)
    meetings.tell(today)
    library.tell()
    kinds.tell(today)
    answers.tell()
    papers.tell()
    free_hours.mark()
    traces.tell()
    patterns.tell(today)
    findings.tell()
    conclusions.tell(today)
    methods.tell(today)
    neighbours.tell(today)
    moved.tell(today, pairs, joined["planning"], EVERYBODY)
    planner.learn()
    supervision_summaries.rebuild()
    collaboration_summaries.rebuild()
    publishing.publish(today)
    over_time.rebuild(today)
    climate_figures.publish(today)
    reports.tell(today)
    plan_texts.rebuild()
    estimates.rebuild()
    figures.publish(timezone.now())
    doses.publish(timezone.now())
    needs.publish(today)
    research.tell()
    years.tell(today)
    region_conclusion.tell(today)
    mailed.tell()


def _meet(
    meetings: together.Meetings,
    pairs: list[Pair],
    by_school: dict[int, Forum],
    today: dt.date,
) -> dict[str, set[int]]:
    """Hold all meetings; returns for each aspect who came to those that are to help it."""
    joined: dict[str, set[int]] = {
        "evaluation": set(),
        "planning": set(),
        "teaching": set(),
    }
    chairs = together.chairs()
    for forum in sorted(set(by_school.values()), key=lambda row: row.name):
        own = [pair for pair in pairs if by_school.get(pair.school_id) == forum]
        for aspect in ("evaluation", "planning"):
            came = [pair for pair in own if meetings.chance.random() < together.JOINERS]
            joined[aspect] |= {pair.teacher.pk for pair in came}
            for number, day in enumerate(_days(today, MEETINGS, 2)):
                offset = 3 if aspect == "planning" else 0
                day += dt.timedelta(days=offset)
                host = chairs[forum.cluster_id or 0]
                meetings.hold(aspect, day, came, own, host=host, forum=forum, number=number)
        for number, day in enumerate(_days(today, (480, 260), 8)):
            came = [pair for pair in own if meetings.chance.random() < 0.6]
            aspect = ("teaching", "planning", "evaluation")[number % 3]
            host = meetings.chance.choice(came or own).teacher
            meetings.hold(aspect, day, came, own, host=host, forum=forum, number=number)
        meetings.hold(
            "teaching",
            today + dt.timedelta(days=4 + len(own) % 5),
            [],
            own,
            host=chairs[forum.cluster_id or 0],
            forum=forum,
        )
    _school_meetings(meetings, pairs, today)
    return joined


def _school_meetings(meetings: together.Meetings, pairs: list[Pair], today: dt.date) -> None:
    for number, school in enumerate(School.objects.order_by("npsn")):
        own = [pair for pair in pairs if pair.school_id == school.pk]
        if own:
            meetings.hold(
                "teaching",
                today - dt.timedelta(days=12 + number),
                own,
                own,
                host=own[0].observer,
                school=school,
                kind=Activity.Kind.REFLECTIVE,
                number=number,
            )


def _days(today: dt.date, window: tuple[int, int], count: int) -> list[dt.date]:
    first, last = (today - dt.timedelta(days=days) for days in window)
    return talks.spread(first, last, count)


def _aspects(number: int) -> tuple[str, ...]:
    return ("planning", "evaluation") if number % 2 else ("evaluation",)


def _supervise(
    cycles: Cycles, pairs: list[Pair], joined: dict[str, set[int]], today: dt.date
) -> None:
    """Everybody once before the meetings, three in four afterwards, some in the year before."""
    for number, (pair, day) in enumerate(
        zip(pairs, _shuffled(cycles, today, BEFORE, len(pairs)), strict=True)
    ):
        cycles.add(pair, day, _aspects(number), State.CLOSED)
    for number, (pair, day) in enumerate(
        zip(pairs, _shuffled(cycles, today, NOW, len(pairs)), strict=True)
    ):
        if number % 4 == 3:
            continue
        state = State.CLOSED if (today - day).days > 28 else RECENT[number % len(RECENT)]
        aspects = _aspects(number)
        _add_moved(cycles, pair, day, aspects, state, joined)
    early = pairs[::6]
    for pair, day in zip(early, _shuffled(cycles, today, (480, 330), len(early)), strict=True):
        cycles.add(pair, day, ("teaching",), State.CLOSED)


def _add_moved(
    cycles: Cycles,
    pair: Pair,
    day: dt.date,
    aspects: tuple[str, ...],
    state: State,
    joined: dict[str, set[int]],
) -> None:
    """A session after the meetings: each aspect moved by what the person took part in."""
    levels = {
        aspect: level
        + EVERYBODY
        + (MOVED.get(aspect, 0.0) if pair.teacher.pk in joined[aspect] else 0.0)
        for aspect, level in pair.levels.items()
    }
    after = Pair(pair.teacher, pair.observer, pair.school_id, levels, pair.grade)
    cycles.add(after, day, aspects, state)


def _shuffled(cycles: Cycles, today: dt.date, window: tuple[int, int], count: int) -> list[dt.date]:
    days = _days(today, window, count)
    cycles.chance.shuffle(days)
    return days


def _name_states(cycles: Cycles, pairs: list[Pair], today: dt.date) -> None:
    """The demo's two schools: a session in every state, coming visits for their teachers."""
    schools = set(
        School.objects.filter(npsn__in=(people.REJOSARI, people.CURAHDUKUH)).values_list(
            "pk", flat=True
        )
    )
    named = {user.pk for user in User.objects.filter(username__in=("guru", "guru2"))}
    for school_id in sorted(schools):
        own = [pair for pair in pairs if pair.school_id == school_id]
        own.sort(key=lambda pair: (pair.teacher.pk not in named, pair.teacher.name))
        first, others = own[0], own[1:]
        soon = today + dt.timedelta(days=2 if today.weekday() < 4 else 4)
        cycles.add(first, soon, ("planning", "teaching"), State.PLANNED)
        cycles.add(first, today - dt.timedelta(days=18), ("teaching",), State.FOLLOWING_UP)
        recent = today - dt.timedelta(days=3)
        cycles.add(first, recent, ("teaching",), State.DISCUSSED)
        states = (
            State.PREPARED,
            State.PLANNED,
            State.OBSERVED,
            State.CANCELLED,
            State.PLANNED,
        )
        for number, (pair, state) in enumerate(zip(others, states, strict=False)):
            day = today + dt.timedelta(days=number) if state != State.OBSERVED else recent
            cycles.add(pair, day, ("teaching", "evaluation"), state)
        for pair in others[:2]:
            day = today - dt.timedelta(days=20)
            cycles.add(pair, day, ("teaching",), State.FOLLOWING_UP)


def _private_words() -> None:
    """The teacher of the demo keeps one reflection to herself."""
    guru = User.objects.get(username="guru")
    own = Reflection.objects.filter(author=guru).order_by("written_at").first()
    if own:
        own.shared_at = None
        own.save(update_fields=["shared_at"])
