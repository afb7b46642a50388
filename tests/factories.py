"""The plain case of each record; a test states every value that its assertion depends on."""

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
    Authorship,
    Barrier,
    CodedExcerpt,
    CodedText,
    Conclusion,
    Forum,
    ForumInvitation,
    ForumProgramme,
    JoinCode,
    LessonPlan,
    Letter,
    Link,
    Membership,
    MethodExchange,
    Nudge,
    Offer,
    Officer,
    PlanMethod,
    PlannedLine,
    PlanVersion,
    Pledge,
    Theme,
    Trial,
    Vision,
    VisionLine,
    VisionPart,
)
from collaboration.plans import texts as plan_texts
from portal.models import (
    Appointment,
    AreaReport,
    Cluster,
    Holiday,
    QuoteConsent,
    Region,
    ResearchConsent,
    ResearchPack,
    School,
    SchoolYear,
    Term,
    TimeSpent,
    User,
)
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
    Method,
    MethodSeen,
    Phrase,
    Programme,
    Rating,
    ReadyStep,
    Reflection,
    Section,
    SessionInstrument,
    SupervisionSession,
    TalkWord,
    TermReport,
    Turn,
    Wish,
)

LONG_AGO = dt.date(2020, 1, 1)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = "35.14.16"
    name = "Kraton"


class ClusterFactory(DjangoModelFactory):
    class Meta:
        model = Cluster

    name = factory.Sequence(lambda n: f"Gugus {n:03}")
    subdistrict = factory.SubFactory(RegionFactory)


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    npsn = factory.Sequence(lambda n: f"9{n:07}")
    name = factory.Sequence(lambda n: f"SD Negeri Contoh {n:03}")
    subdistrict = factory.SubFactory(RegionFactory)
    cluster = factory.SubFactory(ClusterFactory, subdistrict=factory.SelfAttribute("..subdistrict"))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"orang{n}")
    name = factory.Sequence(lambda n: f"Siti Aminah {n}")
    address = User.Address.MS
    password = factory.django.Password("kata sandi panjang")


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory)
    role = Role.TEACHER
    began_on = LONG_AGO


def appointed(
    role: Role | str = Role.TEACHER,
    *,
    user: User | None = None,
    school: School | None = None,
    cluster: Cluster | None = None,
    region: Region | None = None,
    ended_on: dt.date | None = None,
    **person: Any,
) -> User:
    """A person with one appointment, at a new school unless a place is given."""
    user = user or UserFactory(**person)
    if not (school or cluster or region):
        school = SchoolFactory()
    AppointmentFactory(
        user=user, role=role, school=school, cluster=cluster, region=region, ended_on=ended_on
    )
    return user


class SchoolYearFactory(DjangoModelFactory):
    class Meta:
        model = SchoolYear
        django_get_or_create = ["starts_on"]

    starts_on = dt.date(2026, 7, 13)
    ends_on = dt.date(2027, 6, 26)


class TermFactory(DjangoModelFactory):
    class Meta:
        model = Term
        django_get_or_create = ["starts_on"]

    year = factory.SubFactory(SchoolYearFactory)
    number = 1
    starts_on = dt.date(2026, 7, 13)
    ends_on = dt.date(2026, 12, 19)


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


class HolidayFactory(DjangoModelFactory):
    """A holiday of the whole country, unless ``region`` or ``school`` says where."""

    class Meta:
        model = Holiday

    name = "Hari Kemerdekaan"
    starts_on = dt.date(2026, 8, 17)
    ends_on = factory.SelfAttribute("starts_on")


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


def principal_of(school: School) -> User:
    """The school's principal, appointed now if there is none."""
    row = Appointment.objects.filter(school=school, role=Role.PRINCIPAL, ended_on=None).first()
    return row.user if row else appointed(Role.PRINCIPAL, school=school, address="bapak")


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


class TimeSpentFactory(DjangoModelFactory):
    class Meta:
        model = TimeSpent
        django_get_or_create = ["user", "role", "form", "month"]

    user = factory.SubFactory(UserFactory)
    role = Role.TEACHER
    form = "self"
    month = dt.date(2026, 10, 1)
    seconds = 600


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
