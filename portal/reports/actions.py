"""A report is asked for, counted again, called off, given up, edited and signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.models import AreaReport, Cluster, Region, SchoolYear, Term, User
from portal.reports import work
from supervision.actions.report import is_new, refuse_empty


@transaction.atomic
def ask(
    pk: UUID, kind: str, place: Cluster | Region, period: Term | SchoolYear, *, by: User
) -> AreaReport:
    """Ask for a report. The same form twice, or one that is not signed yet, gives it again."""
    row = AreaReport(pk=pk, kind=kind, made_by=by, made_at=timezone.now())
    if isinstance(period, Term):
        row.term, row.year = period, period.year
    else:
        row.year = period
    if isinstance(place, Cluster):
        row.cluster = place
    else:
        row.region = place
    same = AreaReport.objects.filter(
        kind=kind, year=row.year, term=row.term, cluster=row.cluster, region=row.region
    )
    found = same.filter(pk=pk).first() or same.filter(signed_at=None).first()
    if found:
        return found
    row.save(force_insert=True)
    _count(row, by)
    return row


def _count(row: AreaReport, by: User) -> None:
    audit.record("area_report_ask", row, by=by)
    transaction.on_commit(lambda: work.count.enqueue(str(row.pk)))


def locked(row: AreaReport) -> AreaReport:
    """The report as it stands, locked. Raises ValidationError once it is signed."""
    found = AreaReport.objects.select_for_update().get(pk=row.pk)
    if found.signed_at:
        raise ValidationError(_("The report is signed and no longer changes."))
    return found


@transaction.atomic
def recount(row: AreaReport, *, by: User) -> None:
    """Count again, or anew after a stop or where the counting never came into the queue.

    Edited sections stay. Nothing more happens while it is at work.
    """
    row = locked(row)
    if row.is_counting and not work.is_lost(row, timezone.now()):
        return
    row.ready_at, row.done, row.steps = None, 0, 0
    _keep_state(row, stopped_at=None, stopped_by=None)
    _count(row, by)


def _keep_state(
    row: AreaReport, *, stopped_at: dt.datetime | None, stopped_by: User | None
) -> None:
    row.stopped_at, row.stopped_by = stopped_at, stopped_by
    row.save(update_fields=["ready_at", "done", "steps", "stopped_at", "stopped_by"])


@transaction.atomic
def cancel(row: AreaReport, *, by: User) -> None:
    """Stop the counting: the figures of before are back, or the report waits to be begun anew.

    One that is not at work is not touched.
    """
    found = AreaReport.objects.select_for_update().filter(pk=row.pk).first()
    if found is None or not found.is_counting:
        return
    audit.record("area_report_cancel", found, by=by)
    if found.figures:
        found.ready_at = timezone.now()
        _keep_state(found, stopped_at=None, stopped_by=None)
    else:
        _keep_state(found, stopped_at=timezone.now(), stopped_by=by)


@transaction.atomic
def discard(row: AreaReport, *, by: User) -> bool:
    """Give a stopped counting up: figures of before are back, without any the report goes.

    Returns whether a report is still there. One that is not stopped is not touched.
    """
    found = AreaReport.objects.select_for_update().filter(pk=row.pk).first()
    if found is None or found.stopped_at is None:
        return found is not None
    audit.record("area_report_discard", found, by=by)
    if not found.figures:
        found.delete()
        return False
    found.ready_at = timezone.now()
    _keep_state(found, stopped_at=None, stopped_by=None)
    return True


@transaction.atomic
def write(row: AreaReport, key: str, text: str, *, by: User, seen: str, first: str) -> None:
    """Save one section. ``seen`` is the mark its writer began from, ``first`` the first wording.

    The same save twice is harmless. Raises ``Changed`` where somebody else saved meanwhile; then
    nothing is overwritten.
    """
    refuse_empty(text)
    row = locked(row)
    if is_new(row.texts.get(key), text, seen=seen, first=first):
        _keep(row, {**row.texts, key: text}, by)


@transaction.atomic
def restore(row: AreaReport, key: str, *, by: User) -> None:
    """Take the first wording back. Twice is harmless."""
    row = locked(row)
    if key in row.texts:
        _keep(row, {name: text for name, text in row.texts.items() if name != key}, by)


def _keep(row: AreaReport, texts: dict[str, str], by: User) -> None:
    row.texts, row.changed_by, row.changed_at = texts, by, timezone.now()
    row.save(update_fields=["texts", "changed_by", "changed_at"])
    audit.record("area_report_edit", row, by=by)


@transaction.atomic
def sign(row: AreaReport, texts: Mapping[str, str], *, by: User) -> None:
    """Freeze the report with all its sentences as they stand. Twice is harmless."""
    found = AreaReport.objects.select_for_update().get(pk=row.pk)
    if found.signed_at:
        return
    if found.ready_at is None:
        raise ValidationError(_("The figures are still being counted. Sign when they are there."))
    found.texts, found.signed_by, found.signed_at = dict(texts), by, timezone.now()
    found.save(update_fields=["texts", "signed_by", "signed_at"])
    audit.record("area_report_sign", found, by=by)
