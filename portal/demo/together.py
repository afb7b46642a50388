"""KKG, school meetings, shared plans and traces of two school years."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from collaboration.models import (
    Activity,
    ActivityAspect,
    Attendance,
    Authorship,
    Forum,
    LessonPlan,
    Link,
    Membership,
    PlanVersion,
    TaughtPlan,
)
from portal.demo import words
from portal.demo.people import SINCE
from portal.demo.talks import Cycles, Pair
from portal.models import Cluster, School, User
from portal.roles import Role
from supervision.models import FollowUp, SupervisionSession

JOINERS = 0.45  # share of a forum's teachers who come to the meetings that are to help


def forums(chairs: dict[int, User]) -> dict[int, Forum]:
    """One KKG for each cluster, its teachers as members; by cluster."""
    found = {}
    for cluster in Cluster.objects.filter(pk__in=chairs).order_by("name"):
        forum = Forum.objects.create(
            kind=Forum.Kind.CLUSTER, name=f"KKG {cluster.name}", cluster=cluster
        )
        teachers = User.objects.filter(
            appointments__school__cluster=cluster, appointments__ended_on=None
        ).distinct()
        Membership.objects.bulk_create(
            Membership(
                forum=forum,
                user=user,
                began_on=SINCE,
            )
            for user in teachers
        )
        found[cluster.pk] = forum
    return found


class Meetings:
    """Activities and their attendance. ``joined`` names who came to help in which aspect."""

    def __init__(self, cycles: Cycles, people: list[Pair]) -> None:
        self.cycles, self.chance = cycles, cycles.chance
        self.people = people
        self.through: list[tuple[Activity, list[object]]] = []

    def hold(
        self,
        aspect: str,
        day: dt.date,
        came: list[Pair],
        invited: list[Pair],
        *,
        host: User,
        forum: Forum | None = None,
        school: School | None = None,
        kind: str = Activity.Kind.MEETING,
        number: int = 0,
    ) -> Activity:
        bank = words.ACTIVITIES[aspect]
        title, problem, decision, to_try = bank[number % len(bank)]
        held = day <= self.cycles.today
        day = self.cycles.school_day(day) if held else day
        activity = Activity(
            id=self.cycles.uuid(),
            forum=forum,
            school=school,
            host=host,
            kind=kind,
            title=title,
            starts_at=dt.datetime.combine(day, dt.time(13, 0), dt.timezone(dt.timedelta(hours=7))),
            minutes=120 if forum else 60,
            place=f"Ruang guru {school.name}" if school else "SD inti gugus",
            agenda=words.AGENDA,
            problem=problem,
            decision=decision if held else "",
            to_try=to_try if held else "",
            minuted_at=self.cycles.at(day, 15) if held else None,
        )
        rows = self.cycles.rows
        rows.add(activity)
        rows.add(ActivityAspect(activity=activity, aspect=aspect))
        present = {pair.teacher.pk for pair in came} if held else set()
        if held:
            present.add(host.pk)
        listed: dict[int, int | None] = {pair.teacher.pk: pair.school_id for pair in invited + came}
        listed.setdefault(host.pk, school.pk if school else None)
        for number, (user_id, school_id) in enumerate(listed.items(), 1):
            gave = ""
            if user_id in present:
                gave = "hosted" if user_id == host.pk else self._contribution()
            rows.add(
                Attendance(
                    activity=activity,
                    number=number,
                    user_id=user_id,
                    school_id=school_id,
                    came=user_id in present,
                    **({gave: True} if gave else {}),
                )
            )
        items = list(self.cycles.instruments[aspect].indicators.all())
        self.through.append((activity, self.chance.sample(items, 2)))
        return activity

    def _contribution(self) -> str:
        return self.chance.choice(("", "", "", "asked", "shared", "presented"))

    def tie_indicators(self) -> None:
        """Many-to-many rows, after the activities themselves have been saved."""
        table = Activity.indicators.through
        table.objects.bulk_create(
            table(activity_id=activity.pk, indicator_id=item.pk)  # type: ignore[attr-defined]
            for activity, items in self.through
            for item in items
        )


def plans(
    cycles: Cycles, people: list[Pair], forums_by_school: dict[int, Forum]
) -> list[LessonPlan]:
    """A plan for every fifth teacher, written by two colleagues, most of them shared."""
    found, chance, rows = [], cycles.chance, cycles.rows
    for first, second in zip(people[::5], people[1::5], strict=False):
        if first.school_id != second.school_id:
            continue
        made = cycles.at(cycles.today - dt.timedelta(days=chance.randrange(20, 110)), 19)
        subject = cycles.pick(words.SUBJECTS)
        topic = cycles.pick(words.TOPICS[subject])
        forum = forums_by_school.get(first.school_id)
        scope = chance.choice(("school", "forum", "forum", "everyone", "me"))
        plan = LessonPlan(
            id=cycles.uuid(),
            title=topic,
            topic=topic,
            subject=subject,
            grade=first.grade,
            scope=scope if forum or scope != "forum" else "school",
            school_id=first.school_id,
            forum=forum,
            made_at=made,
            shared_at=None if scope == "me" else made + dt.timedelta(days=2),
        )
        rows.add(plan)
        for number, author in enumerate((first.teacher, second.teacher)):
            since = made + dt.timedelta(hours=number)
            rows.add(Authorship(plan=plan, user=author, since=since))
            kept = list(words.PLAN)[: 4 if number == 0 else None]
            sections = {name: words.PLAN[name].format(topic=topic.lower()) for name in kept}
            rows.add(
                PlanVersion(
                    id=cycles.uuid(),
                    plan=plan,
                    number=number + 1,
                    author=author,
                    made_at=since,
                    sections=sections,
                    remark=cycles.pick(words.REMARK) if number else "",
                )
            )
        found.append(plan)
    return found


def tie(activities: list[Activity], plan_rows: list[LessonPlan]) -> None:
    """Plans and travelling steps to activities, plans to sessions, and traces with a sentence."""
    by_forum: dict[Any, list[Activity]] = {}
    for activity in activities:
        if activity.forum_id and activity.minuted_at:
            by_forum.setdefault(activity.forum_id, []).append(activity)
    for plan in plan_rows:
        hosts = by_forum.get(plan.forum_id or "")
        if hosts and plan.scope in ("forum", "everyone"):
            hosts[plan.grade % len(hosts)].plans.add(plan)
    _take_up_steps(by_forum)
    _attach_plans(plan_rows)
    _trace(activities)


def _take_up_steps(by_forum: dict[Any, list[Activity]]) -> None:
    for forum_id, held in by_forum.items():
        members = Membership.objects.filter(forum=forum_id).values("user")
        steps = FollowUp.objects.filter(session__teacher__in=members, may_travel=True)
        for number, step in enumerate(steps.order_by("due_on", "pk")[:4]):
            held[number % len(held)].follow_ups.add(step)


def _attach_plans(plan_rows: list[LessonPlan]) -> None:
    for plan in plan_rows:
        version = plan.versions.order_by("-number").first()
        authors = plan.authorships.values("user")
        session = (
            SupervisionSession.objects.filter(
                teacher__in=authors,
                released_at__isnull=False,
                planned_on__gt=plan.made_at.date(),
            )
            .order_by("planned_on")
            .first()
        )
        if session and version and not TaughtPlan.objects.filter(session=session).exists():
            TaughtPlan.objects.create(
                session=session,
                version=version,
                attached_by=session.teacher,
                attached_at=min(timezone.now(), version.made_at + dt.timedelta(days=1)),
            )


def _trace(activities: list[Activity]) -> None:
    """One trace for every third meeting: a participant's session after it, mostly confirmed."""
    for number, activity in enumerate(activities[::3]):
        aspect = activity.aspects.get().aspect
        session = (
            SupervisionSession.objects.filter(
                teacher__attendance__in=activity.attendance.filter(came=True),
                parts__aspect=aspect,
                released_at__gt=activity.starts_at,
            )
            .order_by("planned_on", "pk")
            .first()
        )
        if session:
            Link.objects.create(
                activity=activity,
                aspect=aspect,
                session=session,
                sentence=words.SENTENCES[aspect],
                teacher=session.teacher,
                written_by=session.teacher,
                written_at=session.released_at or timezone.now(),
                observed_at=session.released_at or timezone.now(),
                teacher_confirmed_at=session.released_at,
                principal_confirmed_at=session.released_at if number % 4 else None,
            )


def chairs() -> dict[int, User]:
    """The KKG chair of each cluster, by cluster."""
    found: dict[int, User] = {}
    for user in User.objects.filter(appointments__role=Role.CHAIR).prefetch_related("appointments"):
        for row in user.appointments.all():
            if row.role == Role.CHAIR and row.cluster_id:
                found[row.cluster_id] = user
    return found
