"""Two school years of supervision for every teacher, and all states for the demo's people."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

from portal.demo import words
from portal.models import Appointment, Term, User
from portal.roles import Role
from supervision.models import (
    Agreement,
    EvidenceNote,
    FollowUp,
    Instrument,
    Rating,
    Reflection,
    SessionInstrument,
    State,
    SupervisionSession,
    Turn,
)

ZONE = ZoneInfo("Asia/Jakarta")
ORDER = [
    State.PLANNED,
    State.PREPARED,
    State.OBSERVED,
    State.DISCUSSED,
    State.FOLLOWING_UP,
    State.CLOSED,
]


@dataclass
class Rows:
    """Everything to be written, by model, in an order that foreign keys allow."""

    found: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def add(self, row: models.Model) -> None:
        self.found.setdefault(type(row), []).append(row)

    def save(self) -> None:
        for model, rows in self.found.items():
            model._default_manager.bulk_create(rows, batch_size=500)


@dataclass
class Pair:
    """A teacher, who observes her, and her true level (1.0 to 4.0) in each aspect."""

    teacher: User
    observer: User
    school_id: int
    levels: dict[str, float]
    grade: int


class Cycles:
    """Makes sessions as rows to be saved at the end, all at once."""

    def __init__(self, today: dt.date, terms: list[Term], chance: random.Random) -> None:
        self.today, self.terms, self.chance = today, terms, chance
        self.rows = Rows()
        self.focus: list[tuple[Agreement, int]] = []
        self.instruments = {
            instrument.aspect: instrument
            for instrument in Instrument.objects.in_use()
            .filter(kind="standard")
            .prefetch_related("indicators")
        }

    def save(self) -> None:
        """Write all rows, then the indicators of each focus, which need the agreements' keys."""
        self.rows.save()
        table = Agreement.indicators.through
        table.objects.bulk_create(
            [table(agreement_id=row.pk, indicator_id=item) for row, item in self.focus],
            batch_size=500,
        )

    def pick(self, options: tuple[str, ...]) -> str:
        return self.chance.choice(options)

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def school_day(self, day: dt.date) -> dt.date:
        """``day``, moved back out of holidays and Sundays into the term before."""
        term = self.term(day)
        day = min(max(day, term.starts_on), term.ends_on)
        return day - dt.timedelta(days=1) if day.weekday() == 6 else day

    def term(self, day: dt.date) -> Term:
        begun = [term for term in self.terms if term.starts_on <= day]
        return begun[-1] if begun else self.terms[0]

    def at(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        """An instant of ``day`` by the clock of the schools, never in the future."""
        instant = dt.datetime.combine(day, dt.time(hour, minute), ZONE)
        return min(instant, timezone.now())

    def add(
        self, pair: Pair, day: dt.date, aspects: tuple[str, ...], state: State
    ) -> SupervisionSession:
        """One cycle of ``pair`` that has reached ``state``."""
        subject = self.pick(words.SUBJECTS)
        ahead = day + dt.timedelta(days=1) if day.weekday() == 6 else day
        day = ahead if day > self.today else self.school_day(day)
        reached = ORDER.index(state) if state in ORDER else 0
        session = SupervisionSession(
            id=self.uuid(),
            school_id=pair.school_id,
            term=self.term(day),
            teacher=pair.teacher,
            observer=pair.observer,
            created_by=pair.observer,
            planned_on=day,
            planned_time=dt.time(7 + self.chance.randrange(4), 30),
            grade=pair.grade,
            subject=subject,
            topic=self.pick(words.TOPICS[subject]),
            state=state,
            cancel_reason=self.pick(words.REASONS) if state == State.CANCELLED else "",
        )
        if reached >= 2:
            session.begun_at = self.at(day, 8)
            session.self_assessed_at = self.at(day - dt.timedelta(days=1), 19)
            session.observed_at = self.at(day, 10)
        if reached >= 3:
            session.released_at = self.at(day + dt.timedelta(days=1), 9)
            session.opened_at = self.at(day + dt.timedelta(days=1), 12)
        if reached >= 4:
            agreed = self.at(day + dt.timedelta(days=2), 10)
            session.received_at = session.teacher_agreed_at = session.observer_agreed_at = agreed
        if reached >= 5:
            session.closed_at = self.at(day + dt.timedelta(days=21), 13)
        self.rows.add(session)
        self._agree(session, aspects, reached)
        for aspect in aspects:
            self._rate(session, pair, aspect, reached)
        if reached >= 2:
            self._note(session)
        if reached >= 3:
            self._talk(session, aspects, reached)
        return session

    def _agree(self, session: SupervisionSession, aspects: tuple[str, ...], reached: int) -> None:
        confirmed = self.at(session.planned_on - dt.timedelta(days=3), 14)
        agreement = Agreement(
            session=session,
            focus=self.pick(words.FOCUS[(aspects or ("teaching",))[0]]),
            teacher_confirmed_at=confirmed if reached >= 1 else None,
            observer_confirmed_at=confirmed if reached >= 1 else None,
        )
        self.rows.add(agreement)
        if aspects:
            items = list(self.instruments[aspects[0]].indicators.all())
            self.focus += [(agreement, item.pk) for item in self.chance.sample(items, 3)]
        for aspect in aspects:
            part = SessionInstrument(
                session=session, instrument=self.instruments[aspect], aspect=aspect
            )
            self.rows.add(part)

    def _rate(self, session: SupervisionSession, pair: Pair, aspect: str, reached: int) -> None:
        raters = {Rating.Rater.SELF: 0.15, Rating.Rater.OBSERVER: 0.0} if reached >= 2 else {}
        occasion = self.chance.gauss(0, 0.1)
        for rater, kindness in raters.items():
            for indicator in self.instruments[aspect].indicators.all():
                level = pair.levels[aspect] + occasion + kindness
                drawn = round(self.chance.gauss(level, 0.5))
                seen = self.chance.random() > 0.04
                value = min(max(drawn, 1), 4) if seen else None
                told = value in (1, 4) or self.chance.random() < 0.15
                observer = rater == Rating.Rater.OBSERVER
                bank = words.EVIDENCE if drawn >= 3 else words.PARTLY
                evidence = self.pick(bank) if observer and told and seen else ""
                self.rows.add(
                    Rating(
                        session=session,
                        indicator=indicator,
                        rater=rater,
                        level=value,
                        evidence=evidence,
                    )
                )

    def _note(self, session: SupervisionSession) -> None:
        minutes = sorted(self.chance.sample(range(2, 68), 3))
        for minute, text in zip(minutes, self.chance.sample(words.NOTES, 3), strict=True):
            at = self.at(session.planned_on, 8, min(minute, 59))
            self.rows.add(
                EvidenceNote(id=self.uuid(), session=session, text=text, minute=minute, at=at)
            )

    def _talk(self, session: SupervisionSession, aspects: tuple[str, ...], reached: int) -> None:
        day = session.planned_on + dt.timedelta(days=2)
        turns = [(Turn.Kind.REFLECTION, session.teacher, self.pick(words.REFLECTION))]
        if reached >= 4:
            turns += [
                (Turn.Kind.SAW, session.observer, self.pick(words.SAW)),
                (Turn.Kind.QUESTION, session.observer, self.pick(words.QUESTION)),
                (Turn.Kind.ANSWER, session.teacher, self.pick(words.ANSWER)),
            ]
        for minute, (kind, author, text) in enumerate(turns):
            at = self.at(day, 9, minute * 4)
            self.rows.add(
                Turn(
                    id=self.uuid(),
                    session=session,
                    author=author,
                    kind=kind,
                    text=text,
                    at=at,
                )
            )
        if reached >= 4:
            self._steps(session, aspects, day, reached)
        if reached >= 5:
            shared = session.closed_at if self.chance.random() < 0.6 else None
            self.rows.add(
                Reflection(
                    id=self.uuid(),
                    session=session,
                    author=session.teacher,
                    text=self.pick(words.CLOSING if shared else words.CLOSING + words.PRIVATE),
                    written_at=self.at(session.planned_on + dt.timedelta(days=21), 13),
                    shared_at=shared,
                )
            )

    def _steps(
        self,
        session: SupervisionSession,
        aspects: tuple[str, ...],
        day: dt.date,
        reached: int,
    ) -> None:
        bank = words.STEPS[(aspects or ("teaching",))[0]]
        helped = self.chance.random() < 0.35
        for number, (what, sign) in enumerate(bank[: 2 if helped else 1]):
            done = reached >= 5 or (number == 1 and self.chance.random() < 0.5)
            owner_kind, owner = (
                (FollowUp.OwnerKind.PRINCIPAL, session.observer)
                if number == 1
                else (FollowUp.OwnerKind.TEACHER, session.teacher)
            )
            done_at = self.at(day + dt.timedelta(days=12), 11) if done else None
            self.rows.add(
                FollowUp(
                    id=self.uuid(),
                    session=session,
                    what=what,
                    sign=sign,
                    owner_kind=owner_kind,
                    owner=owner,
                    support=self.pick(words.SUPPORT),
                    due_on=day + dt.timedelta(days=14),
                    may_travel=helped,
                    proof=self.pick(words.PROOF) if done else "",
                    done_at=done_at,
                    done_by=owner if done else None,
                    second_look=self.pick(words.SECOND_LOOK) if done and helped else "",
                    looked_at=done_at if done and helped else None,
                    looked_by=session.observer if done and helped else None,
                )
            )


def pairs(chance: random.Random) -> list[Pair]:
    """Every teacher of the subdistrict with her principal; levels drawn around 2.6."""
    school_roles = (Role.TEACHER, Role.PRINCIPAL)
    rows = (
        Appointment.objects.filter(role__in=school_roles, ended_on=None)
        .select_related("user")
        .order_by("school__npsn", "role", "user__name", "pk")
    )
    principals = {row.school_id: row.user for row in rows if row.role == Role.PRINCIPAL}
    found: list[Pair] = []
    for row in rows:
        observer = principals.get(row.school_id)
        if row.role == Role.TEACHER and observer and observer.pk != row.user_id:
            base = chance.gauss(2.6, 0.3)
            means = {"planning": base + 0.1, "teaching": base, "evaluation": base - 0.2}
            found.append(Pair(row.user, observer, row.school_id or 0, means, 1 + len(found) % 6))
    return found


def spread(first: dt.date, last: dt.date, count: int) -> list[dt.date]:
    """``count`` days evenly from ``first`` to ``last``."""
    span = max((last - first).days, 1)
    return [first + dt.timedelta(days=span * n // max(count, 1)) for n in range(count)]
