"""A report is asked for, counted again, called off, edited and signed."""

from __future__ import annotations

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
    """Count again; edited sections stay. While it is at work nothing more is asked for."""
    row = locked(row)
    if row.ready_at is None:
        return
    row.ready_at, row.done, row.steps = None, 0, 0
    row.save(update_fields=["ready_at", "done", "steps"])
    _count(row, by)


@transaction.atomic
def cancel(row: AreaReport, *, by: User) -> bool:
    """Stop the counting. A first one leaves nothing; later the figures of before are back.

    Returns whether a report is still there. One that is ready is not touched.
    """
    found = AreaReport.objects.select_for_update().filter(pk=row.pk).first()
    if found is None or found.ready_at:
        return found is not None
    audit.record("area_report_cancel", found, by=by)
    if not found.figures:
        found.delete()
        return False
    found.ready_at = timezone.now()
    found.save(update_fields=["ready_at"])
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
