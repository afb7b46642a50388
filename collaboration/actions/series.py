"""In-On-In: two meetings, and what each participant tries in her own class in between."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.actions import activity as activities
from collaboration.meetings import pupils
from collaboration.models import Activity, LessonPlan, OnTask, Series
from portal import audit, drafts, notify
from portal.models import User


@transaction.atomic
def call(
    activity_id: UUID, *, by: User, second_starts_at: dt.datetime, task: str, **about: Any
) -> Activity:
    """Call both meetings at once, each with everybody; a second send finds the first."""
    if Activity.objects.filter(pk=activity_id).exists():
        return activities.convene(activity_id, by=by, **about)
    first = activities.convene(activity_id, by=by, **about)
    closing = about | {"kind": Activity.Kind.IN_TWO, "starts_at": second_starts_at}
    second = activities.convene(uuid5(activity_id, "in_two"), by=by, **closing)
    Series.objects.create(id=uuid5(activity_id, "series"), first=first, second=second, task=task)
    return first


@transaction.atomic
def write(
    series: Series,
    *,
    by: User,
    class_name: str,
    day: dt.date | None = None,
    plan: LessonPlan | None = None,
    observer: User | None = None,
    happened: str = "",
) -> OnTask:
    """Keep one's own task: class, day, plan, who watches, and once it is known what happened.

    Twice is harmless; a colleague who is to watch is told once. Raises ``ValidationError`` once the
    series is called off, and for oneself as the one who watches.
    """
    series = (
        Series.objects.select_for_update(of=("self",)).select_related("first").get(pk=series.pk)
    )
    if series.first.cancelled_at:
        raise ValidationError(_("This activity is cancelled."))
    if observer == by:
        raise ValidationError({"observer": _("Somebody else watches, or nobody.")})
    known = OnTask.objects.filter(series=series, user=by).first()
    happened = pupils.without_names(happened.strip())
    told = (known.told_at if known else None) or timezone.now()
    row, _made = OnTask.objects.update_or_create(
        series=series,
        user=by,
        defaults={
            "class_name": class_name,
            "day": day,
            "plan": plan,
            "observer": observer,
            "happened": happened,
            "told_at": told if happened else None,
        },
    )
    if observer and (known is None or known.observer_id != observer.pk):
        notify.tell("task_watch", series.first, to=[observer], by=by, event=str(row.pk))
    drafts.discard(by, f"task-write:{series.first_id}")
    audit.record("task_write", series.first, by=by)
    return row
