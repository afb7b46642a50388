"""Lesson study: planned, observed by rules, talked over (the model teacher first), revised."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.actions import activity as activities
from collaboration.actions import minutes
from collaboration.actions import plan as plans
from collaboration.meetings import pupils
from collaboration.models import Activity, LessonObserver, LessonPlan, LessonStudy, PlanVersion
from portal import audit, drafts, notify
from portal.models import User


@transaction.atomic
def call(
    activity_id: UUID,
    *,
    by: User,
    plan: LessonPlan,
    model_teacher: User,
    team: Iterable[User],
    moderator: User | None = None,
    scribe: User | None = None,
    follows: LessonStudy | None = None,
    **about: Any,
) -> Activity:
    """Plan an open lesson with a team; a second send finds the first.

    On the list are the team, the model teacher, who leads and writes the talk, and the host. The
    plan's newest version is kept as the one that is taught.
    """
    if Activity.objects.filter(pk=activity_id).exists():
        return activities.convene(activity_id, by=by, **about)
    observers = [user for user in team if user != model_teacher]
    everybody = [by, model_teacher, *observers, *filter(None, (moderator, scribe))]
    invited = {user.pk: user for user in everybody}.values()
    activity = activities.convene(activity_id, by=by, invited=invited, **about)
    study = LessonStudy.objects.create(
        activity=activity,
        version=plan.versions.order_by("-number")[0],
        model_teacher=model_teacher,
        moderator=moderator,
        scribe=scribe,
        follows=follows,
    )
    LessonObserver.objects.bulk_create(LessonObserver(study=study, user=u) for u in observers)
    return activity


def _held(study: LessonStudy) -> LessonStudy:
    """The study, locked. Raises ``ValidationError`` before the lesson or once it is called off."""
    rows = LessonStudy.objects.select_for_update(of=("self",)).select_related("activity")
    found = rows.get(pk=study.pk)
    if found.activity.cancelled_at:
        raise ValidationError(_("This activity is cancelled."))
    if found.activity.starts_at > timezone.now():
        raise ValidationError(_("The lesson is still to come. Write here once you have seen it."))
    return found


@transaction.atomic
def accept(observer: LessonObserver, *, by: User, follows: str) -> LessonObserver:
    """Keep the rules and follow the pupil or group of that code. Twice is harmless."""
    observer = LessonObserver.objects.select_for_update(of=("self",)).get(pk=observer.pk)
    observer.follows = pupils.read_code(follows)
    observer.rules_read_at = observer.rules_read_at or timezone.now()
    observer.save(update_fields=["follows", "rules_read_at"])
    audit.record("study_rules", observer.study.activity, by=by)
    return observer


@transaction.atomic
def note(observer: LessonObserver, *, by: User, notes: str) -> LessonObserver:
    """Write down what the followed pupil or group did.

    Raises ``ValidationError`` before the rules are kept, before the lesson, for a pupil's name, and
    for a change after the talk.
    """
    study = _held(observer.study)
    observer = LessonObserver.objects.select_for_update(of=("self",)).get(pk=observer.pk)
    if not observer.rules_read_at:
        raise ValidationError(_("Read the rules for observers first."))
    if study.discussed_at and observer.notes != notes:
        raise ValidationError(_("The talk has been held; notes stay as they were in it."))
    observer.notes, observer.noted_at = pupils.without_names(notes), timezone.now()
    observer.save(update_fields=["notes", "noted_at"])
    study.activity.attendance.filter(user=by).update(came=True)
    drafts.discard(by, f"study-notes:{study.pk}")
    audit.record("study_note", study.activity, by=by)
    return observer


@transaction.atomic
def speak(study: LessonStudy, *, by: User, spoken: str) -> LessonStudy:
    """The model teacher speaks first; with it the team reads each other's notes, and is told."""
    study = _held(study)
    if study.discussed_at and study.spoken != spoken:
        raise ValidationError(_("The talk has been held; your words stay as they were in it."))
    first = study.spoken_at is None
    study.spoken = pupils.without_names(spoken)
    study.spoken_at = study.spoken_at or timezone.now()
    study.save(update_fields=["spoken", "spoken_at"])
    study.activity.attendance.filter(user=by).update(came=True)
    if first:
        team = list(User.objects.filter(attendance__activity=study.activity))
        notify.tell("study_spoken", study.activity, to=team, by=by)
    drafts.discard(by, f"study-speak:{study.pk}")
    audit.record("study_speak", study.activity, by=by)
    return study


@transaction.atomic
def discuss(study: LessonStudy, *, by: User, discussion: str, proposals: str = "") -> LessonStudy:
    """Write down the talk and what to change in the plan; those on the list are told once.

    Raises ``ValidationError`` before the model teacher has spoken.
    """
    study = _held(study)
    if not study.spoken_at:
        raise ValidationError(_("The model teacher speaks first. Wait for these words."))
    study.discussion = pupils.without_names(discussion)
    if study.revised_id is None:
        study.proposals = pupils.without_names(proposals)
    study.discussed_at = study.discussed_at or timezone.now()
    study.save(update_fields=["discussion", "proposals", "discussed_at"])
    kept = study.activity
    minutes.minute(kept, by=by, problem=kept.problem, decision=kept.decision, to_try=kept.to_try)
    drafts.discard(by, f"study-talk:{study.pk}")
    return study


@transaction.atomic
def revise(study: LessonStudy, *, by: User) -> PlanVersion:
    """Put what is to change into a new version of the plan, at the end of its steps, once.

    Raises ``ValidationError`` as long as the talk proposes nothing.
    """
    study = _held(study)
    if study.revised:
        return study.revised
    if not study.discussed_at or not study.proposals:
        raise ValidationError(_("Write first what the talk wants to change in the plan."))
    plan = study.version.plan
    newest = plan.versions.order_by("-number")[0]
    text = dict(newest.sections)
    day = date_format(study.activity.day, "j F Y")
    added = _("From the lesson study of %(day)s:") % {"day": day} + f"\n{study.proposals}"
    text["steps"] = "\n\n".join(filter(None, (text.get("steps", ""), added)))
    version = plans.revise(
        plan,
        uuid5(study.pk, "revised"),
        by=by,
        base=newest.number,
        sections=text,
        remark=_("Lesson study: %(title)s") % {"title": study.activity.title[:100]},
    )
    study.revised = version
    study.save(update_fields=["revised"])
    return version
