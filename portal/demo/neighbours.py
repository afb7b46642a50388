"""Beyond the cluster: KKG of the subdistrict and of PJOK, a kombel of two schools, a province.

Nothing is drawn by chance. What they hold is meant to help *teaching*, so that what is built into
the demo for planning and evaluation stays as it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from collaboration.models import Activity, Attendance, Forum, Membership, Officer
from portal import actions
from portal.demo import together
from portal.demo.culture import teachers
from portal.demo.people import CURAHDUKUH, KRATON, PASSWORD, REJOSARI, SINCE
from portal.models import Region, School, User
from portal.roles import Role

NAMES = uuid.UUID("8c1f5f0e-52a3-4b7c-9a55-0d9d4f1f3e62")
ZONE = dt.timezone(dt.timedelta(hours=7))
PROVINCE = "35"


def tell(today: dt.date) -> None:
    """Write the forums, their people, and what three of them have held or will hold."""
    officer_of_the_province()
    named = {user.username: user for user in User.objects.filter(username__in=ACCOUNTS)}
    whole = of_the_subdistrict(named, today)
    physical = founded("KKG PJOK Kecamatan Kraton", "kkg_pjok", one_a_school(), **place())
    between = of_two_schools(named)
    workshop(whole, named["ketua"], today)
    demonstrate(between, named, today)
    soon = {"kind": "meeting", "title": "Menyusun program PJOK satu semester", "minutes": 120}
    leader = physical.officers.select_related("user").get().user
    convened("pjok", physical, leader, today + dt.timedelta(days=9), **soon)


ACCOUNTS = ("guru", "ketua", "kurikulum", "guru2")


def place() -> dict[str, Region]:
    return {"subdistrict": Region.objects.get(pk=KRATON)}


def officer_of_the_province() -> None:
    user = User.objects.create(
        username="provinsi",
        name="Retno Palupi",
        address="ibu",
        title_after="M.Pd.",
        password=make_password(PASSWORD),
    )
    region = Region.objects.get(pk=PROVINCE)
    actions.appoint(user, Role.OFFICER, region, by=None, began_on=SINCE)


def founded(name: str, kind: str, people: list[User], **where: Any) -> Forum:
    """A forum with its members, the first of them its chair."""
    forum = Forum.objects.create(id=uuid.uuid5(NAMES, name), kind=kind, name=name, **where)
    Membership.objects.bulk_create(
        Membership(forum=forum, user=user, began_on=SINCE) for user in dict.fromkeys(people)
    )
    Officer.objects.create(forum=forum, user=people[0], office="chair", began_on=SINCE)
    return forum


def one_a_school() -> list[User]:
    """The last teacher by name of each school of the subdistrict."""
    schools = School.objects.filter(subdistrict=KRATON).order_by("npsn")
    return [people[-1] for school in schools if (people := teachers(school))]


def of_the_subdistrict(named: dict[str, User], today: dt.date) -> Forum:
    """The chairs of its clusters with some teachers; the demo's chair leads it, one has left."""
    chairs = sorted(together.chairs().values(), key=lambda user: (user.name, user.pk))
    people = [named["ketua"], *chairs, named["guru"], named["guru2"], *one_a_school()[:12]]
    forum = founded("KKG Kecamatan Kraton", "kkg_subdistrict", people, **place())
    left = forum.memberships.filter(user__in=one_a_school()[:12]).order_by("user__name", "pk")
    row = left.exclude(user__in=[*named.values(), *chairs]).first()
    if row:
        row.ended_on = today - dt.timedelta(days=60)
        row.save(update_fields=["ended_on"])
    return forum


def of_two_schools(named: dict[str, User]) -> Forum:
    """The coordinator's learning community with a school nearby."""
    home, near = (School.objects.get(npsn=npsn) for npsn in (REJOSARI, CURAHDUKUH))
    people = [named["kurikulum"], named["guru"], named["guru2"]]
    people += [*teachers(home)[:4], *teachers(near)[:4]]
    return founded("Kombel Rejosari dan Curahdukuh", "kombel_between", people, school=home)


def convened(name: str, forum: Forum, host: User, day: dt.date, **about: Any) -> Activity:
    """An activity on the school day at or before ``day``, with everybody of the forum invited."""
    while day.weekday() > 4:
        day -= dt.timedelta(days=1)
    activity = Activity.objects.create(
        id=uuid.uuid5(NAMES, name),
        forum=forum,
        host=host,
        starts_at=dt.datetime.combine(day, dt.time(13, 0), ZONE),
        **about,
    )
    activity.aspects.create(aspect="teaching")
    rows = forum.memberships.filter(ended_on=None).select_related("user")
    people = [row.user for row in rows.order_by("user__name", "pk")]
    schools = dict(
        School.objects.filter(appointments__user__in=people, appointments__ended_on=None)
        .order_by("pk")
        .values_list("appointments__user", "pk")
    )
    Attendance.objects.bulk_create(
        Attendance(activity=activity, user=user, school_id=schools.get(user.pk), number=number)
        for number, user in enumerate(people, 1)
    )
    return activity


def attended(activity: Activity, host: User, *, away: int) -> None:
    """Minutes are written; all but the last ``away`` of the list came, the host presented."""
    activity.minuted_at = min(timezone.now(), activity.starts_at + dt.timedelta(days=1))
    activity.save(update_fields=["minuted_at"])
    rows = activity.attendance.exclude(user=host).order_by("number")
    came = list(rows.values_list("pk", flat=True))[: -away or None]
    activity.attendance.filter(pk__in=came).update(came=True)
    activity.attendance.filter(user=host).update(came=True, presented=True, hosted=True)


def workshop(forum: Forum, host: User, today: dt.date) -> None:
    activity = convened(
        "workshop",
        forum,
        host,
        today - dt.timedelta(days=26),
        kind="workshop",
        title="Lokakarya pertanyaan pemantik",
        speaker="Tim guru Gugus 04",
        minutes=180,
        place="Aula Kecamatan Kraton",
        agenda="Membedakan pertanyaan tertutup dan terbuka\nMenulis tiga pertanyaan\nMencobanya"
        " berpasangan",
        problem="Pertanyaan di kelas kebanyakan cukup dijawab ya atau tidak.",
        decision="Setiap rencana memuat tiga pertanyaan terbuka yang ditulis lebih dulu.",
        to_try="Menunggu tiga detik setelah bertanya, sebelum menunjuk murid.",
    )
    attended(activity, host, away=3)


def demonstrate(forum: Forum, named: dict[str, User], today: dt.date) -> None:
    host = named["kurikulum"]
    activity = convened(
        "demonstration",
        forum,
        host,
        today - dt.timedelta(days=12),
        kind="demo_lesson",
        title="Pembelajaran contoh: diskusi kelompok kecil",
        speaker=named["guru2"].name,
        class_name="4",
        minutes=70,
        place="SDN Curahdukuh I",
        agenda="Membuka dengan satu pertanyaan\nDiskusi bertiga\nTanya jawab dengan pengamat",
        problem="Diskusi sering dikuasai dua atau tiga murid.",
        decision="Kelompok bertiga dengan tugas bergilir dipakai di dua sekolah.",
        to_try="Memberi setiap murid dalam kelompok satu tugas yang jelas.",
    )
    attended(activity, host, away=1)
