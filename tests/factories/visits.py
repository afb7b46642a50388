"""Supervision: instruments, sessions and what is said and agreed in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.roles import Role
from supervision.models import (
    Agreement,
    Calibration,
    DateProposal,
    Delegate,
    EvidenceNote,
    FollowUp,
    GroupVisit,
    Indicator,
    Instrument,
    Phrase,
    Programme,
    Rating,
    ReadyStep,
    Reflection,
    Section,
    SessionInstrument,
    SupervisionSession,
    TalkWord,
    Turn,
    Wish,
)
from tests.factories.people import (
    LONG_AGO,
    SchoolFactory,
    SchoolYearFactory,
    TermFactory,
    UserFactory,
    appointed,
    principal_of,
)


class InstrumentFactory(DjangoModelFactory):
    """A published instrument of one section with ``items`` indicators (R01, R02, ...)."""

    class Meta:
        model = Instrument
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"instrumen-{n}")
    aspect = "planning"
    title = {"id": "Perencanaan", "en": "Planning"}
    scoring = Instrument.Scoring.SUM_OVER_MAX
    bands = [
        {"from": 0, "label": {"id": "Kurang", "en": "Low"}},
        {"from": 61, "label": {"id": "Cukup", "en": "Fair"}},
        {"from": 76, "label": {"id": "Baik", "en": "Good"}},
        {"from": 91, "label": {"id": "Amat Baik", "en": "Very good"}},
    ]
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def items(self, create: bool, extracted: int | None, **kwargs: Any) -> None:
        section = Section.objects.create(
            instrument=self, order=1, title={"id": "Bagian", "en": "Part"}
        )
        letter = {"planning": "R", "teaching": "P", "evaluation": "E"}[self.aspect]
        for number in range(1, (3 if extracted is None else extracted) + 1):
            IndicatorFactory(
                instrument=self, section=section, code=f"{letter}{number:02}", order=number
            )


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    text = factory.LazyAttribute(lambda o: {"id": f"Butir {o.code}", "en": f"Item {o.code}"})
    twin = factory.LazyAttribute(lambda o: {"id": f"Saya {o.code}", "en": f"I {o.code}"})
    levels = {
        "id": ["Belum tampak", "Tampak sebagian", "Tampak utuh", "Layak dibagikan"],
        "en": ["Not yet", "In part", "Whole", "Worth sharing"],
    }


class SessionFactory(DjangoModelFactory):
    """A session of a teacher by the principal of her school, both appointed there.

    ``state`` alone gives the instants that go with it; ``instruments=[...]`` gives its parts.
    """

    class Meta:
        model = SupervisionSession
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    term = factory.SubFactory(TermFactory)
    teacher = factory.LazyAttribute(lambda o: appointed(Role.TEACHER, school=o.school))
    observer = factory.LazyAttribute(lambda o: principal_of(o.school))
    created_by = factory.SelfAttribute("observer")
    planned_on = dt.date(2026, 11, 26)
    grade = 4
    subject = "IPAS"
    state = "planned"
    cancel_reason = factory.LazyAttribute(lambda o: "Guru sakit" if o.state == "cancelled" else "")
    self_assessed_at = factory.LazyAttribute(lambda o: _since(o.state, "observed"))
    begun_at = factory.LazyAttribute(lambda o: _since(o.state, "observed"))
    observed_at = factory.LazyAttribute(lambda o: _since(o.state, "observed"))
    released_at = factory.LazyAttribute(lambda o: _since(o.state, "discussed"))
    teacher_agreed_at = factory.LazyAttribute(lambda o: _since(o.state, "following_up"))
    observer_agreed_at = factory.LazyAttribute(lambda o: _since(o.state, "following_up"))
    closed_at = factory.LazyAttribute(lambda o: _since(o.state, "closed"))

    @factory.post_generation
    def agreement(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        confirmed = timezone.now() if self.state not in ("planned", "cancelled") else None
        AgreementFactory(
            session=self,
            focus=extracted if extracted is not None else "Murid berani bertanya",
            teacher_confirmed_at=confirmed,
            observer_confirmed_at=confirmed,
        )

    @factory.post_generation
    def instruments(self, create: bool, extracted: list[Instrument] | None, **kwargs: Any) -> None:
        for instrument in extracted or []:
            SessionInstrument.objects.create(
                session=self, instrument=instrument, aspect=instrument.aspect
            )


STEPS = ["planned", "prepared", "observed", "discussed", "following_up", "closed"]


def _since(state: str, first: str) -> dt.datetime | None:
    reached = state in STEPS and STEPS.index(state) >= STEPS.index(first)
    return timezone.now() if reached else None


class AgreementFactory(DjangoModelFactory):
    class Meta:
        model = Agreement

    focus = "Murid berani bertanya"


class EvidenceNoteFactory(DjangoModelFactory):
    class Meta:
        model = EvidenceNote

    session = factory.SubFactory(SessionFactory)
    text = "Tiga kelompok menjelaskan caranya di papan"
    minute = 12
    at = factory.LazyFunction(timezone.now)


class RatingFactory(DjangoModelFactory):
    class Meta:
        model = Rating

    session = factory.SubFactory(SessionFactory, state="discussed")
    indicator = factory.LazyFunction(lambda: InstrumentFactory().indicators.first())
    rater = "observer"
    level = 3


class TurnFactory(DjangoModelFactory):
    class Meta:
        model = Turn

    session = factory.SubFactory(SessionFactory, state="discussed")
    author = factory.SelfAttribute("session.teacher")
    kind = "reflection"
    text = "Saya melihat murid mulai bertanya"
    at = factory.LazyFunction(timezone.now)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    session = factory.SubFactory(SessionFactory, state="following_up")
    what = "Mencoba kartu bertanya di kelas"
    owner_kind = "teacher"
    owner = factory.SelfAttribute("session.teacher")
    due_on = dt.date(2026, 12, 10)


class ReflectionFactory(DjangoModelFactory):
    class Meta:
        model = Reflection

    session = factory.SubFactory(SessionFactory, state="following_up")
    author = factory.SelfAttribute("session.teacher")
    text = "Saya belajar memberi waktu menunggu"
    written_at = factory.LazyFunction(timezone.now)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = Programme

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(SchoolYearFactory)
    purpose = "Percakapan yang menolong guru"
    made_by = factory.LazyAttribute(lambda o: principal_of(o.school))
    made_at = changed_at = factory.LazyFunction(timezone.now)


class DelegateFactory(DjangoModelFactory):
    class Meta:
        model = Delegate

    programme = factory.SubFactory(ProgrammeFactory)
    user = factory.LazyAttribute(lambda o: appointed(Role.TEACHER, school=o.programme.school))
    began_on = LONG_AGO


class DateProposalFactory(DjangoModelFactory):
    class Meta:
        model = DateProposal

    session = factory.SubFactory(SessionFactory)
    by = factory.SelfAttribute("session.teacher")
    day = dt.date(2026, 11, 30)
    reason = "Ada rapat di kecamatan"
    at = factory.LazyFunction(timezone.now)


class GroupVisitFactory(DjangoModelFactory):
    class Meta:
        model = GroupVisit

    school = factory.SubFactory(SchoolFactory)
    term = factory.SubFactory(TermFactory)
    observer = factory.LazyAttribute(lambda o: principal_of(o.school))
    created_by = factory.SelfAttribute("observer")
    title = "Asesmen awal di kelas kita"
    planned_on = dt.date(2026, 11, 26)


class WishFactory(DjangoModelFactory):
    class Meta:
        model = Wish

    school = factory.SubFactory(SchoolFactory)
    teacher = factory.LazyAttribute(lambda o: appointed(Role.TEACHER, school=o.school))
    text = "Bagaimana murid yang diam ikut bertanya"
    at = factory.LazyFunction(timezone.now)


class ReadyStepFactory(DjangoModelFactory):
    class Meta:
        model = ReadyStep

    code = "R01"
    what = "Tulis satu tujuan dengan kata kerja yang terlihat"


class PhraseFactory(DjangoModelFactory):
    class Meta:
        model = Phrase

    owner = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda n: f"Guru menunggu jawaban {n}")


class TalkWordFactory(DjangoModelFactory):
    class Meta:
        model = TalkWord

    observer = factory.SubFactory(UserFactory)
    answer = "yes"


class CalibrationFactory(DjangoModelFactory):
    class Meta:
        model = Calibration

    title = "Melihat bersama, semester 1"
    instrument = factory.SubFactory(InstrumentFactory)
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(timezone.now)
