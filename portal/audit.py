"""Record who did what: one chain for each regency, so that a busy country does not queue."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from portal.middleware import current_request_id
from portal.models import AuditChain, AuditEvent, User

if TYPE_CHECKING:
    import datetime as dt


def chain_of(row: models.Model) -> str:
    """Regency code of the row's place; ``""`` for what has none."""
    row = getattr(row, "session", None) or row  # a part of a session lies where it does
    for name in ("school", "cluster", "region", "subdistrict"):
        place = getattr(row, name, None)
        if place is not None:
            return str(getattr(place, "subdistrict_id", None) or place.pk)[:5]
    return ""


def seal(event: AuditEvent) -> str:
    """HMAC-SHA256 of the previous hash and the event's canonical text, as hex."""
    at: dt.datetime = event.at
    fields = (
        event.previous,
        event.chain_id,
        event.number,
        at.isoformat(),
        event.actor_id,
        event.act,
        event.kind,
        event.object_id,
        event.subject_id,
        event.request_id,
    )
    text = "\x1f".join(str(field) for field in fields)
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def record(
    act: str, row: models.Model, *, by: User | None, subject: User | None = None
) -> AuditEvent:
    """Append one event to the chain of the row's regency. Call inside the act's transaction."""
    return record_each([(act, row, subject)], by=by)[0]


def record_each(
    acts: Iterable[tuple[str, models.Model, User | None]], *, by: User | None
) -> list[AuditEvent]:
    """Append many events, (act, row, subject) each; one lock and one insert for each chain."""
    chains: dict[str, list[tuple[str, models.Model, User | None]]] = defaultdict(list)
    for act, row, subject in acts:
        chains[chain_of(row)].append((act, row, subject))
    events = []
    with transaction.atomic():
        for code in sorted(chains):
            AuditChain.objects.get_or_create(code=code)
            head = AuditChain.objects.select_for_update().get(code=code)
            added = [_next(head, *entry, by=by) for entry in chains[code]]
            AuditEvent.objects.bulk_create(added, batch_size=1000)
            head.save(update_fields=["number", "hash"])
            events += added
    return events


def _next(
    head: AuditChain,
    act: str,
    row: models.Model,
    subject: User | None,
    *,
    by: User | None,
) -> AuditEvent:
    """The next event of the chain, unsaved; moves ``head`` on to it."""
    event = AuditEvent(
        chain=head,
        number=head.number + 1,
        at=timezone.now(),
        actor=by,
        act=act,
        kind=row._meta.model_name or "",
        object_id=str(row.pk),
        subject=subject,
        request_id=current_request_id(),
        previous=head.hash,
    )
    event.hash = seal(event)
    head.number, head.hash = event.number, event.hash
    return event


def first_broken(code: str) -> int | None:
    """Number of the first event of the chain that does not hold, or None if all do."""
    previous, number = "", 0
    for event in AuditEvent.objects.filter(chain=code).order_by("number").iterator():
        number += 1
        if event.number != number or event.previous != previous or event.hash != seal(event):
            return number
        previous = event.hash
    head = AuditChain.objects.filter(code=code).first()
    return number + 1 if head and (head.number, head.hash) != (number, previous) else None
