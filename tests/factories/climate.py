"""Vision, barriers, and kind invitations."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from collaboration.models import Barrier, Nudge, Offer, Pledge, Vision, VisionLine, VisionPart
from portal.roles import Role
from supervision.models import Indicator
from tests.factories.people import SchoolFactory, TermFactory, UserFactory, appointed, principal_of


class VisionFactory(DjangoModelFactory):
    """A school's running vision with two parts, or those given as ``parts``."""

    class Meta:
        model = Vision
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    sentence = "Setiap anak berani bertanya"
    written_by = factory.LazyAttribute(lambda o: principal_of(o.school))
    began_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def parts(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        for order, text in enumerate(extracted or ["Bertanya setiap hari", "Tugas yang bermakna"]):
            part, _made = VisionPart.objects.get_or_create(school=self.school, text=text)
            VisionLine.objects.create(vision=self, part=part, order=order)


class PledgeFactory(DjangoModelFactory):
    class Meta:
        model = Pledge

    school = factory.SubFactory(SchoolFactory)
    user = factory.LazyAttribute(lambda o: appointed(Role.TEACHER, school=o.school))
    term = factory.SubFactory(TermFactory)
    sentence = "Saya memberi waktu tunggu tiga detik"
    at = factory.LazyFunction(timezone.now)


class BarrierFactory(DjangoModelFactory):
    class Meta:
        model = Barrier

    school = factory.SubFactory(SchoolFactory)
    month = dt.date(2026, 11, 1)
    kind = "time"
    tried = "moved"
    written_by = factory.LazyAttribute(lambda o: appointed(Role.TEACHER, school=o.school))


class OfferFactory(DjangoModelFactory):
    class Meta:
        model = Offer
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    user = factory.LazyAttribute(lambda o: appointed(Role.TEACHER, school=o.school))
    sentence = "Saya bisa membantu tentang kartu bertanya"
    at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def indicators(self, create: bool, extracted: list[Indicator] | None, **kwargs: Any) -> None:
        self.indicators.set(extracted or [])


class NudgeFactory(DjangoModelFactory):
    class Meta:
        model = Nudge
        django_get_or_create = ["user", "term"]

    user = factory.SubFactory(UserFactory)
    term = factory.SubFactory(TermFactory)
