"""The secret address of a person's calendar: made, shown once, taken back."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.models import CalendarFeed, User

BYTES = 32


def digest(token: str) -> str:
    return hashlib.sha256(f"calendar:{token}".encode()).hexdigest()


def working(user: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(user=user, revoked_at=None).first()


@transaction.atomic
def make(user: User) -> str:
    """A new secret for ``user``, returned this once; an older address stops at once."""
    User.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    CalendarFeed.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(BYTES)
    row = CalendarFeed.objects.create(user=user, digest=digest(token), made_at=now)
    audit.record("calendar_make", row, by=user, subject=user)
    return token


@transaction.atomic
def revoke(user: User) -> None:
    """Stop the person's address. Stopping twice is harmless."""
    for row in CalendarFeed.objects.select_for_update().filter(user=user, revoked_at=None):
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        audit.record("calendar_revoke", row, by=user, subject=user)


def owner(token: str) -> User | None:
    """Whose address it is; None for one unknown or taken back, and for who serves nowhere."""
    rows = CalendarFeed.objects.filter(digest=digest(token), revoked_at=None)
    row = rows.select_related("user").first()
    return row.user if row and row.user.scope else None
