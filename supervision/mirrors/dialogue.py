"""How an observer talks, for himself alone: counts from his own talks, never stored or compared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from uuid import UUID

from django.db.models import Exists, OuterRef

from portal.models import AuditEvent, User
from supervision.models import FollowUp, SessionInstrument, SupervisionSession, Turn, Wish
from supervision.models.session import RELEASED

MIN_TALKS = 3
LOOKED_BACK = dt.timedelta(days=365)
OPENING = re.compile(
    r"\b(apa|apa saja|mengapa|kenapa|bagaimana|gimana|seperti apa|sejauh mana|ceritakan|menurut)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?\n]*\?")


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole``; the page says what is counted."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Whole per cent from 20 on; below, the counts speak for themselves."""
        return round(100 * self.part / self.whole) if self.whole >= 20 else None


@dataclass(frozen=True, slots=True)
class Meter:
    """What the last twelve months of talks look like.

    ``words`` are the observer's of all words in the turns. ``questions`` are his open ones of
    all. ``changed`` are talks in which a step that stands was written after the teacher had
    spoken beyond her opening reflection. ``days`` is the median from the observation to the first
    turn, None without one. ``self_first`` are rated cycles where her self-assessment was
    finished before his ratings. ``closed`` are done steps of those that are done or due.
    ``proposed`` are cycles whose focus she wrote first or had wished for.
    """

    talks: int
    words: Share
    questions: Share
    changed: Share
    days: float | None
    days_of: int
    self_first: Share
    closed: Share
    proposed: Share


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the meter and the notes to oneself are made of."""

    sessions: list[SupervisionSession]
    rated: set[UUID]  # keys of those with a form to rate
    wished: set[UUID]  # keys of those that took up a wish of the teacher
    turns: dict[object, list[Turn]]
    steps: dict[object, list[FollowUp]]


def material(user: User, today: dt.date) -> Material:
    """The talks the user has led in the last twelve months, newest first; three queries."""
    parts = SessionInstrument.objects.filter(session=OuterRef("pk"))
    wishes = Wish.objects.filter(session=OuterRef("pk"))
    sessions = list(
        SupervisionSession.objects.visible_to(user)
        .filter(observer=user, state__in=RELEASED, planned_on__gt=today - LOOKED_BACK)
        .annotate(is_rated=Exists(parts), is_wished=Exists(wishes))
        .select_related("teacher", "school")
        .order_by("-planned_on", "-pk")
    )
    turns: dict[object, list[Turn]] = {}
    steps: dict[object, list[FollowUp]] = {}
    for turn in Turn.objects.visible_to(user).filter(session__in=sessions).order_by("at", "pk"):
        turns.setdefault(turn.session_id, []).append(turn)
    for step in FollowUp.objects.visible_to(user).filter(session__in=sessions):
        steps.setdefault(step.session_id, []).append(step)
    rated = {row.pk for row in sessions if row.is_rated}
    wished = {row.pk for row in sessions if row.is_wished}
    return Material([*sessions], rated, wished, turns, steps)


def meter(user: User, found: Material, today: dt.date) -> Meter:
    """The figures of ``found``; one more query, for when steps and focuses were written."""
    acts = _acts(found)
    talked = [row for row in found.sessions if found.turns.get(row.pk)]
    rated = [row for row in found.sessions if row.pk in found.rated and row.observed_at]
    steps = [step for own in found.steps.values() for step in own]
    due = [step for step in steps if step.done_at or step.due_on <= today]
    waits = [wait for row in talked if (wait := _days(row, found.turns[row.pk])) is not None]
    said = [turn for row in talked for turn in last_words(found.turns[row.pk])]
    return Meter(
        talks=len(talked),
        words=words(said, user),
        questions=questions([turn for turn in said if turn.author_id == user.pk]),
        changed=Share(sum(_changed(row, found, acts) for row in talked), len(talked)),
        days=median(waits) if waits else None,
        days_of=len(waits),
        self_first=Share(sum(_self_first(row) for row in rated), len(rated)),
        closed=Share(sum(bool(step.done_at) for step in due), len(due)),
        proposed=Share(
            sum(row.pk in found.wished or _proposed(row, acts) for row in found.sessions),
            len(found.sessions),
        ),
    )


def last_words(turns: Iterable[Turn]) -> list[Turn]:
    """Turns as they stand: a corrected one gives way to its correction."""
    rows = list(turns)
    corrected = {turn.corrects_id for turn in rows if turn.corrects_id}
    return [turn for turn in rows if turn.pk not in corrected]


def is_hers(turn: Turn, session: SupervisionSession) -> bool:
    """The teacher's own words, or a line of them that the observer noted as said aloud."""
    return turn.author_id == session.teacher_id or turn.spoken


def words(turns: Iterable[Turn], observer: User) -> Share:
    his, all_words = 0, 0
    for turn in turns:
        count = len(turn.text.split())
        all_words += count
        his += count if turn.author_id == observer.pk and not turn.spoken else 0
    return Share(his, all_words)


def questions(turns: Iterable[Turn]) -> Share:
    """Open questions of all: sentences with "?", or a turn of the kind question without one.

    Open is one that asks with "apa", "mengapa", "bagaimana" and the like; "apakah" asks for
    yes or no.
    """
    asked = []
    for turn in turns:
        if turn.spoken:
            continue
        found = SENTENCE.findall(turn.text)
        if not found and turn.kind == Turn.Kind.QUESTION:
            found = [turn.text]
        asked += found
    return Share(sum(bool(OPENING.search(text)) for text in asked), len(asked))


def _acts(found: Material) -> dict[str, list[AuditEvent]]:
    """When steps and focuses were written, and by whom, by the id of step or session."""
    teachers = {row.teacher_id for row in found.sessions}
    ids = {str(step.pk) for own in found.steps.values() for step in own}
    ids |= {str(row.pk) for row in found.sessions}
    events = AuditEvent.objects.filter(subject__in=teachers, act__in=("step_write", "focus_write"))
    acts: dict[str, list[AuditEvent]] = {}
    for event in events.order_by("at", "number"):
        if event.object_id in ids:
            acts.setdefault(event.object_id, []).append(event)
    return acts


def _changed(
    session: SupervisionSession, found: Material, acts: dict[str, list[AuditEvent]]
) -> bool:
    spoken = [
        turn.at
        for turn in found.turns[session.pk]
        if is_hers(turn, session) and turn.kind not in (Turn.Kind.REFLECTION, Turn.Kind.REPLY)
    ]
    if not spoken:
        return False
    written = [
        event.at for step in found.steps.get(session.pk, []) for event in acts.get(str(step.pk), [])
    ]
    return any(at > spoken[0] for at in written)


def _days(session: SupervisionSession, turns: list[Turn]) -> int | None:
    if session.observed_at is None:
        return None
    return max((turns[0].at - session.observed_at).days, 0)


def _self_first(session: SupervisionSession) -> bool:
    own, his = session.self_assessed_at, session.observed_at
    return bool(own and his and own <= his)


def _proposed(session: SupervisionSession, acts: dict[str, list[AuditEvent]]) -> bool:
    """Was the focus first written by her hand?"""
    first = next(iter(acts.get(str(session.pk), [])), None)
    return bool(first and first.actor_id == session.teacher_id)
