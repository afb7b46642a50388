"""The way of a file into the portal: take, check step by step, confirm. Nothing touches the disk.

``run(data, kind, by=operator)`` does all of it at once and returns a ``Receipt``::

    actions.run(path.read_bytes(), "schools", by=operator)
    actions.run(path.read_bytes(), "staff", by=operator)            # the file has a column NPSN
    actions.run(path.read_bytes(), "staff", by=operator, school=s)  # the file is one school's
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, audit, names
from portal.imports import people, places, schools, staff, titles
from portal.imports.apply import apply_people, apply_schools
from portal.imports.reader import read
from portal.imports.rows import Note, Outcome, Row
from portal.models import Appointment, ImportBatch, ImportRow, School, User
from portal.roles import AT_SCHOOL, Role

STEP = 1000
KEPT_DAYS = 7  # an import nobody confirms, and rows that were refused
Kind, State = ImportBatch.Kind, ImportBatch.State


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did: its code, rows by outcome, and how many people are new."""

    code: str
    counts: dict[str, int]
    newcomers: int
    batch: ImportBatch


def run(data: bytes, kind: str, *, by: User, school: School | None = None) -> Receipt:
    """Take, check and confirm a file; refused rows are left out. Raises ``reader.Unreadable``."""
    batch = take(data, kind, by=by, school=school)
    while batch.state == State.CHECKING:
        batch = check_step(batch, by=by)
    return confirm(batch, by=by, without_refused=True)


def take(
    data: bytes, kind: str, *, by: User, name: str = "", school: School | None = None
) -> ImportBatch:
    """Read a file and keep the columns we need of it. Raises ``reader.Unreadable``."""
    access.require(by.scope.holds(Role.OPERATOR))
    sheet = read(data, kind)
    rows = schools.check(sheet) if kind == Kind.SCHOOLS else staff.check(sheet)
    asks = kind == Kind.STAFF and "npsn" not in sheet.columns
    if asks and school is None:
        school = titles.school_of(sheet.titles, by)
    with transaction.atomic():
        forget(by)
        batch = ImportBatch.objects.create(
            owner=by,
            kind=kind,
            file_name=name[-120:],
            digest=hashlib.sha256(data).hexdigest(),
            titles=titles.kept(sheet.titles) if asks else [],
            columns=sheet.columns,
            asks_school=asks,
            school=school if asks else None,
            skipped=sum(bool(row.skip) for row in rows),
        )
        kept = [_stored(batch, row) for row in rows if not row.skip]
        ImportRow.objects.bulk_create(kept, batch_size=1000)
        audit.record("import_upload", batch, by=by)
    return batch


def forget(by: User) -> None:
    """Delete what was uploaded, and never confirmed, a week ago; of others only refused rows."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    old = ImportBatch.objects.filter(owner=by, created_at__lt=before)
    ImportRow.objects.filter(batch__in=old).delete()
    old.exclude(state=State.DONE).delete()


@transaction.atomic
def choose_school(batch: ImportBatch, school: School, *, by: User) -> ImportBatch:
    """Say whose staff list this is; the rows are checked anew."""
    batch = _locked(batch, by)
    access.require("edit" in access.allowed(by, "school", school))
    if not batch.asks_school or batch.state == State.DONE:
        raise ValidationError(_("The school of this import cannot be changed."))
    batch.school, batch.state = school, State.CHECKING
    batch.save(update_fields=["school", "state"])
    batch.rows.update(outcome=Outcome.UNCHECKED)
    return batch


@transaction.atomic
def check_step(batch: ImportBatch, *, by: User, size: int = STEP) -> ImportBatch:
    """Compare the next ``size`` rows with the portal. Safe to repeat and to leave at any time."""
    batch = _locked(batch, by)
    if batch.state != State.CHECKING or batch.needs_school:
        return batch
    stored = list(batch.rows.filter(outcome=Outcome.UNCHECKED)[:size])
    found = _match(batch, [_row(batch, row) for row in stored], by)
    for row, match in zip(stored, found, strict=True):
        row.outcome = match.row.outcome
        row.notes = [asdict(note) for note in match.row.notes]
    ImportRow.objects.bulk_update(stored, ["outcome", "notes"], batch_size=500)
    if len(stored) < size:
        batch.state = State.READY
        batch.missing = _missing(batch)
        batch.save(update_fields=["state", "missing"])
    return batch


@transaction.atomic
def confirm(batch: ImportBatch, *, by: User, without_refused: bool = False) -> Receipt:
    """Apply all rows, compared once more under the lock; doing so again only repeats the receipt.

    Raises ``ValidationError`` while rows are refused, unless ``without_refused``.
    """
    batch = _locked(batch, by)
    if batch.state == State.DONE:
        return receipt(batch)
    if batch.state != State.READY:
        raise ValidationError(_("The rows are still being checked."))
    stored = list(batch.rows.all())
    found = _match(batch, [_row(batch, row) for row in stored], by)
    if any(match.row.refused for match in found) and not without_refused:
        raise ValidationError(_("Some rows are refused. Mend the file, or leave those rows out."))
    if batch.kind == Kind.SCHOOLS:
        apply_schools([m for m in found if isinstance(m, places.Match)], by=by)
    else:
        new = apply_people([m for m in found if isinstance(m, people.Match)], by=by)
        batch.newcomers.set(new)
    batch.counts = dict(Counter(str(match.row.outcome) for match in found))
    batch.state, batch.confirmed_at = State.DONE, timezone.now()
    batch.save(update_fields=["counts", "state", "confirmed_at"])
    gone = [row.pk for row, m in zip(stored, found, strict=True) if not m.row.refused]
    for at in range(0, len(gone), 5000):
        batch.rows.filter(pk__in=gone[at : at + 5000]).delete()
    audit.record("import_confirm", batch, by=by)
    return receipt(batch)


@transaction.atomic
def discard(batch: ImportBatch, *, by: User) -> None:
    """Forget an import that was not confirmed."""
    batch = _locked(batch, by)
    if batch.state == State.DONE:
        raise ValidationError(_("This import has been confirmed already."))
    audit.record("import_discard", batch, by=by)
    batch.delete()


def receipt(batch: ImportBatch) -> Receipt:
    return Receipt(batch.code, batch.counts, batch.newcomers.count(), batch)


# Between the rows kept and the rows checked


def _locked(batch: ImportBatch, by: User) -> ImportBatch:
    """The batch under a lock, if it is the operator's own still."""
    found = ImportBatch.objects.visible_to(by).select_for_update().filter(pk=batch.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _stored(batch: ImportBatch, row: Row) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=row.number,
        values=row.values,
        label=_label(row.values),
        refused=row.refused,
        left_out=row.outcome == Outcome.LEFT_OUT,
        read_notes=[asdict(note) for note in row.notes],
    )


def _label(values: dict[str, Any]) -> str:
    before, after = values.get("title_before"), values.get("title_after")
    name = f"{before} {values['name']}" if before else str(values["name"])
    return (f"{name}, {after}" if after else name)[:200]


def _row(batch: ImportBatch, row: ImportRow) -> Row:
    """The row as the file alone tells it."""
    values = row.values
    if batch.asks_school:
        values = {**values, "npsn": batch.school.npsn if batch.school else ""}
    outcome = Outcome.REFUSED if row.refused else Outcome.UNCHECKED
    if row.left_out:
        outcome = Outcome.LEFT_OUT
    return Row(row.number, values, tuple(Note(**note) for note in row.read_notes), outcome)


def _match(
    batch: ImportBatch, rows: Sequence[Row], by: User
) -> Sequence[people.Match | places.Match]:
    if batch.kind == Kind.SCHOOLS:
        gazetteer = places.Gazetteer(rows, by=by, labels=batch.columns)
        return [gazetteer.match(row) for row in rows]
    elsewhere = dict(_told(batch, by))
    directory = people.Directory(rows, by=by, labels=batch.columns, elsewhere=elsewhere)
    return [directory.match(row) for row in rows]


def _told(batch: ImportBatch, by: User) -> Iterable[tuple[str, tuple[str, list[str]]]]:
    """NIP and NUPTK of the whole file, with the operator's school and the roles it gives them."""
    kept = batch.rows.filter(refused=False)
    own = set(School.objects.where_one_may(by, "edit").values_list("npsn", flat=True))
    given = batch.school.npsn if batch.school else ""
    for values in kept.values_list("values", flat=True).iterator():
        npsn = given or values["npsn"]
        for number in (values["nip"], values["nuptk"]):
            if number and npsn in own:
                yield number, (npsn, values["roles"])


def _missing(batch: ImportBatch) -> list[int]:
    """People at the school who are not in the school's own list: told, never ended."""
    if not batch.asks_school or batch.school is None:
        return []
    listed = batch.rows.values_list("values", flat=True)
    known = {value[name] for value in listed for name in ("nip", "nuptk", "email")} - {""}
    named = {names.key(value["name"]) for value in listed}
    serving = Appointment.objects.filter(
        school=batch.school, ended_on=None, role__in=AT_SCHOOL
    ).select_related("user")
    return sorted(
        {
            row.user_id
            for row in serving
            if not known & {row.user.nip, row.user.nuptk, row.user.email.lower()}
            and names.key(row.user.name) not in named
        }
    )
