"""Every address of the portal, asked by everyone: the table of routes is whole and is kept."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from collaboration.models import Membership
from portal.models import ImportBatch, User
from portal.policy import routes as policy
from tests import factories as make
from tests.collaboration import factories as kinds
from tests.conftest import BACKEND
from tests.oracle.table import TABLE

STATES = ("planned", "prepared", "observed", "discussed", "following_up", "closed", "cancelled")
COMMON = {  # the same for whoever serves
    "help-topic",
    "import-example",
    "instrument-detail",
    "instrument-pdf",
    "instrument-preview",
    "instrument-export",
    "instrument-compare",
    "instrument-copy",
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


URLS = {entry.name: entry for entry in patterns(get_resolver()) if entry.name}
WITH_OBJECT = sorted(
    (name, method)
    for name, method in policy.ROUTES
    if URLS[name].pattern.converters and name not in COMMON
)


@dataclass
class World:
    people: dict[str, User]
    objects: dict[str, Any]
    variants: dict[str, list[Any]]

    def kwargs(self, name: str) -> list[dict[str, Any]]:
        """The route's arguments, once for each state that its object can be in."""
        keys = set(URLS[name].pattern.converters)
        prefix = name.split("-")[0]
        rows = self.variants.get(prefix) or [self.objects.get(prefix)]
        found = []
        for row in rows:
            values = {**self.objects, "pk": row.pk if row is not None else None}
            missing = [key for key in keys if values.get(key) is None]
            assert not missing, f"Route {name} needs an object for {missing}: add it to build()."
            found.append({key: values[key] for key in keys})
        return found


def leaders(place: dict[str, Any], region: Any, cluster: Any) -> dict[str, User]:
    return {
        "teacher": make.appointed("teacher", **place),
        "principal": make.principal_of(place["school"]),
        "coordinator": make.appointed("coordinator", **place),
        "chair": make.appointed("chair", cluster=cluster),
        "supervisor": make.appointed("supervisor", region=region),
        "officer": make.appointed("officer", region=region),
        "operator": make.appointed("operator", region=region),
    }


@pytest.fixture
def world(db: None) -> World:
    make.TermFactory()
    region = make.RegionFactory(code="35.14.16", name="Kraton")
    cluster = make.ClusterFactory(subdistrict=region)
    school = make.SchoolFactory(subdistrict=region, cluster=cluster)
    far = make.RegionFactory(code="35.75.01", name="Gadingrejo")
    far_cluster = make.ClusterFactory(subdistrict=far)
    elsewhere = make.SchoolFactory(subdistrict=far, cluster=far_cluster)
    neighbour = make.SchoolFactory(subdistrict=region, cluster=cluster)
    people = leaders({"school": school}, region, cluster)
    for role, user in leaders({"school": elsewhere}, far, far_cluster).items():
        people[f"{role} of another region"] = user
    people["colleague"] = make.appointed("teacher", school=school)
    for role in ("teacher", "principal", "coordinator"):
        people[f"{role} of another school"] = make.appointed(role, school=neighbour)
    yesterday = timezone.localdate() - dt.timedelta(1)
    people["ended"] = make.appointed("principal", school=school, ended_on=yesterday)
    people["none"] = make.UserFactory()
    teacher = people["teacher"]
    instrument = make.InstrumentFactory()
    form = make.InstrumentFactory(school=school, published_at=None)
    sessions = [
        make.SessionFactory(
            school=school,
            teacher=teacher,
            observer=people["principal"],
            state=state,
            instruments=[instrument],
        )
        for state in STATES
    ]
    make.TurnFactory(session=sessions[4])
    together = make.GroupVisitFactory(
        school=school, term=sessions[0].term, observer=people["principal"]
    )
    make.SessionFactory(
        school=school, teacher=teacher, observer=people["principal"], together=together
    )
    wish = make.WishFactory(school=school, teacher=teacher)
    step = make.FollowUpFactory(session=sessions[4], owner=teacher)
    forum = make.ForumFactory(cluster=cluster)
    Membership.objects.create(forum=forum, user=teacher, began_on=make.LONG_AGO)
    kombel = make.ForumFactory(kind="kombel", cluster=None, school=school)
    asked = make.ForumInvitationFactory(forum=forum, user=teacher)
    officer = make.OfficerFactory(forum=forum, user=teacher, office="treasurer")
    activity = make.ActivityFactory(forum=forum, host=teacher)
    plan = make.PlanFactory(school=school, author=teacher)
    link = make.LinkFactory(activity=activity, session=sessions[4], written_by=teacher)
    exchange = make.ExchangeFactory(school=school, writer=teacher)
    batch = ImportBatch.objects.create(
        owner=people["operator"], kind="staff", file_name="guru.xlsx"
    )
    phrase = make.PhraseFactory(owner=people["principal"])
    programme = make.ProgrammeFactory(school=school)
    delegate = make.DelegateFactory(programme=programme)
    proposal = make.DateProposalFactory(session=sessions[0])
    calibration = make.CalibrationFactory(made_by=people["principal"])
    calibration.lessons.create(order=1, about="Kelas 4A, IPAS")
    calibration.raters.create(user=people["principal"])
    vision = make.VisionFactory(school=school)
    pledge = make.PledgeFactory(school=school, user=teacher, term=sessions[0].term)
    barrier = make.BarrierFactory(school=school, written_by=teacher)
    suggested = kinds.SuggestionFactory(version=plan.versions.get(), author=people["colleague"])
    taught = kinds.TeachingNoteFactory(version=plan.versions.get())
    peer = kinds.PeerVisitFactory(
        activity=make.ActivityFactory(forum=forum, host=teacher, kind="peer_visit"),
        visitor=teacher,
        visited=people["colleague"],
    )
    study = kinds.LessonStudyFactory(
        activity=make.ActivityFactory(forum=forum, host=teacher, kind="lesson_study"),
        version=plan.versions.get(),
        model_teacher=teacher,
    )
    kinds.LessonObserverFactory(study=study, user=teacher)
    series = kinds.SeriesFactory(
        first=make.ActivityFactory(forum=forum, host=teacher, kind="in_one")
    )
    held = make.ActivityFactory(forum=forum, host=teacher, minuted_at=timezone.now())
    certified = make.LetterFactory(attendance=make.AttendanceFactory(activity=held, user=teacher))
    theme = make.ThemeFactory(school=school)
    turn = sessions[4].turns.get()
    coded = make.CodedTextFactory(
        school=school, coder=people["principal"], turn=turn, key=f"turn:{turn.pk}"
    )
    objects = {
        "area": make.AreaReportFactory(
            kind="kkg", cluster=cluster, made_by=people["chair"], figures=make.NOTHING_HELD
        ),
        "theme": theme,
        "conclusion": make.ConclusionFactory(school=school, written_by=people["principal"]),
        "finding": turn,
        "sort": "turn",
        "research": turn,
        "pack": make.ResearchPackFactory(region=region, prepared_by=people["officer"]),
        "excerpt": make.CodedExcerptFactory(coded=coded, theme=theme),
        "peer": peer,
        "task": series.first,
        "attachment": kinds.AttachmentFactory(activity=activity, added_by=teacher),
        "study": study,
        "vision": vision,
        "attendance": certified.attendance,
        "letter": certified,
        "trial": make.TrialFactory(activity=activity, user=teacher),
        "offer": make.OfferFactory(school=school, user=teacher),
        "pledge": pledge,
        "barrier": barrier,
        "exchange": exchange,
        "calibration": calibration,
        "order": 1,
        "programme": programme,
        "holiday": make.HolidayFactory(region=region),
        "chapter": "tujuan",
        "delegate": delegate,
        "proposal": proposal,
        "session": sessions[4],
        "phrase": phrase,
        "step": step.pk,
        "note": uuid.UUID(int=7),
        "aspect": "planning",
        "sheet": "pra-observasi",
        "paper": "daftar-hadir",
        "group": together,
        "wish": wish,
        "instrument": instrument,
        "ready": make.ReadyStepFactory(region=region),
        "part": form.sections.get().pk,
        "item": form.indicators.all()[0].pk,
        "other": instrument.pk,
        "forum": forum.pk,
        "line": make.PlannedLineFactory(
            programme__forum=forum, programme__year=sessions[0].term.year
        ).pk,
        "member": forum.memberships.get(user=teacher).pk,
        "officer": officer.pk,
        "membership": asked,
        "activity": activity,
        "plan": plan,
        "teaching": taught,
        "suggestion": suggested,
        "section": "steps",
        "link": link,
        "trace": make.IntentionFactory(activity=activity, written_by=teacher),
        "import": batch,
        "person": teacher,
        "appointment": teacher.appointments.get(),
        "school": school,
        "cluster": cluster.pk,
        "term": sessions[0].term,
        "npsn": school.npsn,
        "ending": "xlsx",
        "dashboard": cluster,
        "what": "terlaksana",
        "semester": sessions[0].term.pk,
        "passage": "latar-belakang",
        "code": region.code,
        "old": 1,
        "new": 1,
        "topic": "mulai",
        "kind": "staff",
    }
    variants = {
        "session": [sessions[2], sessions[4]],
        "instrument": [instrument, form],
        "step": [step],
        "forum": [forum, kombel],
        "cluster": [cluster],
        "appointment": [teacher.appointments.get()],
    }
    return World(people, objects, variants)


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def ask(client: Client, method: str, name: str, kwargs: dict[str, Any]) -> Any:
    return client.generic(method, reverse(name, kwargs=kwargs))


def counts() -> dict[str, int]:
    models = [m for m in apps.get_models() if m._meta.label != "sessions.Session"]
    return {m._meta.label: m._default_manager.count() for m in models}


def test_every_address_has_a_row_or_is_public() -> None:
    named = {name for name, _ in policy.ROUTES}
    assert set(URLS) - named - policy.PUBLIC == set()


def test_every_row_names_an_address_and_a_rule() -> None:
    assert [row for row in policy.ROUTES if row[0] not in URLS] == []
    assert [row for row, rule in policy.ROUTES.items() if rule not in TABLE] == []
    assert policy.PUBLIC - set(URLS) == set()


def test_a_stranger_is_sent_to_sign_in_and_changes_nothing(world: World) -> None:
    client, before, wrong = client_of(None), counts(), []
    for name, method in policy.ROUTES:
        for kwargs in world.kwargs(name)[:1] if URLS[name].pattern.converters else [{}]:
            answer = ask(client, method, name, kwargs)
            if answer.status_code != 302 or "/masuk/" not in answer.headers["Location"]:
                wrong.append((name, method, answer.status_code))
    assert wrong == []
    assert counts() == before


OUTSIDERS = (
    "ended",
    "none",
    *(f"{role} of another school" for role in ("teacher", "principal", "coordinator")),
    *(
        f"{role} of another region"
        for role in (
            "teacher",
            "principal",
            "coordinator",
            "chair",
            "supervisor",
            "officer",
            "operator",
        )
    ),
)
SHARED = {"term-edit"}  # terms belong to every operator


@pytest.mark.parametrize("who", OUTSIDERS)
def test_who_is_not_of_the_place_reaches_no_record_of_it(world: World, who: str) -> None:
    client, before, wrong = client_of(world.people[who]), counts(), set()
    for name, method in WITH_OBJECT:
        if name in SHARED:
            continue
        for kwargs in world.kwargs(name):
            status = ask(client, method, name, kwargs).status_code
            if status not in (403, 404):
                wrong.add((name, method, status))
    assert wrong == set()
    assert counts() == before


def test_everybody_else_of_the_world_serves_there(world: World) -> None:
    assert set(world.people) == {*OUTSIDERS, *OPEN_TO}


@pytest.mark.parametrize("who", ["ended", "none"])
def test_without_an_appointment_only_the_own_pages_open(world: World, who: str) -> None:
    client = client_of(world.people[who])
    for name in ("home", "more", "settings", "notifications", "help"):
        assert client.get(reverse(name)).status_code == 200, name


OPEN_TO = {  # pages that must open for whom with the world's own objects: the control of the walk
    "teacher": {
        "trace",
        "trace-detail",
        "trace-observe",
        "session-trace",
        "vision-school",
        "pledge-edit",
        "barrier-school",
        "activity-vision",
        "activity-barrier",
        "session-detail",
        "session-calendar",
        "activity-calendar",
        "calendar",
        "group-detail",
        "group-calendar",
        "wish-detail",
        "wish-edit",
        "session-self",
        "session-follow",
        "session-record",
        "session-reflect",
        "plan-detail",
        "plan-edit",
        "plan-suggestions",
        "plan-pdf",
        "plan-docx",
        "plan-family",
        "plan-files",
        "plan-taught",
        "plan-impact",
        "forum-indicators",
        "school-indicators",
        "plan-teach",
        "teaching-edit",
        "plan-methods",
        "exchange-edit",
        "school-methods",
        "activity-detail",
        "activity-minutes",
        "activity-present",
        "attendance-code",
        "activity-invite",
        "activity-sheet",
        "activity-dossier",
        "activity-archive",
        "trial-answer",
        "peer-focus",
        "study-observe",
        "study-speak",
        "task-write",
        "activity-files",
        "free-hours",
        "own-hours",
        "letter-detail",
        "letter-pdf",
        "forum-detail",
        "forum-leave",
        "forum-officers",
        "membership-invitation",
        "school-kombel",
    },
    "principal": {
        "vision-edit",
        "session-detail",
        "session-observe",
        "session-rate",
        "session-check",
        "session-record",
        "session-print",
        "dashboard-school",
        "dashboard-school-number",
        "findings-school",
        "findings-excerpts",
        "findings-coders",
        "finding-texts",
        "finding-code",
        "theme-edit",
        "conclusion-school",
        "conclusion-detail",
        "conclusion-edit",
        "conclusion-evidence",
        "conclusion-check",
        "conclusion-pdf",
        "group-detail",
        "group-notes",
        "group-move",
        "group-new",
        "wish-detail",
        "calibration-detail",
        "calibration-rate",
        "recap",
        "mirror",
    },
    "coordinator": {"session-detail", "dashboard-school", "dashboard-school-number"},
    "colleague": {"exchange-detail", "home", "instrument-detail"},
    "chair": {
        "area-report-detail",
        "area-report-edit",
        "forum-detail",
        "forum-members",
        "forum-member-office",
        "forum-member-end",
        "forum-found",
        "activity-detail",
        "activity-impact",
    },
    "supervisor": {
        "dashboard-school-number",
        "session-detail",
        "session-record",
        "dashboard-region",
        "activity-detail",
        "pack-detail",
        "pack-texts",
    },
    "officer": {
        "dashboard-region",
        "dashboard-school",
        "activity-impact",
        "pack-new",
        "pack-detail",
        "pack-texts",
    },
    "operator": {"import-preview", "person", "school-edit", "cluster-edit"},
}
SHUT_FOR = {  # pages that show a person's words or belong to somebody else
    "teacher": {
        "group-notes",
        "group-new",
        "session-observe",
        "session-rate",
        "session-check",
        "dashboard-region",
        "person",
    },
    "principal": {"wish-edit", "session-reflect", "plan-detail", "person", "import-preview"},
    "coordinator": {
        "group-detail",
        "wish-detail",
        "session-record",
        "session-print",
        "session-discuss",
        "plan-detail",
    },
    "colleague": {
        "session-detail",
        "session-record",
        "session-calendar",
        "group-detail",
        "wish-detail",
        "plan-detail",
        "step-prove",
    },
    "chair": {"session-detail", "session-record", "dashboard-region", "plan-detail"},
    "supervisor": {
        "wish-detail",
        "calibration-detail",
        "calibration-rate",
        "group-notes",
        "session-observe",
        "session-reflect",
        "plan-detail",
        "person",
    },
    "officer": {"session-detail", "session-record", "activity-detail", "plan-detail", "person"},
    "operator": {
        "session-detail",
        "session-record",
        "activity-detail",
        "plan-detail",
        "pack-detail",
        "pack-new",
    },
}


@pytest.mark.parametrize("who", sorted(OPEN_TO))
def test_who_serves_there_opens_what_is_hers_and_nothing_breaks(world: World, who: str) -> None:
    client, seen = client_of(world.people[who]), {}
    for name, method in policy.ROUTES:
        if method == "GET":
            wanted = world.kwargs(name) if URLS[name].pattern.converters else [{}]
            answers = {ask(client, "GET", name, kwargs).status_code for kwargs in wanted}
            seen[name] = answers
    assert {name for name, found in seen.items() if not found <= {200, 302, 400, 403, 404}} == set()
    assert {name for name in OPEN_TO[who] if 200 not in seen[name]} == set()
    assert {name for name in SHUT_FOR[who] if not seen[name] <= {403, 404}} == set()
