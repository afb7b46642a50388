"""Officers of the KKG with their terms, forums of a class and of PAI, a kombel, an invitation."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from collaboration.models import Forum, ForumInvitation, JoinCode, Membership, Officer
from portal import actions
from portal.demo import together
from portal.demo.people import REJOSARI, SINCE
from portal.models import School, User
from portal.roles import Role

NAMES = uuid.UUID("6f0ad2b4-8a0c-4a53-9f36-2d2b6f0c9a17")
BEFORE = dt.date(2021, 7, 12)
CODE = "K7QM2XHA"
MOVED = (  # username, name, form of address; has the membership followed?
    ("wiwik.handayani", "Wiwik Handayani", "ibu", False),
    ("sutrisno.hadi", "Sutrisno Hadi", "bapak", True),
)
Term = tuple[User, str, str, dt.date, dt.date | None]  # who, office, letter, first and last day


def tell(today: dt.date) -> None:
    """Who leads each forum since when, and what waits for an answer."""
    chairs = together.chairs()
    for number, forum in enumerate(Forum.objects.filter(cluster__in=chairs).order_by("name"), 1):
        _officers(forum, chairs[forum.cluster_id or 0], number)
    home = School.objects.get(npsn=REJOSARI)
    if home.cluster and home.cluster_id in chairs:
        _of_the_cluster(home, chairs[home.cluster_id])
    _kombel(home)
    _moved(home, today)


def _officers(forum: Forum, chair: User, number: int) -> None:
    """The chair's second term, and secretary and treasurer beside him, by name."""
    others = forum.memberships.exclude(user=chair).order_by("user__name", "pk")
    people = [row.user for row in others.select_related("user")[:3]]
    Membership.objects.get_or_create(
        forum=forum, user=chair, ended_on=None, defaults={"began_on": SINCE}
    )
    decree = f"421.2/KKG-{number:02}/2024"
    terms: list[Term] = [(chair, "chair", decree, SINCE, None)]
    if people:
        last = SINCE - dt.timedelta(days=1)
        terms.append((people[0], "chair", f"421.2/KKG-{number:02}/2021", BEFORE, last))
        terms += [
            (person, office, decree, SINCE, None)
            for person, office in zip(people[1:], ("secretary", "treasurer"), strict=False)
        ]
    Officer.objects.bulk_create(
        Officer(
            forum=forum, user=user, office=office, decree=letter, began_on=began, ended_on=ended
        )
        for user, office, letter, began, ended in terms
    )


def _founded(name: str, by: User, others: list[User], **about: object) -> Forum:
    forum = Forum.objects.create(id=uuid.uuid5(NAMES, name), name=name, **about)
    members = dict.fromkeys((by, *others))
    Membership.objects.bulk_create(
        Membership(forum=forum, user=user, began_on=SINCE) for user in members
    )
    Officer.objects.create(forum=forum, user=by, office="chair", began_on=SINCE)
    return forum


def _of_the_cluster(home: School, chair: User) -> None:
    """A KKG of class 4 that asks the teacher of the demo, one of PAI, and a code for the first."""
    near = User.objects.filter(
        memberships__forum__cluster=home.cluster, memberships__forum__kind="kkg_cluster"
    )
    people = list(near.exclude(username="guru").order_by("name", "pk").distinct()[:9])
    place = {"cluster": home.cluster}
    grade = _founded(
        f"KKG Kelas 4 {home.cluster}", chair, people[:5], kind="kkg_grade", grade=4, **place
    )
    _founded(f"KKG PAI {home.cluster}", chair, people[5:], kind="kkg_pai", **place)
    now = timezone.now()
    JoinCode.objects.create(
        forum=grade, code=CODE, made_by=chair, expires_at=now + dt.timedelta(days=12)
    )
    ForumInvitation.objects.create(
        id=uuid.uuid5(NAMES, "invitation"),
        forum=grade,
        user=User.objects.get(username="guru"),
        by=chair,
        at=now - dt.timedelta(days=1),
    )


def _kombel(home: School) -> None:
    """The learning community of the school, begun by its curriculum coordinator."""
    begun = User.objects.get(username="kurikulum")
    staff = User.objects.filter(appointments__school=home, appointments__ended_on=None)
    others = list(staff.exclude(pk=begun.pk).order_by("name", "pk").distinct()[:6])
    _founded(f"Kombel {home.name}", begun, others, kind="kombel", school=home)


def _moved(home: School, today: dt.date) -> None:
    """Two who serve in another cluster now: one still in the old KKG, one with both histories."""
    old = Forum.objects.filter(kind=Forum.Kind.CLUSTER, cluster=home.cluster).first()
    far = School.objects.exclude(cluster=home.cluster).filter(cluster__forums__kind="kkg_cluster")
    school = far.order_by("npsn").first()
    if old is None or school is None:
        return
    new = Forum.objects.get(kind=Forum.Kind.CLUSTER, cluster=school.cluster)
    first = today - dt.timedelta(days=130)
    last = first - dt.timedelta(days=1)
    for username, name, address, follows in MOVED:
        user = User.objects.create(
            username=username, name=name, address=address, password=make_password(None)
        )
        actions.appoint(user, Role.TEACHER, home, by=None, began_on=SINCE)
        actions.transfer(user, Role.TEACHER, school, by=None, on=first)
        belonged = Membership.objects.create(forum=old, user=user, began_on=SINCE)
        if follows:
            belonged.ended_on = last
            belonged.save(update_fields=["ended_on"])
            Membership.objects.create(forum=new, user=user, began_on=first)
