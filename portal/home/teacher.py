from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Avg
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import charts
from portal.home import culture
from portal.models import Appointment, AuditEvent, Term, User
from supervision.models import (
    Aspect,
    FollowUp,
    Rating,
    Reflection,
    Scale,
    State,
    SupervisionSession,
    Wish,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    sentence: str
    url: str
    button: str
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Growth:
    """Mean levels (1.0 to 4.0) of one aspect over the teacher's own visits, oldest first."""

    key: str
    label: str
    days: list[dt.date]
    self: list[float | None]
    observer: list[float | None]

    @property
    def rows(self) -> list[tuple[dt.date, float | None, float | None]]:
        return list(zip(self.days, self.self, self.observer, strict=True))


@dataclass(frozen=True, slots=True)
class Desk:
    next: NextStep | None
    session: SupervisionSession | None
    wish: Wish | None
    steps: list[FollowUp]
    promised: list[FollowUp]
    private: list[Reflection]
    growth: list[Growth]
    terms: list[Term]
    readers: list[AuditEvent]


def desk(user: User, appointment: Appointment, today: dt.date) -> Desk:
    """What a teacher sees first; about ten queries, whatever the number of rows."""
    sessions = list(
        SupervisionSession.objects.visible_to(user)
        .filter(teacher=user)
        .open()
        .select_related("observer", "agreement")
        .order_by("planned_on")[:20]
    )
    steps = list(
        FollowUp.objects.visible_to(user)
        .filter(session__teacher=user)
        .open()
        .select_related("owner", "session")[:12]
    )
    coming = [row for row in sessions if row.state in (State.PLANNED, State.PREPARED)]
    return Desk(
        next=next_step(user, sessions, steps),
        session=coming[0] if coming else None,
        wish=Wish.objects.visible_to(user).open().filter(teacher=user).first(),
        steps=[row for row in steps if row.owner_id == user.pk],
        promised=[row for row in steps if row.owner_id != user.pk],
        private=list(
            Reflection.objects.visible_to(user)
            .filter(author=user, shared_at=None)
            .select_related("session")[:3]
        ),
        growth=growth(user),
        terms=culture.of_person(user, appointment.school, today) if appointment.school else [],
        readers=list(
            AuditEvent.objects.filter(subject=user, act="session_read")
            .exclude(actor=user)
            .select_related("actor")[:5]
        ),
    )


def next_step(
    user: User, sessions: list[SupervisionSession], steps: list[FollowUp]
) -> NextStep | None:
    """The one thing to do now: what others wait for first, then by date."""
    for session in sorted(sessions, key=lambda row: (urgency(row), row.planned_on)):
        found = _step_of(user, session, steps)
        if found:
            return found
    return None


def urgency(session: SupervisionSession) -> int:
    """Smaller is sooner: a released talk, a self-assessment owed, a visit, then steps."""
    order = [
        State.DISCUSSED,
        State.OBSERVED,
        State.PREPARED,
        State.PLANNED,
        State.FOLLOWING_UP,
    ]
    return order.index(State(session.state))


def _step_of(user: User, session: SupervisionSession, steps: list[FollowUp]) -> NextStep | None:
    words = {"who": session.observer.call, "you": user.you}
    page = {
        State.DISCUSSED: "session-discuss",
        State.OBSERVED: "session-self",
        State.PREPARED: "session-self",
        State.PLANNED: "session-prepare",
        State.FOLLOWING_UP: "session-follow",
    }[State(session.state)]
    url = reverse(page, args=[session.pk])
    if session.state == State.DISCUSSED and not session.teacher_agreed_at:
        text = _("%(who)s has shared the notes of the visit. Your view comes first.")
        return NextStep(text % words, url, _("Open the talk"))
    if session.state in (State.OBSERVED, State.PREPARED) and not session.self_assessed_at:
        text = _("Before you talk with %(who)s: how do you see your own lesson?")
        return NextStep(text % words, url, _("Fill in the self-assessment"), session.planned_on)
    if session.state == State.PLANNED and not session.agreement.teacher_confirmed_at:
        text = _("%(who)s is coming to your class. Prepare what you would like to be seen.")
        return NextStep(text % words, url, _("Write the focus"), session.planned_on)
    if session.state == State.PLANNED or session.state == State.PREPARED:
        text = _("%(who)s is coming to your class. Everything is prepared on your side.")
        url = reverse("session-detail", args=[session.pk])
        return NextStep(text % words, url, _("See the visit"), session.planned_on)
    if session.state == State.FOLLOWING_UP:
        own = [row for row in steps if row.session_id == session.pk and row.owner_id == user.pk]
        if own:
            return NextStep(own[0].what, url, _("Say how it went"), own[0].due_on)
        url = reverse("session-reflect", args=[session.pk])
        return NextStep(_("The steps are done. What do you take with you?"), url, _("Reflect"))
    return None


def growth(user: User) -> list[Growth]:
    """Own mean level per visit, aspect and rater, from released visits only; one query."""
    rows = (
        Rating.objects.visible_to(user)
        .filter(
            session__teacher=user,
            session__released_at__isnull=False,
            indicator__scale=Scale.FOUR,
            level__isnull=False,
        )
        .values("session", "session__planned_on", "indicator__instrument__aspect", "rater")
        .annotate(mean=Avg("level"))
        .order_by("session__planned_on", "session")
    )
    found: dict[str, dict[tuple[dt.date, object], dict[str, float]]] = {}
    for row in rows:
        visit = (row["session__planned_on"], row["session"])
        by_visit = found.setdefault(row["indicator__instrument__aspect"], {})
        by_visit.setdefault(visit, {})[row["rater"]] = row["mean"]
    return [
        Growth(
            key=aspect,
            label=str(Aspect(aspect).label),
            days=[day for day, _session in found[aspect]],
            self=[means.get("self") for means in found[aspect].values()],
            observer=[means.get("observer") for means in found[aspect].values()],
        )
        for aspect in Aspect.values
        if aspect in found
    ]


def drawn(row: Growth) -> charts.Chart:
    """The same numbers as lines; the last six visits."""
    days = [f"{day:%m/%y}" for day in row.days[-6:]]
    words = [""] * len(days)
    return charts.levels(
        days,
        [
            (_("Observer"), 1, row.observer[-6:], words),
            (_("Yourself"), 2, row.self[-6:], words),
        ],
    )
