"""How an activity of each kind is called: by which form, and by which act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from collaboration.actions import activity, lesson_study, peer_visit, series
from collaboration.forms.activity import ActivityForm
from collaboration.forms.lesson_study import StudyCallForm
from collaboration.forms.peer_visit import PeerVisitCallForm
from collaboration.forms.series import SeriesCallForm
from collaboration.models import Activity, LessonObserver, LessonStudy
from portal.models import User


def nothing(_user: User, _earlier: str) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Call:
    """``begin`` proposes what the form starts with, from the id of an earlier activity or ""."""

    form: type[ActivityForm]
    act: Callable[..., Activity]
    begin: Callable[[User, str], dict[str, Any]] = nothing


def next_cycle(user: User, earlier: str) -> dict[str, Any]:
    """Theme, plan, people and class of a study one may read, for the cycle that follows it."""
    try:
        rows = LessonStudy.objects.visible_to(user).filter(pk=UUID(earlier))
    except ValueError:
        return {}
    study = rows.select_related("activity", "version").first()
    if study is None:
        return {}
    return {
        "title": study.activity.title,
        "class_name": study.activity.class_name,
        "place": study.activity.place,
        "minutes": study.activity.minutes,
        "plan": study.version.plan_id,
        "model_teacher": study.model_teacher_id,
        "moderator": study.moderator_id,
        "scribe": study.scribe_id,
        "team": list(LessonObserver.objects.filter(study=study).values_list("user", flat=True)),
        "aspects": list(study.activity.aspects.values_list("aspect", flat=True)),
        "follows": study.pk,
    }


PLAIN = Call(ActivityForm, activity.convene)
CALLS = {
    Activity.Kind.PEER_VISIT: Call(PeerVisitCallForm, peer_visit.propose),
    Activity.Kind.IN_ONE: Call(SeriesCallForm, series.call),
    Activity.Kind.LESSON_STUDY: Call(StudyCallForm, lesson_study.call, next_cycle),
}


def of(name: str) -> Call:
    return CALLS.get(Activity.Kind(name), PLAIN)
