"""Where nothing moved: planning visits in one cluster, enough to show a bracket around 0.

Besides visits of the term before the last, for the check of evaluation, and a plan that several
adapted and taught, so that its page has something to tell.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid

from django.utils import timezone

from collaboration.models import Authorship, LessonPlan, PlanVersion, TaughtPlan
from portal.demo import culture, people, talks
from portal.demo.talks import Cycles, Pair
from portal.models import School
from supervision.models import State, SupervisionSession

SEED = 3558
NAMES = uuid.UUID("b6a0f0c4-6f0e-4a51-8a5c-0c7c1a9b4e58")
EACH = 3  # of a school's teachers who came, and of the others
BEFORE, AFTER, EARLIER = (200, 120), (70, 36), (322, 311)  # days before today
TEACHING = 8  # who adapted the plan


def tell(today: dt.date, pairs: list[Pair], joined: set[int], everybody: float) -> None:
    """``joined`` came to the meetings on planning; all moved by ``everybody`` and no more."""
    chance = random.Random(SEED)  # noqa: S311  the same demo each time, no secret
    cycles = Cycles(today, people.terms(today), chance)
    chosen = _chosen(pairs, joined)
    for pair, day in zip(chosen, _days(today, BEFORE, len(chosen)), strict=True):
        cycles.add(pair, day, ("planning",), State.CLOSED)
    taught = []
    for pair, day in zip(chosen, _days(today, AFTER, len(chosen)), strict=True):
        levels = {aspect: level + everybody for aspect, level in pair.levels.items()}
        after = Pair(pair.teacher, pair.observer, pair.school_id, levels, pair.grade)
        taught.append(cycles.add(after, day, ("planning",), State.CLOSED))
    for pair, day in zip(chosen, _days(today, EARLIER, len(chosen)), strict=True):
        cycles.add(pair, day, ("evaluation",), State.CLOSED)
    cycles.save()
    _teach(taught[:: max(len(taught) // TEACHING, 1)])


def _chosen(pairs: list[Pair], joined: set[int]) -> list[Pair]:
    """Of each school of the demo's cluster some who came and some who did not.

    Left out are those whom nobody visited in the closed term.
    """
    apart = {user.pk for user in culture.apart()}
    pairs = [pair for pair in pairs if pair.teacher.pk not in apart]
    cluster = School.objects.get(npsn=people.REJOSARI).cluster
    found = []
    for school in School.objects.filter(cluster=cluster).order_by("npsn"):
        own = [pair for pair in pairs if pair.school_id == school.pk]
        came = [pair for pair in own if pair.teacher.pk in joined]
        others = [pair for pair in own if pair.teacher.pk not in joined]
        found += came[:EACH] + others[:EACH]
    return found


def _days(today: dt.date, window: tuple[int, int], count: int) -> list[dt.date]:
    first, last = (today - dt.timedelta(days=days) for days in window)
    return talks.spread(first, last, count)


def _teach(sessions: list[SupervisionSession]) -> None:
    """Each teacher's own copy of a plan of the forum, taught in her visit."""
    cluster = School.objects.get(npsn=people.REJOSARI).cluster
    shared = LessonPlan.objects.filter(forum__cluster=cluster, scope=LessonPlan.Scope.FORUM)
    source = shared.order_by("made_at", "pk").first()
    if source is None:
        return
    version = source.versions.order_by("-number")[0]
    for session in sessions:
        made = version.made_at + dt.timedelta(hours=1)
        copy = LessonPlan.objects.create(
            id=uuid.uuid5(NAMES, f"plan {session.teacher.name}"),
            title=source.title,
            topic=source.topic,
            subject=source.subject,
            grade=source.grade,
            scope=LessonPlan.Scope.AUTHORS,
            school_id=session.school_id,
            adapted_from=version,
            made_at=made,
        )
        Authorship.objects.create(plan=copy, user=session.teacher, since=made)
        own = PlanVersion.objects.create(
            id=uuid.uuid5(NAMES, f"version {session.teacher.name}"),
            plan=copy,
            number=1,
            author=session.teacher,
            made_at=made,
            about=copy.about,
            sections=version.sections,
        )
        TaughtPlan.objects.create(
            session=session,
            version=own,
            attached_by=session.teacher,
            attached_at=min(made, timezone.now()),
        )
