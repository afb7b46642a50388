"""Observers rate the same lessons, each alone first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify
from portal.models import User
from supervision import merging
from supervision.models import (
    Calibration,
    CalibrationLesson,
    CalibrationRater,
    CalibrationRating,
    Indicator,
    Instrument,
)
from supervision.models.scale import values

Lesson = tuple[str, dt.date | None]


@transaction.atomic
def call(
    calibration_id: UUID,
    *,
    by: User,
    title: str,
    instrument: Instrument,
    lessons: Sequence[Lesson],
    raters: Sequence[User],
) -> Calibration:
    """Call observers together over some lessons; a second send of the form finds the first."""
    found = Calibration.objects.filter(pk=calibration_id).first()
    if found and found.made_by_id != by.pk:
        raise ValidationError(_("This form has been sent by somebody else."))
    if found:
        return found
    people = {person.pk: person for person in (by, *raters)}
    if len(people) < 2:
        raise ValidationError({"raters": _("Choose at least one more observer.")})
    if not lessons:
        raise ValidationError({"lesson_1": _("Name at least one lesson.")})
    calibration = Calibration.objects.create(
        pk=calibration_id, title=title, instrument=instrument, made_by=by, made_at=timezone.now()
    )
    CalibrationLesson.objects.bulk_create(
        CalibrationLesson(calibration=calibration, order=order, about=about, day=day)
        for order, (about, day) in enumerate(lessons, 1)
    )
    CalibrationRater.objects.bulk_create(
        CalibrationRater(calibration=calibration, user=person) for person in people.values()
    )
    audit.record("calibration_call", calibration, by=by)
    notify.tell("calibration_called", calibration, to=list(people.values()), by=by)
    return calibration


def own_row(calibration: Calibration, by: User) -> CalibrationRater:
    """The reader's part in it, locked. Raises ``ValidationError`` where there is none."""
    rows = CalibrationRater.objects.select_for_update().filter(calibration=calibration, user=by)
    row = rows.first()
    if row is None:
        raise ValidationError(_("Only its observers rate these lessons."))
    return row


@transaction.atomic
def rate(
    lesson: CalibrationLesson,
    *,
    by: User,
    levels: Mapping[Indicator, int | None],
    evidence: Mapping[Indicator, str],
    seen: Mapping[int, str] | None = None,
) -> list[Indicator]:
    """Keep the levels of one lesson as one goes, until one's own part is finished.

    ``seen`` are the marks of the page that sends. Returns the items that were written on
    another page meanwhile: both texts are kept.
    """
    rater = own_row(lesson.calibration, by)
    if rater.finished_at or lesson.calibration.closed_at:
        raise ValidationError(_("Your part is finished and stays as it is."))
    given = {item: (level, evidence.get(item, "").strip()) for item, level in levels.items()}
    own = CalibrationRating.objects.filter(lesson=lesson, rater=rater)
    kept, joined = merging.merged(own, given, seen or {})
    for item, (level, words) in kept.items():
        if item.instrument_id != lesson.calibration.instrument_id:
            raise ValidationError(_("This indicator does not belong to the visit."))
        if level is not None and level not in values(item.scale):
            raise ValidationError(_("Choose one of the levels, or not observed."))
        CalibrationRating.objects.update_or_create(
            lesson=lesson,
            rater=rater,
            indicator=item,
            defaults={"level": level, "evidence": words},
        )
    drafts.discard(by, f"calibration:{lesson.calibration_id}:{lesson.order}")
    return joined


@transaction.atomic
def finish(calibration: Calibration, *, by: User) -> CalibrationRater:
    """One's own levels are complete; from now on those of others who finished are seen."""
    rater = own_row(calibration, by)
    if rater.finished_at:
        return rater
    asked = calibration.instrument.indicators.count() * calibration.lessons.count()
    if rater.ratings.count() < asked:
        raise ValidationError(
            _("Some indicators have no answer yet. Not observed is one too."), code="gaps"
        )
    rater.finished_at = timezone.now()
    rater.save(update_fields=["finished_at"])
    audit.record("calibration_finish", calibration, by=by)
    return rater


@transaction.atomic
def close(calibration: Calibration, *, by: User) -> Calibration:
    """End the rating for everybody; what was finished can still be looked at."""
    calibration = Calibration.objects.select_for_update().get(pk=calibration.pk)
    if calibration.made_by_id != by.pk:
        raise ValidationError(_("Only whoever called it can close it."))
    if calibration.closed_at is None:
        calibration.closed_at = timezone.now()
        calibration.save(update_fields=["closed_at"])
        audit.record("calibration_close", calibration, by=by)
    return calibration
