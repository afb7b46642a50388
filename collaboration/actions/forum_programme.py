"""The yearly programme of a forum: made, its lines added, changed, moved, taken, called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.meetings import year_proposal
from collaboration.models import Activity, Forum, ForumProgramme, PlannedLine
from portal import audit, drafts
from portal.models import SchoolYear, User
from supervision import content

FIELDS = ("month", "kind", "topic", "aspect", "indicator", "host", "note")
MOST = 60  # lines a year; they stand on one page and one sheet


@transaction.atomic
def make(forum: Forum, year: SchoolYear, *, by: User, today: dt.date) -> ForumProgramme:
    """The forum's programme of ``year`` with its first proposal; a second tap finds the first."""
    Forum.objects.select_for_update().get(pk=forum.pk)
    programme, new = ForumProgramme.objects.get_or_create(
        forum=forum, year=year, defaults={"made_by": by, "made_at": timezone.now()}
    )
    if new:
        PlannedLine.objects.bulk_create(year_proposal.lines(programme, today))
        audit.record("forum_programme_make", forum, by=by)
    return programme


@transaction.atomic
def add(line_id: UUID, programme: ForumProgramme, *, by: User, **about: Any) -> PlannedLine:
    """A line of one's own, taken at once; a second send finds the first."""
    sent = PlannedLine.objects.filter(pk=line_id).first()
    if sent:
        if sent.programme_id != programme.pk:
            raise ValidationError(_("This form was sent before. Open the page again."))
        return sent
    if programme.lines.count() >= MOST:
        raise ValidationError(_("A year has room for %(n)s lines. Remove one first.") % {"n": MOST})
    line = PlannedLine.objects.create(pk=line_id, programme=programme, taken=True, **about)
    _noted(line, by=by)
    drafts.discard(by, f"forum-line-new:{programme.pk}")
    return line


def locked(line: PlannedLine) -> PlannedLine:
    """The line under a lock. Raises ``ValidationError`` if it has become an activity."""
    rows = PlannedLine.objects.select_for_update(of=("self",))
    found = rows.select_related(
        "activity", "programme__forum", "programme__year", "indicator__instrument"
    ).get(pk=line.pk)
    if found.activity and not found.activity.cancelled_at:
        raise ValidationError(_("People have been called to it already. Change the activity."))
    return found


def said(line: PlannedLine, names: Iterable[str] = FIELDS) -> dict[str, Any]:
    """What a line says, one plain value a field, to compare."""
    return {name: _plain(line.serializable_value(name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else "" if value is None else value


@transaction.atomic
def change(line: PlannedLine, *, by: User, base: str = "", **about: Any) -> PlannedLine:
    """Change a line. ``base`` (``content.base_of``) is what the form began with.

    What only another officer changed since then stays as it is. Raises ``content.Stale`` where
    both changed a field in different ways; then nothing is saved.
    """
    line = locked(line)
    sent = {name: _plain(value) for name, value in about.items()}
    taken = content.merged(base, said(line, about), sent)
    for name in (name for name in about if taken[name] == sent[name]):
        setattr(line, name, about[name])
    if line.indicator:
        line.aspect = line.indicator.instrument.aspect
    line.save(update_fields=list(about))
    _noted(line, by=by)
    return line


@transaction.atomic
def decide(line: PlannedLine, *, by: User, taken: bool) -> PlannedLine:
    """Take a line up or leave it out; what was called off stays with a line taken up."""
    line = locked(line)
    line.taken = taken
    line.activity = line.activity if taken else None
    line.save(update_fields=["taken", "activity"])
    _noted(line, by=by)
    return line


@transaction.atomic
def move(line: PlannedLine, *, by: User, later: bool) -> PlannedLine:
    """A month earlier or later; at either end of the school year it stays where it is."""
    line = locked(line)
    day = line.month + dt.timedelta(days=31 if later else -1)
    day = day.replace(day=1)
    if day in year_proposal.months(line.programme.year):
        line.month = day
        line.save(update_fields=["month"])
        _noted(line, by=by)
    return line


@transaction.atomic
def remove(line: PlannedLine, *, by: User, base: str = "") -> None:
    """Take a line out for good. Raises ``ValidationError`` if it says no more what ``base`` did."""
    line = locked(line)
    if base and base != content.base_of(said(line)):
        raise ValidationError(_("Somebody has changed this line meanwhile. Look at it once more."))
    _noted(line, by=by)
    line.delete()


@transaction.atomic
def became(line: PlannedLine, activity: Activity, *, by: User) -> PlannedLine:
    """The line has been called as ``activity``. Whoever was first stays; twice is harmless."""
    try:
        line = locked(line)
    except ValidationError:
        return line
    if not PlannedLine.objects.filter(activity=activity).exists():
        line.activity, line.taken = activity, True
        line.save(update_fields=["activity", "taken"])
        _noted(line, by=by)
    return line


def _noted(line: PlannedLine, *, by: User) -> None:
    audit.record("forum_programme_change", line.programme.forum, by=by)
