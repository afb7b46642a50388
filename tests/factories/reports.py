"""Reports, research, and the evidence drawn from shared words."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from collaboration.models import CodedExcerpt, CodedText, Conclusion, Theme
from portal.models import AreaReport, QuoteConsent, ResearchConsent, ResearchPack
from supervision.models import TermReport
from tests.factories.people import (
    RegionFactory,
    SchoolFactory,
    TermFactory,
    UserFactory,
    principal_of,
)


class TermReportFactory(DjangoModelFactory):
    class Meta:
        model = TermReport

    school = factory.SubFactory(SchoolFactory)
    term = factory.SubFactory(TermFactory)
    changed_by = factory.LazyAttribute(lambda o: principal_of(o.school))
    changed_at = factory.LazyFunction(timezone.now)


NOTHING_HELD = {
    "rows": [],
    **dict.fromkeys(("members", "people", "came", "minutes", "plans"), 0),
    **{name: {} for name in ("kinds", "aspects", "barriers")},
}  # figures of a forum without a meeting


class AreaReportFactory(DjangoModelFactory):
    """A report that is ready; ``signed=True`` for one that changes no more."""

    class Meta:
        model = AreaReport

    class Params:
        signed = factory.Trait(
            signed_by=factory.SelfAttribute("made_by"), signed_at=factory.LazyFunction(timezone.now)
        )

    kind = "assisted"
    term = factory.SubFactory(TermFactory)
    year = factory.SelfAttribute("term.year")
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(timezone.now)
    ready_at = factory.LazyFunction(timezone.now)
    steps = 1
    done = 1


class ResearchConsentFactory(DjangoModelFactory):
    """The first word of somebody on research: yes."""

    class Meta:
        model = ResearchConsent

    user = factory.SubFactory(UserFactory)
    number = 1
    given = True
    wording = 1
    at = factory.LazyFunction(timezone.now)


class QuoteConsentFactory(ResearchConsentFactory):
    class Meta:
        model = QuoteConsent

    key = "turn:00000000-0000-0000-0000-000000000000"
    digest = "0" * 64


class ResearchPackFactory(DjangoModelFactory):
    """A pack that is made and holds nobody."""

    class Meta:
        model = ResearchPack

    region = factory.SubFactory(RegionFactory)
    recipient = "Universitas Contoh"
    purpose = "Skripsi tentang percakapan supervisi"
    prepared_by = factory.SubFactory(UserFactory)
    prepared_at = factory.LazyFunction(timezone.now)
    secret = "rahasia"
    ready_at = factory.LazyFunction(timezone.now)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Tema {n}")
    definition = "Murid bertanya dan menjawab satu sama lain."
    made_by = factory.SubFactory(UserFactory)


class ConclusionFactory(DjangoModelFactory):
    """Of a school, or of a ``region`` with ``school=None``; of the two, the first writes it."""

    class Meta:
        model = Conclusion
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    term = factory.SubFactory(TermFactory)
    claim = "Murid lebih banyak bertanya bila guru menunggu."
    weighing = "Di kelas besar belum terlihat."
    written_by = factory.LazyAttribute(
        lambda o: principal_of(o.school) if o.school else UserFactory()
    )
    written_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def themes(self, create: bool, extracted: list[Theme] | None, **kwargs: Any) -> None:
        self.themes.set(extracted or [])


class CodedTextFactory(DjangoModelFactory):
    class Meta:
        model = CodedText

    coder = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class CodedExcerptFactory(DjangoModelFactory):
    class Meta:
        model = CodedExcerpt

    digest = "0" * 32
