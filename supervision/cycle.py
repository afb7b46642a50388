"""What each side has to do, and where a cycle stands, in the words of the stages."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from supervision.models import State, SupervisionSession
from supervision.models.session import RELEASED

ORDER = [
    State.PLANNED,
    State.PREPARED,
    State.OBSERVED,
    State.DISCUSSED,
    State.FOLLOWING_UP,
    State.CLOSED,
]


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    url: str
    is_past: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Task:
    """One thing one side does: ``is_now`` for the next one, ``url`` empty while it is closed."""

    name: str
    url: str
    is_done: bool
    is_now: bool = False


def stages(session: SupervisionSession, *, links: bool = True) -> list[Stage]:
    """The five stages of a cycle; past ones can be opened by who reads its words (``links``)."""
    released = session.state in RELEASED
    rows = (
        (_("Preparation"), "session-prepare"),
        (_("Observation"), "session-record" if released else ""),
        (_("Follow-up discussion"), "session-discuss" if released else ""),
        (_("Follow-up effort"), "session-follow"),
        (_("Reflection"), ""),  # the teacher's own page
    )
    at = ORDER.index(State(session.state)) if session.state in ORDER else -1
    now = (0, 1, 2, 2, 3, 5)[at] if at >= 0 else -1
    return [
        Stage(
            name,
            reverse(page, args=[session.pk]) if links and page and number < now else "",
            is_past=number < now,
            is_now=number == now,
        )
        for number, (name, page) in enumerate(rows)
    ]


def tasks(session: SupervisionSession, side: str) -> list[Task]:
    """The side's tasks in order; the first undone one that is open is the next."""
    rows = _of_teacher(session) if side == "teacher" else _of_observer(session)
    if session.state == State.CANCELLED:
        return []
    found, taken = [], False
    for name, page, done, is_open in rows:
        now = is_open and not done and not taken
        taken = taken or now
        url = reverse(page, args=[session.pk]) if is_open else ""
        found.append(Task(name, url, done, now))
    return found


Row = tuple[str, str, bool, bool]


def _of_teacher(session: SupervisionSession) -> list[Row]:
    agreement, state = session.agreement, session.state
    released = state in RELEASED
    talked = bool(session.teacher_agreed_at)
    return [
        (
            _("Write the focus and confirm it"),
            "session-prepare",
            bool(agreement.teacher_confirmed_at) or state != State.PLANNED,
            True,
        ),
        (
            _("Fill in the self-assessment"),
            "session-self",
            bool(session.self_assessed_at) or (released and not session.self_assessed_at),
            state != State.CANCELLED,
        ),
        (_("Talk and agree on steps"), "session-discuss", talked, released),
        (
            _("Try the steps and say how it went"),
            "session-follow",
            state == State.CLOSED,
            state in (State.FOLLOWING_UP, State.CLOSED),
        ),
        (
            _("Write the closing reflection"),
            "session-reflect",
            state == State.CLOSED,
            state in (State.FOLLOWING_UP, State.CLOSED),
        ),
    ]


def _of_observer(session: SupervisionSession) -> list[Row]:
    agreement, state = session.agreement, session.state
    released = state in RELEASED
    confirmed = bool(agreement.observer_confirmed_at) or state != State.PLANNED
    return [
        (_("Confirm the focus"), "session-prepare", confirmed, True),
        (
            _("Observe and rate"),
            "session-observe",
            bool(session.observed_at),
            not released,
        ),
        (
            _("Share with %(who)s") % {"who": session.teacher.call},
            "session-check",
            released,
            state == State.OBSERVED,
        ),
        (
            _("Talk and agree on steps"),
            "session-discuss",
            bool(session.observer_agreed_at),
            released,
        ),
        (
            _("Look again at the steps and close"),
            "session-follow",
            state == State.CLOSED,
            state in (State.FOLLOWING_UP, State.CLOSED),
        ),
    ]
