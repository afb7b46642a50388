"""Random portals: places, appointments past and to come, and records in every state."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from collaboration.models import (
    Activity,
    Attendance,
    Authorship,
    Forum,
    LessonPlan,
    Link,
    Membership,
)
from portal.models import (
    Appointment,
    Cluster,
    Draft,
    ImportBatch,
    Notification,
    Region,
    School,
    User,
)
from supervision.models import FollowUp, Instrument, Reflection, SupervisionSession
from tests import factories as make

STATES = ("planned", "prepared", "observed", "discussed", "following_up", "closed", "cancelled")
REGIONS = ("35", "35.14", "35.14.16", "35.14.17", "35.75", "35.75.01")
LONG_AGO = dt.date(2020, 1, 1)


@dataclass
class World:
    users: list[User]
    rows: dict[str, list[Any]]  # model name: its rows
    facts: dict[str, list[Any]]


def build(seed: int) -> World:
    rng = random.Random(seed)
    today = timezone.localdate()
    regions = {code: make.RegionFactory(code=code, name=f"Wilayah {code}") for code in REGIONS}
    schools, clusters = _places(rng, regions)
    staff = {school.pk: _staff(rng, school, schools, today) for school in schools}
    _leaders(rng, regions, clusters, schools)
    people = list(User.objects.all())
    _sessions(rng, schools, staff, people)
    _together(rng, clusters, regions, schools, people)
    _own_things(rng, people)
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
        watchers = [*staff[school.pk]["observers"][:1] * 2, *staff[school.pk]["observers"]]
        head, *_others = watchers
        found = [u for u in (*watchers, *supervisors) if u != teacher]
        observer = head if number < len(STATES) else rng.choice(found)
        session = make.SessionFactory(
            school=school, teacher=teacher, observer=observer, state=state
        )
        session.self_assessed_at = rng.choice((None, now))
        session.opened_at = rng.choice((None, now)) if session.released_at and number > 6 else None
        session.save()
        _parts(rng, session, people)


def _parts(rng: random.Random, session: SupervisionSession, people: list[User]) -> None:
    if rng.random() < 0.7:
        make.ReflectionFactory(
            session=session,
            shared_at=rng.choice((None, timezone.now())),
            supervisor_may_read=rng.random() < 0.5,
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
    sessions = list(SupervisionSession.objects.all())
    for activity in activities:
        for user in rng.sample(people, 3):
            make.AttendanceFactory(activity=activity, user=user, came=rng.random() < 0.5)
        make.LinkFactory(activity=activity)
        make.LinkFactory(activity=activity, session=rng.choice(sessions))
    for scope in ("authors", "school", "forum", "everyone") * 4:
        forum = rng.choice(forums) if scope == "forum" else None
        make.PlanFactory(
            scope=scope, forum=forum, school=rng.choice(schools), author=rng.choice(people)
        )


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
        "Instrument": list(Instrument.objects.all()),
        "SupervisionSession": list(sessions),
        "FollowUp": list(FollowUp.objects.select_related("session__school__subdistrict")),
        "Reflection": list(Reflection.objects.select_related("session__school__subdistrict")),
        "Forum": list(Forum.objects.select_related("cluster__subdistrict", "subdistrict")),
        "Activity": list(_with_places(Activity.objects.all())),
        "Attendance": list(Attendance.objects.all()),
        "LessonPlan": list(_with_places(LessonPlan.objects.all())),
        "Link": list(
            Link.objects.select_related(
                "session__school__subdistrict",
                "activity__forum__cluster__subdistrict",
                "activity__forum__subdistrict",
                "activity__school__subdistrict",
            )
        ),
    }


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
        "authorships": list(Authorship.objects.all()),
        "attendance": list(Attendance.objects.all()),
        "helpers": list(FollowUp.helpers.through.objects.values_list("followup_id", "user_id")),
    }
