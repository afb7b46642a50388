"""Notes of an observation: written, mended, tied to indicators, counted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts
from portal.models import User
from supervision import tallies
from supervision.actions.observe import may_observe
from supervision.actions.plan import locked
from supervision.models import EvidenceNote, Indicator, NoteVersion, SupervisionSession

LONGEST = 180  # minutes; whoever writes later than that gives the minute himself
Kind = EvidenceNote.Kind


@transaction.atomic
def note(
    session: SupervisionSession,
    note_id: UUID,
    *,
    by: User,
    text: str,
    kind: str = Kind.MOMENT,
    minute: int | None = None,
) -> EvidenceNote:
    """Keep one thing seen or heard, stamped by the server's clock unless a minute is given.

    The same note again is found; other words under its key become a note of their own.
    """
    session = locked(session)
    may_observe(session, by)
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write what you saw or heard.")})
    found = EvidenceNote.objects.filter(pk=note_id).first()
    if found and found.session_id != session.pk:
        raise ValidationError(_("This form was sent before. Open the page again."))
    if found and text not in said_in(found):
        note_id = uuid.uuid5(note_id, text)  # the form was gone back to, and sent with new words
        found = EvidenceNote.objects.filter(pk=note_id).first()
    if found:
        return found
    now = timezone.now()
    begin(session, now, minute)
    row = EvidenceNote.objects.create(
        pk=note_id,
        session=session,
        kind=kind,
        text=text,
        minute=passed(session, now) if minute is None else minute,
        at=now,
    )
    drafts.discard(by, f"session-observe:{session.pk}")
    audit.record("note_write", session, by=by, subject=session.teacher)
    return row


def said_in(row: EvidenceNote) -> set[str]:
    return {row.text, *row.versions.values_list("text", flat=True)}


def begin(session: SupervisionSession, now: dt.datetime, minute: int | None = None) -> None:
    """Minutes count from the first note, or from as long before it as its minute says."""
    if session.begun_at is None:
        session.begun_at = now - dt.timedelta(minutes=minute or 0)
        session.save(update_fields=["begun_at"])


def passed(session: SupervisionSession, now: dt.datetime) -> int | None:
    """Minutes since the observation began; None before it and long after."""
    if session.begun_at is None:
        return None
    minutes = int((now - session.begun_at).total_seconds() // 60)
    return minutes if 0 <= minutes <= LONGEST else None


@transaction.atomic
def start(
    session: SupervisionSession, note_id: UUID, *, by: User, kind: str, data: dict[str, Any]
) -> EvidenceNote:
    """Begin a count or a seating map, before the lesson or in it. Twice makes one."""
    session = locked(session)
    may_observe(session, by)
    found = EvidenceNote.objects.filter(pk=note_id).first()
    if found and found.session_id != session.pk:
        raise ValidationError(_("This form was sent before. Open the page again."))
    if found:
        return found
    now = timezone.now()
    row = EvidenceNote.objects.create(
        pk=note_id,
        session=session,
        kind=kind,
        data=data,
        text=tallies.sentence(data),
        minute=passed(session, now),
        at=now,
    )
    audit.record("note_write", session, by=by, subject=session.teacher)
    return row


@transaction.atomic
def press(row: EvidenceNote, *, by: User, place: str, step: int, key: str) -> EvidenceNote:
    """Count one more or one less (``step`` 1 or -1). The same ``key`` again counts once."""
    session = locked(row.session)
    may_observe(session, by)
    row = EvidenceNote.objects.select_for_update().get(pk=row.pk)
    data = tallies.pressed(row.data, place, step, key) if row.data and step in (1, -1) else None
    if data is None:
        raise ValidationError(_("There is no such place in this note."))
    if data != row.data:
        begin(session, timezone.now())
        row.data, row.text = data, tallies.sentence(data)
        row.save(update_fields=["data", "text"])
        audit.record("note_change", session, by=by, subject=session.teacher)
    return row


@transaction.atomic
def change_note(
    note: EvidenceNote,
    *,
    by: User,
    text: str | None = None,
    minute: int | None = None,
    indicators: Iterable[Indicator] = (),
) -> EvidenceNote:
    """Mend a note's words or minute and tie it to indicators, as long as it is not shared.

    What it said before stays as a version. ``text`` None leaves the words: a count or a map.
    """
    session = locked(note.session)
    may_observe(session, by)
    if text is not None and not text.strip():
        raise ValidationError({"text": _("Write what you saw or heard.")})
    row = EvidenceNote.objects.select_for_update().get(pk=note.pk)
    words = row.text if text is None else text.strip()
    if words != row.text:
        NoteVersion.objects.create(note=row, text=row.text, at=timezone.now())
    row.text, row.minute = words, minute
    row.save(update_fields=["text", "minute"])
    row.indicators.set(asked(session, indicators))
    drafts.discard(by, f"session-note:{row.pk}")
    audit.record("note_change", session, by=by, subject=session.teacher)
    return row


def asked(session: SupervisionSession, indicators: Iterable[Indicator]) -> list[Indicator]:
    """Those of ``indicators`` that this session asks."""
    own = set(Indicator.objects.asked_in(session).values_list("pk", flat=True))
    return [row for row in indicators if row.pk in own]


@transaction.atomic
def tag(
    session: SupervisionSession,
    *,
    by: User,
    notes: Iterable[EvidenceNote],
    indicators: Iterable[Indicator],
    untie: bool = False,
) -> int:
    """Tie each of ``notes`` to each of ``indicators``, or untie them; how many notes that were."""
    session = locked(session)
    may_observe(session, by)
    wanted = {row.pk for row in notes}
    rows = EvidenceNote.objects.filter(session=session, pk__in=wanted)
    found, chosen = list(rows.values_list("pk", flat=True)), asked(session, indicators)
    ties = EvidenceNote.indicators.through
    if untie:
        ties.objects.filter(evidencenote__in=found, indicator__in=chosen).delete()
    else:
        pairs = [ties(evidencenote_id=key, indicator=row) for key in found for row in chosen]
        ties.objects.bulk_create(pairs, ignore_conflicts=True)
    if found:
        audit.record("note_change", session, by=by, subject=session.teacher)
    return len(found)


@transaction.atomic
def drop_note(note: EvidenceNote, *, by: User) -> None:
    session = locked(note.session)
    may_observe(session, by)
    EvidenceNote.objects.filter(pk=note.pk).delete()
    audit.record("note_drop", session, by=by, subject=session.teacher)
