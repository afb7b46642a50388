"""Random portals: places, appointments past and to come, and records in every state."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from collaboration.models import (
    Activity,
    Attachment,
    Attendance,
    Authorship,
    Barrier,
    CodedExcerpt,
    CodedText,
    Conclusion,
    Forum,
    ForumInvitation,
    ForumProgramme,
    FreeHour,
    LessonObserver,
    LessonPlan,
    LessonStudy,
    Letter,
    Link,
    Membership,
    MethodExchange,
    Nudge,
    Offer,
    Officer,
    OnTask,
    PeerVisit,
    PlanRemark,
    PlanVersion,
    Pledge,
    Suggestion,
    TaughtPlan,
    TeachingNote,
    Theme,
    Trial,
    Vision,
)
from portal.models import (
    Appointment,
    AreaReport,
    Cluster,
    Draft,
    ImportBatch,
    Notification,
    QuoteConsent,
    Region,
    ResearchConsent,
    ResearchPack,
    School,
    TimeSpent,
    User,
)
from supervision.models import (
    Calibration,
    CalibrationRater,
    Delegate,
    FollowUp,
    GroupVisit,
    Instrument,
    Method,
    Phrase,
    Programme,
    ReadyStep,
    Reflection,
    SupervisionSession,
    TalkWord,
    TermReport,
    Wish,
)
from tests import factories as make
from tests.collaboration import factories as kinds

STATES = ("planned", "prepared", "observed", "discussed", "following_up", "closed", "cancelled")
REGIONS = ("35", "35.14", "35.14.16", "35.14.17", "35.75", "35.75.01")
LONG_AGO = dt.date(2020, 1, 1)


@dataclass
class World:
    users: list[User]
    rows: dict[str, list[Any]]  # model name: its rows
    facts: dict[str, list[Any]]
    readers: list[tuple[User, Any]] = field(default_factory=list)


def build(seed: int) -> World:
    rng = random.Random(seed)
    today = timezone.localdate()
    regions = {code: make.RegionFactory(code=code, name=f"Wilayah {code}") for code in REGIONS}
    schools, clusters = _places(rng, regions)
    staff = {school.pk: _staff(rng, school, schools, today) for school in schools}
    _leaders(rng, regions, clusters, schools)
    people = list(User.objects.all())
    _programmes(rng, schools, staff)
    _sessions(rng, schools, staff, people)
    _made_by_places(rng, regions, schools, people)
    _together(rng, clusters, regions, schools, people)
    _own_things(rng, people)
    _from_meetings(random.Random(seed))
    _culture(random.Random(seed), schools, people)
    _exchanges(random.Random(seed), schools, people)
    _area_reports(clusters, regions)
    _research(people, regions)
    _coded(random.Random(seed), schools, people)
    return World(people, _rows(), _facts())


def _places(rng: random.Random, regions: dict[str, Region]) -> tuple[list[School], list[Cluster]]:
    schools, clusters = [], []
    for code in ("35.14.16", "35.14.17", "35.75.01"):
        cluster = make.ClusterFactory(subdistrict=regions[code])
        clusters.append(cluster)
        schools.append(make.SchoolFactory(subdistrict=regions[code], cluster=cluster))
        placed = rng.choice((cluster, None))
        schools.append(make.SchoolFactory(subdistrict=regions[code], cluster=placed))
    return schools, clusters


def _staff(
    rng: random.Random, school: School, schools: list[School], today: dt.date
) -> dict[str, list[User]]:
    head = make.appointed("principal", school=school)
    teachers = [make.appointed("teacher", school=school) for _ in range(2)]
    make.appointed("coordinator", school=school, user=rng.choice((teachers[0], None)))
    ago, soon = dt.timedelta(rng.randint(3, 90)), dt.timedelta(rng.randint(3, 90))
    left = make.appointed("teacher", school=school, ended_on=today - ago)
    moved = make.appointed("teacher", school=school, ended_on=today - ago)
    make.AppointmentFactory(
        user=moved, role="teacher", school=rng.choice(schools), began_on=today - ago
    )
    former = make.appointed("principal", school=school, ended_on=today - ago)
    if rng.random() < 0.5:
        make.appointed("principal", user=former, school=rng.choice(schools), ended_on=today)
    make.AppointmentFactory(role="teacher", school=school, began_on=today + soon)
    return {"teachers": [*teachers, left, moved], "observers": [head, former, teachers[1]]}


def _leaders(
    rng: random.Random,
    regions: dict[str, Region],
    clusters: list[Cluster],
    schools: list[School],
) -> None:
    places: list[tuple[str, dict[str, Any]]] = [
        ("chair", {"cluster": clusters[0]}),
        ("chair", {"region": regions["35.14.17"]}),
        ("supervisor", {"school": rng.choice(schools)}),
        ("supervisor", {"cluster": rng.choice(clusters)}),
        ("supervisor", {"region": regions["35.14"]}),
        ("officer", {"region": regions["35.14"]}),
        ("officer", {"region": regions["35.75"]}),
        ("officer", {"region": regions["35"]}),
        ("operator", {"school": rng.choice(schools)}),
        ("operator", {"cluster": rng.choice(clusters)}),
        ("operator", {"region": regions["35.75"]}),
    ]
    for role, place in places:
        make.appointed(role, **place)
    role, place = rng.choice(places)
    make.appointed(role, ended_on=timezone.localdate() - dt.timedelta(9), **place)
    make.UserFactory()


def _programmes(
    rng: random.Random, schools: list[School], staff: dict[int, dict[str, list[User]]]
) -> None:
    """Programmes, open and closed, with delegates of today, of the past and from elsewhere."""
    today = timezone.localdate()
    far = dt.timedelta(rng.randint(2, 40))
    for school in schools:
        closed = rng.choice((None, None, timezone.now()))
        programme = make.ProgrammeFactory(school=school, closed_at=closed)
        people = rng.sample(staff[school.pk]["teachers"], 3)
        other = rng.choice(staff[rng.choice(schools).pk]["teachers"])
        for user, ended in zip((*people, other), (None, None, today - far, None), strict=True):
            if not programme.delegates.filter(user=user).exists():
                make.DelegateFactory(programme=programme, user=user, ended_on=ended)


def _made_by_places(
    rng: random.Random, regions: dict[str, Region], schools: list[School], people: list[User]
) -> None:
    now = timezone.now()
    for published in (None, now):
        for school in schools[:3]:
            make.InstrumentFactory(items=1, school=school, published_at=published)
        for code in ("35.14", "35.14.16", "35.75"):
            make.InstrumentFactory(items=1, region=regions[code], published_at=published)
    make.ReadyStepFactory()
    for code in ("35.14", "35.14.17", "35.75.01"):
        make.ReadyStepFactory(region=regions[code])
    _of_schools(rng, schools)
    _of_persons(rng, people)


def _culture(rng: random.Random, schools: list[School], people: list[User]) -> None:
    activities = list(Activity.objects.all())
    for school in schools:
        make.VisionFactory(school=school)
        make.OfferFactory(school=school, user=rng.choice(people))
        make.NudgeFactory(user=rng.choice(people))
        make.TimeSpentFactory(user=rng.choice(people))
        make.PledgeFactory(school=school, user=rng.choice(people))
        for activity in (None, rng.choice([a for a in activities if a.school_id == school.pk])):
            make.BarrierFactory(school=school, activity=activity, written_by=rng.choice(people))
    for activity in rng.sample([a for a in activities if a.forum_id], 3):
        make.BarrierFactory(school=None, activity=activity, written_by=rng.choice(people))


def _coded(rng: random.Random, schools: list[School], people: list[User]) -> None:
    """Texts of every kind under themes, shared ones and others, near and far."""
    for code in ("35", "35.14", "35.75.01"):
        make.ThemeFactory(school=None, region_id=code)
    sessions = list(SupervisionSession.objects.all())
    for session in sessions:
        texts = {
            "turn": make.TurnFactory(session=session),
            "note": make.EvidenceNoteFactory(session=session),
            "reflection": session.reflections.first(),
        }
        _code(rng, session.school, people, texts)
    for number, plan in enumerate(LessonPlan.objects.select_related("school").order_by("made_at")):
        texts = {
            "teaching": TeachingNote.objects.filter(version__plan=plan).first(),
            "exchange": rng.choice(MethodExchange.objects.order_by("tried_on", "grade", "pk")),
        }
        _code(rng, rng.choice((plan.school, schools[number % len(schools)])), people, texts)
    for activity in Activity.objects.select_related("school").order_by("starts_at"):
        _code(rng, activity.school or rng.choice(schools), people, {"activity": activity})
    _concluded(rng, schools, people)
    for barrier in Barrier.objects.select_related("school"):
        _code(rng, barrier.school or rng.choice(schools), people, {"barrier": barrier})


def _concluded(rng: random.Random, schools: list[School], people: list[User]) -> None:
    """Drafts and agreed ones of each school and of regions, by whoever."""
    term = make.TermFactory()
    places: list[dict[str, Any]] = [{"school": school} for school in schools]
    codes = ("35", "35.14", "35.14.16", "35.75.01")
    places += [{"school": None, "region_id": code} for code in codes]
    for place in places:
        first, second = rng.sample(people, 2)
        make.ConclusionFactory(**place, term=term, written_by=first)
        make.ConclusionFactory(
            **place,
            term=term,
            written_by=first,
            state="agreed",
            checked_by=second,
            agreed_by=first,
            agreed_at=timezone.now(),
        )


def _code(rng: random.Random, school: School, people: list[User], texts: dict[str, Any]) -> None:
    theme = make.ThemeFactory(school=school)
    for kind, text in texts.items():
        if text:
            coded = make.CodedTextFactory(
                school=school, coder=rng.choice(people), key=f"{kind}:{text.pk}", **{kind: text}
            )
            make.CodedExcerptFactory(coded=coded, theme=theme)


def _of_schools(rng: random.Random, schools: list[School]) -> None:
    sessions = list(SupervisionSession.objects.all())
    for school in schools:
        staff = [a.user for a in Appointment.objects.filter(school=school)]
        group = make.GroupVisitFactory(school=school, observer=rng.choice(staff))
        for session in rng.sample([s for s in sessions if s.school_id == school.pk], 2):
            SupervisionSession.objects.filter(pk=session.pk).update(together=group)
        make.WishFactory(school=school, teacher=rng.choice(staff))
        taken = rng.choice(sessions)
        make.WishFactory(school=school, teacher=rng.choice(staff), session=taken)
        make.TermReportFactory(school=school, changed_by=rng.choice(staff))


def _of_persons(rng: random.Random, people: list[User]) -> None:
    for user in rng.sample(people, 6):
        make.PhraseFactory(owner=user)
        make.TalkWordFactory(observer=user, shown=rng.random() < 0.5)
    for _ in range(4):
        first, *others = rng.sample(people, 4)
        calibration = make.CalibrationFactory(made_by=first)
        for user in others:
            CalibrationRater.objects.create(calibration=calibration, user=user)


def _sessions(
    rng: random.Random,
    schools: list[School],
    staff: dict[int, dict[str, list[User]]],
    people: list[User],
) -> None:
    supervisors = [a.user for a in Appointment.objects.filter(role="supervisor")]
    now = timezone.now()
    for number, school in enumerate(schools * 4):
        state = STATES[number % len(STATES)] if number < 14 else rng.choice(STATES)
        teacher = rng.choice(staff[school.pk]["teachers"])
        observers = staff[school.pk]["observers"]
        named = [row.user for row in Delegate.objects.filter(programme__school=school)]
        watchers = [*observers[:1] * 2, *observers, *named]
        head, *_others = watchers
        found = [u for u in (*watchers, *supervisors) if u != teacher]
        observer = head if number < len(STATES) else rng.choice(found)
        session = make.SessionFactory(
            school=school, teacher=teacher, observer=observer, state=state
        )
        session.self_assessed_at = rng.choice((None, now))
        session.word_given = rng.random() < 0.3
        session.opened_at = rng.choice((None, now)) if session.released_at and number > 6 else None
        session.save()
        _parts(rng, session, people)


def _parts(rng: random.Random, session: SupervisionSession, people: list[User]) -> None:
    if rng.random() < 0.7:
        make.ReflectionFactory(
            session=session,
            shared_at=rng.choice((None, timezone.now(), timezone.now())),
            supervisor_may_read=rng.random() < 0.6,
        )
    for _ in range(2):
        near = [session.teacher, session.observer, rng.choice(people)]
        colleagues = Appointment.objects.filter(school=session.school)
        step = make.FollowUpFactory(session=session, owner=rng.choice(near))
        step.helpers.add(rng.choice(people), rng.choice(list(colleagues)).user)


def _together(
    rng: random.Random,
    clusters: list[Cluster],
    regions: dict[str, Region],
    schools: list[School],
    people: list[User],
) -> None:
    forums = [make.ForumFactory(cluster=cluster) for cluster in clusters]
    forums.append(
        make.ForumFactory(kind="kkg_subdistrict", cluster=None, subdistrict=regions["35.14.17"])
    )
    for forum in forums:
        for user in rng.sample(people, 5):
            ended = rng.choice((None, None, timezone.localdate()))
            Membership.objects.create(forum=forum, user=user, began_on=LONG_AGO, ended_on=ended)
    activities = [
        *(make.ActivityFactory(forum=forum, host=rng.choice(people)) for forum in forums * 2),
        *(
            make.ActivityFactory(forum=None, school=school, host=rng.choice(people))
            for school in schools
        ),
    ]
    _kombels(schools, people)
    sessions = list(SupervisionSession.objects.all())
    for activity in activities:
        for user in rng.sample(people, 3):
            make.AttendanceFactory(activity=activity, user=user, came=rng.random() < 0.5)
        make.LinkFactory(activity=activity)
        make.LinkFactory(activity=activity, session=rng.choice(sessions))
        make.IntentionFactory(activity=activity)
        make.IntentionFactory(activity=activity, let_go_at=timezone.now())
    _shown(random.Random(len(activities)), activities, schools)
    for scope in ("authors", "school", "forum", "everyone") * 4:
        forum = rng.choice(forums) if scope == "forum" else None
        make.PlanFactory(
            scope=scope, forum=forum, school=rng.choice(schools), author=rng.choice(people)
        )
    _kinds(random.Random(len(people)), activities, people)
    _beside_plans(random.Random(len(people)), people)
    _seen_plans(random.Random(len(people)))


def _shown(rng: random.Random, activities: list[Activity], schools: list[School]) -> None:
    """What teachers showed to a principal without a talk, confirmed there or not."""
    for activity in activities:
        for confirmed in (None, timezone.now()):
            make.LinkFactory(
                activity=activity,
                teacher=activity.host,
                school=rng.choice(schools),
                principal_confirmed_at=confirmed,
            )


def _beside_plans(rng: random.Random, people: list[User]) -> None:
    """What others say of plans; what the words are is no matter of access."""
    for plan in LessonPlan.objects.order_by("made_at", "pk"):
        version = plan.versions.get()
        near = [version.author, *rng.sample(people, 2)]
        kinds.TeachingNoteFactory(version=version, author=rng.choice(near))
        kinds.SuggestionFactory(version=version, author=rng.choice(near))
        kinds.SuggestionFactory(
            version=version, author=rng.choice(people), answer="kept", answered_at=plan.made_at
        )
        kinds.PlanRemarkFactory(version=version, author=rng.choice(people))


def _kinds(rng: random.Random, activities: list[Activity], people: list[User]) -> None:
    """Words and files of kinds of activities; what they hold is no matter of access."""
    for number, activity in enumerate(activities):
        one, two, three = rng.sample(people, 3)
        spoken = {"spoken": "Sudah", "spoken_at": timezone.now()} if number % 2 else {}
        study = kinds.LessonStudyFactory(
            activity=activity, model_teacher=one, moderator=two, scribe=three, **spoken
        )
        for user in {two, activity.attendance.all()[0].user}:
            kinds.LessonObserverFactory(study=study, user=user)
        agreed = timezone.now() if number % 2 else None
        kinds.PeerVisitFactory(activity=activity, visitor=one, visited=two, agreed_at=agreed)
        series = kinds.SeriesFactory(first=activity)
        kinds.OnTaskFactory(series=series, user=three)
        kinds.AttachmentFactory(activity=activity, added_by=two)
    plans = list(LessonPlan.objects.order_by("made_at"))
    for plan in plans:
        kinds.AttachmentFactory(plan=plan, activity=None, added_by=rng.choice(people))
    away = [plan.pk for plan in plans[::5]]
    LessonPlan.objects.filter(pk__in=away).update(archived_at=timezone.now())
    Activity.objects.filter(pk__in=[row.pk for row in activities[::5]]).update(
        cancelled_at=timezone.now()
    )


def _seen_plans(rng: random.Random) -> None:
    """Each session keeps the plan it was taught from, with one file, as its teacher gave it."""
    versions = list(PlanVersion.objects.order_by("made_at", "pk"))
    for session in SupervisionSession.objects.order_by("pk"):
        taught = TaughtPlan.objects.create(
            session=session,
            version=rng.choice(versions),
            attached_by=session.teacher,
            attached_at=timezone.now(),
        )
        kinds.AttachmentFactory(taught=taught, activity=None, added_by=session.teacher)


def _from_meetings(rng: random.Random) -> None:
    """Minutes of some activities, and what those on the list have of them."""
    for activity in Activity.objects.all():
        minuted = rng.choice((None, timezone.now(), timezone.now()))
        Activity.objects.filter(pk=activity.pk).update(minuted_at=minuted)
    for number, row in enumerate(Attendance.objects.select_related("activity")):
        Trial.objects.get_or_create(activity=row.activity, user_id=row.user_id)
        FreeHour.objects.get_or_create(user_id=row.user_id, weekday=number % 6, part="noon")
        if number % 2:
            make.LetterFactory(attendance=row)


def _kombels(schools: list[School], people: list[User]) -> None:
    """Learning communities with officers now and before; draws of its own keep the world still."""
    rng, today = random.Random(3022), timezone.localdate()
    found = [
        make.ForumFactory(kind=kind, cluster=None, school=school)
        for school in schools[:2]
        for kind in ("kombel", "kombel_between")
    ]
    for forum in found:
        make.ActivityFactory(forum=forum, host=rng.choice(people))
    for forum in [*Forum.objects.filter(school=None), *found]:
        make.ForumProgrammeFactory(forum=forum)
        for office, began, ended in (
            ("chair", LONG_AGO, rng.choice((None, today))),
            ("secretary", LONG_AGO, today - dt.timedelta(1)),
            ("secretary", today + dt.timedelta(9), None),
            ("treasurer", LONG_AGO, None),
        ):
            user = rng.choice(people)
            Membership.objects.get_or_create(
                forum=forum, user=user, ended_on=None, defaults={"began_on": LONG_AGO}
            )
            Officer.objects.create(
                forum=forum, user=user, office=office, began_on=began, ended_on=ended
            )
        for user in rng.sample(people, 3):
            make.ForumInvitationFactory(
                forum=forum, user=user, answered_at=rng.choice((None, timezone.now()))
            )


def _exchanges(rng: random.Random, schools: list[School], people: list[User]) -> None:
    """Two at each plan, activity and school, every other one with a lender."""
    method = make.MethodFactory()
    places: list[dict[str, Any]] = [{"plan": plan} for plan in LessonPlan.objects.all()] * 2
    places += [{"activity": activity} for activity in Activity.objects.all()] * 2
    places += [{}] * 2 * len(schools)
    for number, place in enumerate(places):
        writer, lender = rng.sample(people, 2)
        make.ExchangeFactory(
            method=method,
            writer=writer,
            lender=lender if number % 2 else None,
            school=rng.choice(schools),
            **place,
        )


def _area_reports(clusters: list[Cluster], regions: dict[str, Region]) -> None:
    """Each kind of each place, signed and not."""
    places: list[dict[str, Any]] = [{"cluster": row} for row in clusters]
    places += [{"region": row} for row in regions.values()]
    for place in places:
        for kind in AreaReport.Kind.values:
            make.AreaReportFactory(kind=kind, **place)
            make.AreaReportFactory(kind=kind, signed=True, **place)


def _research(people: list[User], regions: dict[str, Region]) -> None:
    for user in people:
        make.ResearchConsentFactory(user=user)
        make.QuoteConsentFactory(user=user)
    now = timezone.now()
    officers = [row.user for row in Appointment.objects.filter(role="officer")]
    for region in regions.values():
        for officer in [*officers, people[0]]:
            looked = {"region": region, "prepared_by": officer, "looked_at": now}
            make.ResearchPackFactory(region=region, prepared_by=officer)
            make.ResearchPackFactory(**looked)
            make.ResearchPackFactory(**looked, released_by=people[1], released_at=now)
            make.ResearchPackFactory(**looked, closed_at=now, closed_why="cancelled")


def _own_things(rng: random.Random, people: list[User]) -> None:
    make.InstrumentFactory(items=1)
    make.InstrumentFactory(items=1, published_at=None)
    for number, user in enumerate(people):
        Draft.objects.create(owner=user, form=f"session-plan:{number}")
        Notification.objects.create(
            to=user, kind="session_planned", object_id="1", key=str(number), at=timezone.now()
        )
        if number % 3 == 0 or user.appointments.filter(role="operator").exists():
            ImportBatch.objects.create(owner=user, kind="staff", file_name="guru.xlsx")


def _rows() -> dict[str, list[Any]]:
    sessions = SupervisionSession.objects.select_related("school__subdistrict", "school__cluster")
    return {
        "Region": list(Region.objects.all()),
        "Cluster": list(Cluster.objects.select_related("subdistrict")),
        "School": list(School.objects.select_related("subdistrict", "cluster")),
        "User": list(User.objects.all()),
        "Appointment": _appointments(),
        "Notification": list(Notification.objects.all()),
        "Draft": list(Draft.objects.all()),
        "ImportBatch": list(ImportBatch.objects.all()),
        "Instrument": list(
            Instrument.objects.select_related("school__subdistrict", "school__cluster", "region")
        ),
        "ReadyStep": list(ReadyStep.objects.select_related("region")),
        "Programme": list(_with_school(Programme.objects.all())),
        "TermReport": list(_with_school(TermReport.objects.all())),
        "AreaReport": list(AreaReport.objects.select_related("cluster__subdistrict", "region")),
        "ResearchConsent": list(ResearchConsent.objects.all()),
        "ResearchPack": list(ResearchPack.objects.select_related("region")),
        "QuoteConsent": list(QuoteConsent.objects.all()),
        "GroupVisit": list(_with_school(GroupVisit.objects.all())),
        "Wish": list(_with_school(Wish.objects.all())),
        "Calibration": list(Calibration.objects.all()),
        "Phrase": list(Phrase.objects.all()),
        "TalkWord": list(TalkWord.objects.all()),
        "SupervisionSession": list(sessions),
        "FollowUp": list(FollowUp.objects.select_related("session__school__subdistrict")),
        "Reflection": list(Reflection.objects.select_related("session__school__subdistrict")),
        "Forum": list(
            Forum.objects.select_related(
                "cluster__subdistrict", "subdistrict", "school__subdistrict", "school__cluster"
            )
        ),
        "ForumProgramme": list(
            ForumProgramme.objects.select_related(
                "forum__cluster__subdistrict",
                "forum__subdistrict",
                "forum__school__subdistrict",
                "forum__school__cluster",
            )
        ),
        "ForumInvitation": list(ForumInvitation.objects.all()),
        "Activity": list(_with_places(Activity.objects.all())),
        "Attendance": list(Attendance.objects.select_related("activity")),
        "FreeHour": list(FreeHour.objects.all()),
        "Letter": list(Letter.objects.select_related("attendance")),
        "Trial": list(
            Trial.objects.select_related(
                "activity__forum__cluster__subdistrict",
                "activity__forum__subdistrict",
                "activity__school__subdistrict",
            )
        ),
        **_rows_of_culture(),
        **_rows_of_findings(),
        "LessonPlan": list(_with_places(LessonPlan.objects.all())),
        **_rows_of_kinds(),
        "Method": list(Method.objects.all()),
        "MethodExchange": list(
            _with_school(MethodExchange.objects.all()).select_related(
                "plan__school__subdistrict",
                "plan__forum__cluster__subdistrict",
                "plan__forum__subdistrict",
                "activity__school__subdistrict",
                "activity__forum__cluster__subdistrict",
                "activity__forum__subdistrict",
            )
        ),
        "Link": list(
            Link.objects.select_related(
                "session__school__subdistrict",
                "school__subdistrict",
                "activity__forum__cluster__subdistrict",
                "activity__forum__subdistrict",
                "activity__school__subdistrict",
            )
        ),
    }


def _rows_of_culture() -> dict[str, list[Any]]:
    return {
        "Offer": list(_with_school(Offer.objects.all())),
        "Nudge": list(Nudge.objects.all()),
        "TimeSpent": list(TimeSpent.objects.all()),
        "Vision": list(_with_school(Vision.objects.all())),
        "Pledge": list(_with_school(Pledge.objects.all())),
        "Barrier": list(
            Barrier.objects.select_related(
                "school__subdistrict",
                "school__cluster",
                "activity__forum__cluster__subdistrict",
                "activity__forum__subdistrict",
                "activity__school__subdistrict",
            )
        ),
    }


def _rows_of_findings() -> dict[str, list[Any]]:
    places = ("school__subdistrict", "forum__cluster__subdistrict", "forum__subdistrict")
    paths = [
        "school__subdistrict",
        "school__cluster",
        "turn__session__school__subdistrict",
        "note__session__school__subdistrict",
        "reflection__session__school__subdistrict",
        "exchange__school__subdistrict",
        "barrier__school__subdistrict",
        *(f"activity__{place}" for place in places),
        *(f"barrier__activity__{place}" for place in places),
        *(f"exchange__activity__{place}" for place in places),
        *(f"exchange__plan__{place}" for place in places),
        *(f"teaching__version__plan__{place}" for place in places),
    ]
    coded = list(CodedText.objects.select_related(*paths))
    by_pk = {row.pk: row for row in coded}
    excerpts = list(CodedExcerpt.objects.all())
    for row in excerpts:
        row.coded = by_pk[row.coded_id]
    return {
        "Theme": list(
            Theme.objects.select_related("region", "school__subdistrict", "school__cluster")
        ),
        "Conclusion": list(
            Conclusion.objects.select_related("region", "school__subdistrict", "school__cluster")
        ),
        "CodedText": coded,
        "CodedExcerpt": excerpts,
    }


def _rows_of_kinds() -> dict[str, list[Any]]:
    places = ("school__subdistrict", "forum__cluster__subdistrict", "forum__subdistrict")

    def beside(name: str) -> list[str]:
        return [f"{name}__{place}" for place in places]

    return {
        "LessonStudy": list(LessonStudy.objects.select_related(*beside("activity"))),
        "LessonObserver": list(LessonObserver.objects.select_related("study__activity")),
        "PeerVisit": list(PeerVisit.objects.all()),
        "OnTask": list(OnTask.objects.select_related(*beside("series__first"))),
        "Suggestion": list(Suggestion.objects.select_related(*beside("version__plan"))),
        "PlanRemark": list(PlanRemark.objects.select_related(*beside("version__plan"))),
        "TeachingNote": list(TeachingNote.objects.select_related(*beside("version__plan"))),
        "Attachment": list(
            Attachment.objects.select_related(
                *beside("activity"), *beside("plan"), "taught__session__school__subdistrict"
            )
        ),
    }


def _with_school(rows: Any) -> Any:
    return rows.select_related("school__subdistrict", "school__cluster")


def _with_places(rows: Any) -> Any:
    return rows.select_related(
        "school__subdistrict", "forum__cluster__subdistrict", "forum__subdistrict"
    )


def _appointments() -> list[Appointment]:
    return list(
        Appointment.objects.select_related("school__subdistrict", "cluster__subdistrict", "region")
    )


def _facts() -> dict[str, list[Any]]:
    return {
        "appointments": _appointments(),
        "memberships": list(Membership.objects.all()),
        "officers": list(Officer.objects.all()),
        "authorships": list(Authorship.objects.all()),
        "attendance": list(Attendance.objects.all()),
        "delegates": list(Delegate.objects.select_related("programme")),
        "raters": list(CalibrationRater.objects.all()),
        "sessions": list(SupervisionSession.objects.all()),
        "helpers": list(FollowUp.helpers.through.objects.values_list("followup_id", "user_id")),
    }
