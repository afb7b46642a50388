"""What the page of an activity shows of the record that its kind has, for this reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, TextField, Value, When
from django.urls import reverse
from django.utils import timezone

from collaboration.models import (
    Activity,
    Attendance,
    LessonObserver,
    LessonPlan,
    LessonStudy,
    LookBack,
    OnTask,
    PeerVisit,
    Series,
)
from portal import access
from portal.models import User

Part = dict[str, Any]


def look_back(activity: Activity, _user: User) -> Part:
    return {"row": LookBack.objects.select_related("owner").filter(activity=activity).first()}


def peer_visit(activity: Activity, user: User) -> Part:
    visits = PeerVisit.objects.visible_to(user).select_related("visitor", "visited")
    visit = visits.filter(activity=activity).first()
    if visit is None:
        return {"visit": None}
    return {
        "visit": visit,
        "can": access.allowed(user, "peer_visit", visit),
        "readers": access.readers("peer_visit", visit, sub=visit.visited, obs=visit.visitor),
        "must_agree": visit.agreed_at is None and visit.focus_by_id != user.pk,
        "is_past": activity.starts_at < timezone.now(),
    }


def lesson_study(activity: Activity, user: User) -> Part:
    """The study for its team, notes of others once the model teacher has spoken."""
    rows = LessonStudy.objects.visible_to(user).select_related(
        "activity",
        "version__plan",
        "revised",
        "model_teacher",
        "moderator",
        "scribe",
        "follows__activity",
    )
    study = rows.filter(activity=activity).first()
    if study is None:
        return {"study": None}
    shown = When(access.where(user, "lesson_notes"), then="notes")
    heard = Case(shown, default=Value(""), output_field=TextField())
    observers = LessonObserver.objects.filter(study=study).defer("notes")
    team = list(observers.annotate(heard=heard).select_related("user"))
    plans = LessonPlan.objects.visible_to(user).annotate(mine=access.where(user, "plan", "edit"))
    plan = plans.filter(pk=study.version.plan_id).first()
    return {
        "study": study,
        "can": access.allowed(user, "lesson_study", study),
        "team": team,
        "mine": next((row for row in team if row.user_id == user.pk), None),
        "plan": plan,
        "may_revise": plan is not None and plan.mine,  # type: ignore[attr-defined]
        "is_past": activity.starts_at < timezone.now(),
        "next": _next(activity) if activity.host_id == user.pk else "",
        "readers": study.readers,
    }


def series(activity: Activity, user: User) -> Part:
    """What was told between two meetings; who has told nothing is counted and never named."""
    known = Q(first=activity) | Q(second=activity)
    rows = (
        Series.objects.visible_to(user)
        .filter(known)
        .select_related(
            *("first__school", "first__forum__cluster", "first__forum__school"),
            *("first__forum__subdistrict", "second"),
        )
    )
    listed = Attendance.objects.filter(activity=OuterRef("first"), user=user.pk)
    anything = OnTask.objects.filter(series=OuterRef("pk")).exclude(happened="")
    found = rows.annotate(
        listed=Exists(listed), invited=Count("first__attendance"), anything=Exists(anything)
    ).first()
    if found is None:
        return {"series": None}
    found.second.school, found.second.forum = found.first.school, found.first.forum
    tasks = OnTask.objects.visible_to(user).filter(series=found).select_related("user", "observer")
    written = list(tasks)
    told = [row for row in written if row.happened]
    return {
        "series": found,
        "mine": next((row for row in written if row.user_id == user.pk), None),
        "told": told,
        "is_closed": found.anything and not told,  # type: ignore[attr-defined]
        "waiting": max(found.invited - len(told), 0),  # type: ignore[attr-defined]
        "may_try": found.listed and not found.first.cancelled_at,  # type: ignore[attr-defined]
        "closing": found.second_id == activity.pk,
    }


def _next(activity: Activity) -> str:
    """Where the host plans the next cycle, from a copy of this one."""
    if activity.forum_id:
        page = reverse("forum-convene", args=[activity.forum_id])
    else:
        page = reverse("activity-new")
    return f"{page}?jenis={Activity.Kind.LESSON_STUDY}&lanjut={activity.pk}"


PARTS: dict[str, Callable[[Activity, User], Part]] = {
    Activity.Kind.REFLECTIVE: look_back,
    Activity.Kind.PEER_VISIT: peer_visit,
    Activity.Kind.LESSON_STUDY: lesson_study,
    Activity.Kind.IN_ONE: series,
    Activity.Kind.IN_TWO: series,
}


def of(activity: Activity, user: User) -> Part:
    found = PARTS.get(activity.kind)
    return found(activity, user) if found else {}
