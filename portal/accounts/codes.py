"""One-time codes that open the page where a person chooses her password."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.models import Invitation, User

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1
LENGTH = 10
VALID = dt.timedelta(days=7)


def tidy(code: str) -> str:
    """A code as typed, without spaces, hyphens and small letters."""
    return re.sub(r"[^A-Z0-9]", "", code.upper())


def digest(code: str) -> str:
    return hmac.new(
        settings.SECRET_KEY.encode(),
        f"invitation:{tidy(code)}".encode(),
        hashlib.sha256,
    ).hexdigest()


@transaction.atomic
def issue(user: User, *, by: User) -> str:
    """A new code for ``user``, grouped for reading aloud; an older one stops working."""
    now = timezone.now()
    Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    code = "".join(secrets.choice(ALPHABET) for _number in range(LENGTH))
    row = Invitation.objects.create(
        user=user,
        digest=digest(code),
        issued_by=by,
        issued_at=now,
        expires_at=now + VALID,
    )
    audit.record("invitation_issue", row, by=by, subject=user)
    return f"{code[:5]}-{code[5:]}"


def find(code: str) -> Invitation | None:
    """The open invitation of a code; None for used, expired, withdrawn and unknown alike."""
    row = Invitation.objects.filter(digest=digest(code)).select_related("user").first()
    return row if row and row.opens_at(timezone.now()) and row.user.is_active else None


@transaction.atomic
def use(code: str, password: str) -> User:
    """Set the password of the invited person and spend the code.

    Raises ``ValidationError`` for a spent code or a weak password; a weak one does not spend it.
    """
    row = Invitation.objects.select_for_update().filter(digest=digest(code)).first()
    if row is None or not row.opens_at(timezone.now()):
        raise ValidationError(spent())
    user = User.objects.select_for_update().get(pk=row.user_id)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    audit.record("invitation_use", row, by=user, subject=user)
    return user


def spent() -> str:
    return _("This code does not work any more. Ask the principal or the operator for a new one.")
