"""Kinds of activities with their own words, and files beside activities and plans."""

from __future__ import annotations

from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from collaboration.models import (
    Attachment,
    LessonObserver,
    LessonStudy,
    OnTask,
    PeerVisit,
    PlanRemark,
    Series,
    Suggestion,
    TeachingNote,
)
from portal.models import StoredFile
from tests.factories import ActivityFactory, PlanFactory, UserFactory


class LessonStudyFactory(DjangoModelFactory):
    class Meta:
        model = LessonStudy

    activity = factory.SubFactory(ActivityFactory, kind="lesson_study")
    version = factory.LazyFunction(lambda: PlanFactory().versions.get())
    model_teacher = factory.SubFactory(UserFactory)


class LessonObserverFactory(DjangoModelFactory):
    class Meta:
        model = LessonObserver

    study = factory.SubFactory(LessonStudyFactory)
    user = factory.SubFactory(UserFactory)


class PeerVisitFactory(DjangoModelFactory):
    class Meta:
        model = PeerVisit

    activity = factory.SubFactory(ActivityFactory, kind="peer_visit")
    visitor = factory.SelfAttribute("activity.host")
    visited = factory.SubFactory(UserFactory)
    focus = "Siapa yang belum ikut bertanya"
    focus_by = factory.SelfAttribute("visitor")


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    first = factory.SubFactory(ActivityFactory, kind="in_one")
    second = factory.LazyAttribute(
        lambda o: ActivityFactory(
            kind="in_two", forum=o.first.forum, school=o.first.school, host=o.first.host
        )
    )
    task = "Coba satu asesmen awal di kelas sendiri"


class OnTaskFactory(DjangoModelFactory):
    class Meta:
        model = OnTask

    series = factory.SubFactory(SeriesFactory)
    user = factory.SubFactory(UserFactory)
    class_name = "4A"


class StoredFileFactory(DjangoModelFactory):
    class Meta:
        model = StoredFile

    owner = factory.SubFactory(UserFactory)
    name = "materi.pdf"
    kind = "application/pdf"
    size = 9
    at = factory.LazyFunction(timezone.now)
    content = factory.LazyAttribute(lambda o: ContentFile(b"%PDF-1.7\n", name=o.name))


class TeachingNoteFactory(DjangoModelFactory):
    class Meta:
        model = TeachingNote

    author = factory.SelfAttribute("version.author")
    taught_on = factory.LazyFunction(timezone.localdate)
    class_name = "4A"
    worked = "Murid bertanya tentang uap"
    change = "Menyiapkan es lebih banyak"
    made_at = factory.LazyFunction(timezone.now)


class SuggestionFactory(DjangoModelFactory):
    class Meta:
        model = Suggestion

    author = factory.SubFactory(UserFactory)
    section = "steps"
    text = "Mengamati es di tiga tempat"
    why = "Supaya murid membandingkan"
    made_at = factory.LazyFunction(timezone.now)


class PlanRemarkFactory(DjangoModelFactory):
    class Meta:
        model = PlanRemark

    author = factory.SubFactory(UserFactory)
    words = "Murid mana yang masih perlu bantuan?"
    made_at = factory.LazyFunction(timezone.now)


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    activity: Any = factory.SubFactory(ActivityFactory)
    role = Attachment.Role.MATERIAL
    added_by = factory.SubFactory(UserFactory)
    added_at = factory.LazyFunction(timezone.now)
    file = factory.SubFactory(StoredFileFactory, owner=factory.SelfAttribute("..added_by"))
