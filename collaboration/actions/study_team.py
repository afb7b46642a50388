"""Who teaches, watches and leads the talk of an open lesson, as long as it has not begun."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.actions import activity as activities
from collaboration.models import Activity, LessonObserver, LessonStudy
from collaboration.signals import meeting_told
from portal import audit, notify
from portal.models import User

Tasks = dict[int, frozenset[str]]  # by the key of the person


def tasks(study: LessonStudy) -> Tasks:
    """What each person of the team does: "host", "model", "watch", "lead", "write"."""
    watching = set(study.observers.values_list("user", flat=True))
    return _tasks(study, watching)


def _tasks(study: LessonStudy, watching: set[int]) -> Tasks:
    one_each = {
        "host": study.activity.host_id,
        "model": study.model_teacher_id,
        "lead": study.moderator_id,
        "write": study.scribe_id,
    }
    people = watching | {pk for pk in one_each.values() if pk}
    return {
        pk: frozenset(name for name, who in one_each.items() if who == pk)
        | (frozenset({"watch"}) if pk in watching else frozenset())
        for pk in people
    }


def mark(team: Tasks) -> str:
    """A sign of a team, to notice that somebody changed it meanwhile."""
    rows = sorted((pk, *sorted(names)) for pk, names in team.items())
    return ";".join(",".join(map(str, row)) for row in rows)


@transaction.atomic
def change(
    study: LessonStudy,
    *,
    by: User,
    seen: str,
    model_teacher: User,
    team: Iterable[User],
    moderator: User | None,
    scribe: User | None,
) -> LessonStudy:
    """Give the team of a lesson to come its people anew, and tell those whom it concerns.

    Who leaves it leaves the list, the host never; the same team twice tells nobody. Raises
    ``ValidationError`` once the lesson has begun or is called off, without an observer, and if
    the team is not the one that was ``seen``.
    """
    rows = LessonStudy.objects.select_for_update(of=("self",)).select_related("activity")
    study = rows.get(pk=study.pk)
    if study.activity.cancelled_at:
        raise ValidationError(_("This activity is cancelled."))
    if study.activity.starts_at <= timezone.now():
        raise ValidationError(_("The lesson has been given; its team stays as it was in it."))
    before = tasks(study)
    study.model_teacher, study.moderator, study.scribe = model_teacher, moderator, scribe
    watching = {user.pk: user for user in team if user.pk != model_teacher.pk}
    if not watching:
        raise ValidationError({"team": _("Choose at least one colleague who observes the lesson.")})
    after = _tasks(study, set(watching))
    if after == before:
        return study
    if seen != mark(before):
        raise ValidationError(_("Somebody has changed the team meanwhile. Look at it once more."))
    study.save(update_fields=["model_teacher", "moderator", "scribe"])
    study.observers.exclude(user__in=watching).delete()
    known = set(study.observers.values_list("user", flat=True))
    LessonObserver.objects.bulk_create(
        LessonObserver(study=study, user=user) for pk, user in watching.items() if pk not in known
    )
    _tell(study, before, after, by=by)
    return study


def _tell(study: LessonStudy, before: Tasks, after: Tasks, *, by: User) -> None:
    """Put newcomers on the list and take off who left; each hears what it means for her."""
    activity, event = study.activity, timezone.now().isoformat()
    people = User.objects.in_bulk(before.keys() | after.keys())
    joined = [people[pk] for pk in after.keys() - before.keys()]
    left = [people[pk] for pk in before.keys() - after.keys()]
    other = [people[pk] for pk in before.keys() & after.keys() if before[pk] != after[pk]]
    activities.invite(activity, joined)
    activity.attendance.filter(user__in=left).delete()
    told = {"study_joined": joined, "study_left": left, "study_changed": other}
    for kind, concerned in told.items():
        notify.tell(kind, activity, to=concerned, by=by, event=event)
    meeting_told.send(Activity, activity=activity)
    audit.record("study_team", activity, by=by)
