"""Signs that a cycle was only filled in, told to its observer alone and never stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from portal.models import User
from supervision.mirrors.dialogue import Material, is_hers, last_words
from supervision.models import Rating, SupervisionSession, Turn

MIN_ITEMS = 5
MIN_SAME = 3
QUICK = dt.timedelta(minutes=15)
FEW_WORDS = 5
LATEST = 10


@dataclass(frozen=True, slots=True)
class Note:
    """One session with its signs: "texts", "levels", "quick", "silent"."""

    session: SupervisionSession
    signs: list[str]


def notes(user: User, found: Material) -> list[Note]:
    """The latest sessions that show a sign, newest first; one query."""
    ratings: dict[object, list[Rating]] = {}
    rows = Rating.objects.visible_to(user).filter(
        session__in=found.sessions, rater=Rating.Rater.OBSERVER
    )
    for row in rows:
        ratings.setdefault(row.session_id, []).append(row)
    noted = []
    for session in found.sessions:
        own, turns = ratings.get(session.pk, []), found.turns.get(session.pk, [])
        checks = {
            "texts": same_texts(own),
            "levels": same_levels(own),
            "quick": is_quick(session),
            "silent": is_silent(session, turns),
        }
        signs = [name for name, holds in checks.items() if holds]
        if signs:
            noted.append(Note(session, signs))
    return noted[:LATEST]


def same_texts(ratings: list[Rating]) -> bool:
    """The same evidence, but for case and spaces, at three indicators or more."""
    texts = Counter(" ".join(row.evidence.casefold().split()) for row in ratings)
    del texts[""]
    return max(texts.values(), default=0) >= MIN_SAME


def same_levels(ratings: list[Rating]) -> bool:
    """Five indicators or more, all at one level."""
    levels = [row.level for row in ratings if row.level is not None]
    return len(levels) >= MIN_ITEMS and len(set(levels)) == 1


def is_quick(session: SupervisionSession) -> bool:
    """From sharing the notes to both agreeing in less than a quarter of an hour."""
    agreed = (session.teacher_agreed_at, session.observer_agreed_at)
    if session.released_at is None or None in agreed:
        return False
    return max(at for at in agreed if at) - session.released_at < QUICK


def is_silent(session: SupervisionSession, turns: list[Turn]) -> bool:
    """The talk is over, and the teacher's words in it are fewer than five."""
    if not (session.teacher_agreed_at and session.observer_agreed_at):
        return False
    said = [turn for turn in last_words(turns) if is_hers(turn, session)]
    return sum(len(turn.text.split()) for turn in said) < FEW_WORDS
