"""Lesson plans and methods."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from collaboration.models import Authorship, LessonPlan, MethodExchange, PlanMethod, PlanVersion
from collaboration.plans import texts as plan_texts
from portal.models import User
from portal.roles import Role
from supervision.models import Method, MethodSeen
from tests.factories.people import SchoolFactory, appointed


class PlanFactory(DjangoModelFactory):
    """A plan with one author (``author=user``) and one version."""

    class Meta:
        model = LessonPlan
        skip_postgeneration_save = True

    title = "Perubahan wujud benda"
    grade = 4
    subject = "IPAS"
    school = factory.SubFactory(SchoolFactory)
    made_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def author(self, create: bool, extracted: User | None, **kwargs: Any) -> None:
        user = extracted or appointed(Role.TEACHER, school=self.school)
        Authorship.objects.create(plan=self, user=user, since=self.made_at)
        PlanVersionFactory(plan=self, author=user)
        plan_texts.keep(self)


class PlanVersionFactory(DjangoModelFactory):
    class Meta:
        model = PlanVersion

    number = 1
    made_at = factory.LazyFunction(timezone.now)
    sections = {"objectives": "Murid menjelaskan perubahan wujud", "steps": "Mengamati es"}


class MethodFactory(DjangoModelFactory):
    class Meta:
        model = Method
        django_get_or_create = ["key"]

    key = "tutor-sebaya"
    name = {"id": "Tutor sebaya", "en": "Peer tutoring"}
    about = {"id": "Murid membantu temannya.", "en": "Pupils help each other."}
    order = factory.Sequence(int)


class PlanMethodFactory(DjangoModelFactory):
    class Meta:
        model = PlanMethod

    method = factory.SubFactory(MethodFactory)


class MethodSeenFactory(DjangoModelFactory):
    class Meta:
        model = MethodSeen

    method = factory.SubFactory(MethodFactory)
    by = factory.SelfAttribute("session.observer")
    at = factory.LazyFunction(timezone.now)


class ExchangeFactory(DjangoModelFactory):
    class Meta:
        model = MethodExchange

    writer = factory.LazyAttribute(lambda row: appointed(Role.TEACHER, school=row.school))
    school = factory.SubFactory(SchoolFactory)
    method = factory.SubFactory(MethodFactory)
    grade = 4
    tried_on = factory.LazyFunction(timezone.localdate)
    happened = "Anak yang biasanya diam ikut menjelaskan."
    written_at = factory.LazyFunction(timezone.now)
