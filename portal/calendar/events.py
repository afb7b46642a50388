"""Visits and meetings as calendar events: when, where and with whom, no word of anybody."""

from __future__ import annotations

import datetime as dt

import icalendar
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from collaboration.models import Activity, Attendance
from portal.ics import begins, event
from portal.models import User
from supervision.models import GroupVisit, State, SupervisionSession

VISIT = dt.timedelta(minutes=70)  # two lessons, where only the beginning is known
BACK = dt.timedelta(days=180)  # how far a feed reaches into the past
MOST = 400


def of_session(session: SupervisionSession, reader: User, url: str) -> icalendar.Event:
    """``session`` carries ``moves``; the name is that of the other side."""
    other = session.observer if reader.pk == session.teacher_id else session.teacher
    parts = [_("Visit")]
    if session.class_name:
        parts = [_("Visit to class %(name)s") % {"name": session.class_name}]
    parts += [session.subject] if session.subject else []
    return event(
        f"kunjungan-{session.pk}",
        f"{', '.join(parts)} ({other.call})",
        begins(session.planned_on, session.planned_time, session.school.zone),
        length=VISIT,
        place=session.school.name,
        url=url,
        moves=session.moves,  # type: ignore[attr-defined]
        cancelled=session.state == State.CANCELLED,
    )


def of_group(group: GroupVisit, url: str) -> icalendar.Event:
    return event(
        f"bersama-{group.pk}",
        _("Supervision together: %(technique)s") % {"technique": group.get_technique_display()},
        begins(group.planned_on, group.planned_time, group.school.zone),
        length=VISIT,
        place=group.school.name,
        url=url,
        moves=group.moves,  # type: ignore[attr-defined]
        cancelled=bool(group.cancelled_at),
    )


def sessions(user: User) -> QuerySet[SupervisionSession]:
    """Visits the person takes part in; those of a group she leads stand as one event."""
    own = Q(teacher=user) | Q(observer=user, together=None)
    return with_moves(SupervisionSession.objects.visible_to(user).filter(own))


def with_moves(rows: QuerySet[SupervisionSession]) -> QuerySet[SupervisionSession]:
    moves = Count("reschedulings", distinct=True)
    whole = rows.select_related("teacher", "observer", "school").annotate(moves=moves)
    return whole.order_by("-planned_on", "pk")


def groups(user: User) -> QuerySet[GroupVisit]:
    return with_group_moves(GroupVisit.objects.visible_to(user).filter(observer=user))


def with_group_moves(rows: QuerySet[GroupVisit]) -> QuerySet[GroupVisit]:
    moves = Count("sessions__reschedulings__at", distinct=True)
    return rows.select_related("school").annotate(moves=moves).order_by("-planned_on", "pk")


def activities(user: User) -> QuerySet[Activity]:
    """Meetings the person hosts or is invited to."""
    invited = Attendance.objects.filter(user=user).values("activity")
    rows = Activity.objects.visible_to(user).filter(Q(host=user) | Q(pk__in=invited))
    return rows.select_related("forum", "school")
