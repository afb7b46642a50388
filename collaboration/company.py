"""Who had no joint plan, visit or meeting in a term, and what would fit her now.

Nothing here reads a rating. A fit is what a colleague has offered of her own will, or a coming
activity, beside what the person has asked for herself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.utils import timezone

from collaboration import common_hours
from collaboration.common_hours import Common
from collaboration.models import (
    Activity,
    Attendance,
    Authorship,
    ClimateToken,
    Nudge,
    Offer,
)
from collaboration.models.attendance import with_answer_of
from collaboration.models.offer import phase_of
from portal import periods
from portal.models import Appointment, School, Term, User
from portal.roles import Role
from supervision.models import SupervisionSession, Wish

MOST = 2  # fits shown at once
LIMIT = 5  # people at a school, the principal apart, before a number is told
APART = 2  # people on each side of the number that is told


def closed(today: dt.date) -> QuerySet[Term]:
    """Terms that had closed by ``today``, the last one first."""
    return Term.objects.filter(ends_on__lt=today).order_by("-ends_on")


def joined(user: Any, first: Any, last: Any) -> Q:
    """Did ``user`` meet, write a plan or visit with somebody from ``first`` to ``last``?

    Each may be a value or a reference to an outer query.
    """
    met = Attendance.objects.filter(
        user=user,
        came=True,
        activity__cancelled_at=None,
        activity__starts_at__date__gte=first,
        activity__starts_at__date__lte=last,
    )
    others = Authorship.objects.filter(plan=OuterRef("plan")).exclude(user=OuterRef("user"))
    wrote = Authorship.objects.filter(
        Exists(others), user=user, since__date__gte=first, since__date__lte=last
    )
    visits = SupervisionSession.objects.filter(
        observed_at__isnull=False, planned_on__gte=first, planned_on__lte=last
    )
    visited = visits.filter(Q(teacher=user) | Q(observer=user))
    return Q(Exists(met)) | Q(Exists(wrote)) | Q(Exists(visited))


def staff(school: School, since: Any) -> QuerySet[Appointment]:
    """Teachers who have served at ``school`` since the day ``since`` and serve there today."""
    rows = Appointment.objects.on(periods.today(school.zone)).filter(school=school)
    return rows.filter(role=Role.TEACHER, began_on__lte=since)


def beside(terms: QuerySet[Term], user: User, school: School) -> QuerySet[Term]:
    """Terms, newest first, each with ``answered`` (the climate pulse) and ``alone``.

    Alone: she served the whole term at ``school``, joined in nothing that is written down, and has
    not put the invitation aside.
    """
    token = ClimateToken.objects.filter(user=user, school=school, term=OuterRef("pk"))
    aside = Nudge.objects.filter(user=user, term=OuterRef("pk"))
    served = staff(school, OuterRef("starts_on")).filter(user=user)
    return (
        terms.annotate(
            answered=Exists(token),
            alone=Case(
                When(Exists(aside) | ~Exists(served), then=False),
                When(joined(user.pk, OuterRef("starts_on"), OuterRef("ends_on")), then=False),
                default=True,
                output_field=BooleanField(),
            ),
        )
        .select_related("year")
        .order_by("-starts_on")
    )


@dataclass(frozen=True, slots=True)
class Alone:
    """How many of ``people`` teachers joined in nothing; None where it is not told."""

    people: int
    number: int | None


def alone_at(school: School, term: Term) -> Alone | None:
    """For the principal: how many, never who. None below five teachers.

    The number is told only with at least two people on each side of it: nobody, one, all but one
    and all look alike.
    """
    rows = staff(school, term.starts_on).order_by()
    apart = rows.filter(~joined(OuterRef("user"), term.starts_on, term.ends_on))
    people = rows.aggregate(n=Count("user", distinct=True))["n"]
    number = apart.aggregate(n=Count("user", distinct=True))["n"]
    if people < LIMIT:
        return None
    return Alone(people, number if APART <= number <= people - APART else None)


@dataclass(frozen=True, slots=True)
class Fit:
    """A colleague's offer or a coming activity, and why it fits, in shared indicators.

    ``in_own_hours``: the activity begins in an hour the reader marked herself. ``in_group``: the
    colleague belongs to the group whose pooled hours are told, whatever her own hours are.
    """

    offer: Offer | None
    activity: Activity | None
    shared: list[str]
    same_phase: bool
    in_own_hours: bool = False
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """What fits, and the ``hour`` that suits her and her group; ``has_hours``: she marked some."""

    fits: list[Fit]
    hour: Common | None
    has_hours: bool


def company(user: User, school: School, today: dt.date) -> Company:
    """Up to two fits: offers of what she asks for first, then of her phase, then activities.

    Among equals those go first whom she could meet in the hour that suits her group, and the
    activities that begin in an hour of her own.
    """
    wanted, hours = wishes(user), common_hours.hours(user, school, today)
    hour = hours.common
    found = [
        Fit(
            row,
            None,
            [item.name for item in row.indicators.all() if item.code in wanted],
            bool(row.phase) and row.phase == phase_of(row.own_grade),  # type: ignore[attr-defined]
            in_group=hour is not None and row.user_id in hour.people,
        )
        for row in offers(user, school)
    ]
    found.sort(key=lambda fit: not fit.in_group)
    helpful = [fit for fit in found if fit.shared] + [
        fit for fit in found if not fit.shared and fit.same_phase
    ]
    coming = [
        Fit(
            None,
            row,
            [item.name for item in row.indicators.all() if item.code in wanted],
            False,
            in_own_hours=common_hours.suits(row, hours.mine),
        )
        for row in activities(user)
    ]
    coming.sort(key=lambda fit: (not fit.shared, not fit.in_own_hours))
    rest = [fit for fit in found if not fit.shared and not fit.same_phase]
    return Company([*helpful[:MOST], *coming, *rest][:MOST], hour, bool(hours.mine))


def wishes(user: User) -> set[str]:
    """Codes of indicators she asks help with: open wishes and the foci of open visits."""
    asked = Wish.objects.visible_to(user).open().filter(teacher=user).order_by()
    foci = SupervisionSession.objects.visible_to(user).filter(teacher=user).open().order_by()
    codes = asked.values_list("indicators__code", flat=True)
    found = codes.union(foci.values_list("agreement__indicators__code", flat=True))
    return {code for code in found if code}


def offers(user: User, school: School) -> Iterable[Offer]:
    """Offers of others that she may read, of her own school first; at most forty are weighed.

    ``own_grade`` is the class in which she herself was last visited.
    """
    visits = SupervisionSession.objects.visible_to(user).filter(teacher=user, grade__isnull=False)
    rows = Offer.objects.visible_to(user).exclude(user=user)
    return (
        rows.annotate(
            is_far=Case(When(school=school, then=0), default=1),
            own_grade=Subquery(visits.order_by("-planned_on").values("grade")[:1]),
        )
        .select_related("user", "school")
        .prefetch_related("indicators")
        .order_by("is_far", "user__name", "pk")[:40]
    )


def activities(user: User) -> Iterable[Activity]:
    """The next three she is on the list of."""
    rows = with_answer_of(Activity.objects.visible_to(user), user).filter(
        attendance__user=user, starts_at__gte=timezone.now(), cancelled_at=None
    )
    return (
        rows.prefetch_related("indicators")
        .select_related("school", "forum__cluster", "forum__school", "forum__subdistrict")
        .order_by("starts_at")[:3]
    )
