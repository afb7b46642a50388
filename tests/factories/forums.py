"""Forums, their activities, and the trace they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from collaboration.models import (
    Activity,
    ActivityAspect,
    Attendance,
    Forum,
    ForumInvitation,
    ForumProgramme,
    JoinCode,
    Letter,
    Link,
    Membership,
    Officer,
    PlannedLine,
    Trial,
)
from portal.models import User
from portal.roles import Role
from tests.factories.people import (
    LONG_AGO,
    ClusterFactory,
    SchoolFactory,
    SchoolYearFactory,
    UserFactory,
    appointed,
)


class ForumFactory(DjangoModelFactory):
    class Meta:
        model = Forum

    kind = Forum.Kind.CLUSTER
    name = factory.Sequence(lambda n: f"KKG Gugus {n:03}")
    cluster = factory.SubFactory(ClusterFactory)


def member(forum: Forum, user: User | None = None, **kwargs: Any) -> User:
    """A teacher of a school of the forum's cluster who belongs to the forum."""
    user = user or appointed(Role.TEACHER, school=SchoolFactory(cluster=forum.cluster))
    Membership.objects.create(forum=forum, user=user, began_on=LONG_AGO, **kwargs)
    return user


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = Officer

    forum = factory.SubFactory(ForumFactory)
    user = factory.LazyAttribute(lambda o: member(o.forum))
    office = Officer.Office.CHAIR
    began_on = LONG_AGO


class ForumProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = ForumProgramme

    forum = factory.SubFactory(ForumFactory)
    year = factory.SubFactory(SchoolYearFactory)
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(timezone.now)


class PlannedLineFactory(DjangoModelFactory):
    class Meta:
        model = PlannedLine

    programme = factory.SubFactory(ForumProgrammeFactory)
    month = factory.LazyAttribute(lambda o: o.programme.year.starts_on.replace(day=1))
    kind = "meeting"
    topic = "Pertanyaan terbuka"
    taken = True


class ForumInvitationFactory(DjangoModelFactory):
    class Meta:
        model = ForumInvitation

    forum = factory.SubFactory(ForumFactory)
    user = factory.LazyAttribute(lambda o: appointed(school=SchoolFactory(cluster=o.forum.cluster)))
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class JoinCodeFactory(DjangoModelFactory):
    class Meta:
        model = JoinCode

    forum = factory.SubFactory(ForumFactory)
    code = factory.Sequence(lambda n: f"KKG{n:05}".replace("0", "A").replace("1", "B"))
    made_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=14))


class ActivityFactory(DjangoModelFactory):
    """A KKG meeting held by a member of its forum; ``aspects=("planning",)``."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    forum = factory.SubFactory(ForumFactory)
    host = factory.LazyAttribute(lambda o: member(o.forum) if o.forum else appointed())
    kind = Activity.Kind.MEETING
    title = "Asesmen awal yang ringan"
    starts_at = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
    minutes = 120

    @factory.post_generation
    def aspects(self, create: bool, extracted: tuple[str, ...] | None, **kwargs: Any) -> None:
        for aspect in extracted or ("planning",):
            ActivityAspect.objects.create(activity=self, aspect=aspect)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    activity = factory.SubFactory(ActivityFactory)
    user = factory.SubFactory(UserFactory)
    came = True


class LetterFactory(DjangoModelFactory):
    class Meta:
        model = Letter

    attendance = factory.SubFactory(AttendanceFactory)
    code = factory.Sequence(lambda n: f"SURAT{n:07}")
    issued_at = factory.LazyFunction(timezone.now)
    name = "Siti Aminah, S.Pd."
    title = factory.SelfAttribute("attendance.activity.title")
    starts_at = factory.SelfAttribute("attendance.activity.starts_at")
    minutes = factory.SelfAttribute("attendance.activity.minutes")


class TrialFactory(DjangoModelFactory):
    class Meta:
        model = Trial

    activity = factory.SubFactory(ActivityFactory)
    user = factory.SubFactory(UserFactory)


class LinkFactory(DjangoModelFactory):
    class Meta:
        model = Link

    activity = factory.SubFactory(ActivityFactory)
    aspect = "planning"
    sentence = "Asesmen awal kini selalu ada"
    written_by = factory.SelfAttribute("activity.host")
    written_at = factory.LazyFunction(timezone.now)
    observed_at = factory.SelfAttribute("written_at")
    teacher = factory.LazyAttribute(lambda o: o.session.teacher if o.session else None)
    session = None


class IntentionFactory(LinkFactory):
    """What its writer means to try after the activity; nothing has come of it yet."""

    sentence = ""
    intention = "Menunggu tiga detik setelah bertanya"
    observed_at = None
    teacher = factory.SelfAttribute("written_by")
