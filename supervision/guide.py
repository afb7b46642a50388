"""What helps to lead a talk, made from this very observation: strengths, gaps, ways to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from supervision.bank import questions
from supervision.models import EvidenceNote, Indicator, SupervisionSession, Turn
from supervision.models.scale import went_well
from supervision.models.talk import TALKED
from supervision.reports import AspectSides, Side

FEW = 3


@dataclass(frozen=True, slots=True)
class Starter:
    """A sentence to begin a turn with; ``key`` is how an address names it."""

    key: str
    kind: str
    text: str

    @property
    def place(self) -> int:
        """Where its kind stands among the kinds of a turn, as the form numbers them."""
        return [kind.value for kind in TALKED].index(self.kind)


@dataclass(frozen=True, slots=True)
class Strength:
    """What went well and by what one could see it."""

    indicator: Indicator
    evidence: list[str]
    starter: Starter


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the two are two levels or more apart: a question, never a finding."""

    side: Side
    starter: Starter


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the four parts of a talk, in the order of TIRTA."""

    name: str
    purpose: str
    starters: list[Starter]


@dataclass(frozen=True, slots=True)
class Bank:
    """Reflective questions for one indicator."""

    indicator: Indicator
    starters: list[Starter]


@dataclass(frozen=True, slots=True)
class Guide:
    strengths: list[Strength]
    gaps: list[Gap]
    phases: list[Phase]
    banks: list[Bank]

    def __iter__(self) -> Iterator[Starter]:
        yield from (row.starter for row in self.strengths)
        yield from (row.starter for row in self.gaps)
        for phase in self.phases:
            yield from phase.starters
        for bank in self.banks:
            yield from bank.starters

    def starter(self, key: str) -> Starter | None:
        return next((row for row in self if row.key == key), None)


def guide(
    session: SupervisionSession, sides: Iterable[AspectSides], notes: Iterable[EvidenceNote]
) -> Guide:
    """The talk guide of a session from both sides' levels and the notes of the visit."""
    rows = [side for aspect in sides for side in (*aspect.focus, *aspect.others)]
    noted = list(notes)
    you = session.teacher.you
    return Guide(
        strengths=[_strength(side, noted) for side in rows if is_strength(side, noted)],
        gaps=[_gap(side, you) for side in rows if side.gap >= 2],
        phases=phases(you),
        banks=[_bank(side.indicator) for side in asked(rows)],
    )


def told(side: Side, notes: Iterable[EvidenceNote]) -> list[str]:
    """The evidence of one indicator: that of the rating, then the notes tied to it."""
    found = [side.observer.evidence] if side.observer and side.observer.evidence else []
    tied = [row.text for row in notes if side.indicator in row.indicators.all()]
    return list(dict.fromkeys(found + tied))


def is_strength(side: Side, notes: Iterable[EvidenceNote]) -> bool:
    """Well done as the observer saw it, and there is evidence to begin with."""
    level = side.observer.level if side.observer else None
    return went_well(side.indicator.scale, level) and bool(told(side, notes))


def _strength(side: Side, notes: Iterable[EvidenceNote]) -> Strength:
    evidence = told(side, notes)
    text = _("I saw: %(evidence)s What made this possible?") % {"evidence": closed(evidence[0])}
    key = f"kuat-{side.indicator.pk}"
    return Strength(side.indicator, evidence, Starter(key, Turn.Kind.SAW, text))


def _gap(side: Side, you: str) -> Gap:
    text = _("On “%(item)s” we see it differently. What do %(you)s see here?") % {
        "item": side.indicator.name.rstrip("."),
        "you": you,
    }
    return Gap(side, Starter(f"beda-{side.indicator.pk}", Turn.Kind.QUESTION, text))


def closed(sentence: str) -> str:
    """The sentence with a full stop, so that another one can follow."""
    return sentence if sentence.rstrip().endswith((".", "?", "!")) else f"{sentence.rstrip()}."


def asked(rows: list[Side]) -> list[Side]:
    """Indicators whose questions are offered: the agreed focus, else those seen differently."""
    wanted = [side for side in rows if side.in_focus] or [side for side in rows if side.gap >= 2]
    return [side for side in wanted if questions(side.indicator)]


def _bank(item: Indicator) -> Bank:
    starters = [
        Starter(f"tanya-{item.pk}-{number}", Turn.Kind.QUESTION, text)
        for number, text in enumerate(questions(item), 1)
    ]
    return Bank(item, starters)


def phases(you: str) -> list[Phase]:
    """Aim, facts, plan, commitment: how a coaching talk runs in TIRTA, with ways to begin."""
    saw, question, agreement = Turn.Kind.SAW, Turn.Kind.QUESTION, Turn.Kind.AGREEMENT
    words = {"you": you}
    rows: list[tuple[str, str, list[tuple[str, str]]]] = [
        (
            _("Aim"),
            _("What this talk is to bring."),
            [
                (question, _("What do %(you)s want to take home from this talk?") % words),
                (question, _("What did %(you)s hope pupils would be able to do?") % words),
            ],
        ),
        (
            _("Facts"),
            _("What was seen and heard, and what %(you)s make of it.") % words,
            [
                (saw, _("I saw that ... What do %(you)s think made it happen?") % words),
                (question, _("Which moment of this lesson stays with %(you)s most?") % words),
                (question, _("How do %(you)s know that pupils had understood?") % words),
            ],
        ),
        (
            _("Plan of action"),
            _("One small thing that could be tried."),
            [
                (question, _("What could be tried first, within two weeks?")),
                (question, _("If it works, what would one see in the pupils?")),
            ],
        ),
        (
            _("Taking it on"),
            _("Who does what, and by when."),
            [
                (question, _("What do %(you)s take on, and what shall I do?") % words),
                (agreement, _("We agree that ... by ..., and we will see it by ...")),
            ],
        ),
    ]
    return [
        Phase(
            name,
            purpose,
            [Starter(f"tirta-{n}-{m}", kind, text) for m, (kind, text) in enumerate(ways, 1)],
        )
        for n, (name, purpose, ways) in enumerate(rows, 1)
    ]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lies beside the form of a step: first that of the focus, then the rest."""

    near: list[str]
    far: list[str]


def beside(sides: Iterable[AspectSides], notes: Iterable[EvidenceNote]) -> Evidence:
    """A few sentences of the focus in sight, all others a tap away."""
    noted = list(notes)
    rows = [side for aspect in sides for side in (*aspect.focus, *aspect.others)]
    focus = [text for side in rows if side.in_focus for text in told(side, noted)]
    others = [row.text for row in noted]
    others += [text for side in rows for text in told(side, noted)]
    every = list(dict.fromkeys(focus + others))
    return Evidence(every[:FEW], every[FEW:])
