"""The code by which people of a forum's schools join: made, read aloud, typed."""

from __future__ import annotations

import datetime as dt
import re
import secrets
import time

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.actions import forum as forums
from collaboration.models import Forum, JoinCode, Membership
from portal import audit, periods
from portal.models import User

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0, 1
LENGTH = 8  # 32 ** 8 codes: a million guesses hit one of a thousand open codes once in a thousand
VALID = dt.timedelta(days=14)
TRIES_AN_HOUR = 12


def tidy(code: str) -> str:
    """A code as typed, without spaces, hyphens and small letters."""
    return re.sub(r"[^A-Z0-9]", "", code.upper())[:LENGTH]


def too_often(user: User) -> bool:
    """Has this person tried more codes in this hour than one mistypes?"""
    key = f"join-codes:{user.pk}:{int(time.time()) // 3600}"
    cache.add(key, 0, 3600)
    return cache.incr(key) > TRIES_AN_HOUR


@transaction.atomic
def renew(forum: Forum, *, by: User) -> JoinCode:
    """A new code; the one before stops working."""
    Forum.objects.select_for_update().get(pk=forum.pk)
    code = "".join(secrets.choice(ALPHABET) for _number in range(LENGTH))
    row, _new = JoinCode.objects.update_or_create(
        forum=forum,
        defaults={"code": code, "made_by": by, "expires_at": timezone.now() + VALID},
    )
    audit.record("forum_code", forum, by=by)
    return row


def use(code: str, user: User) -> Membership:
    """Join the forum of ``code``; again is harmless.

    Raises ``ValidationError`` for a code that is unknown or has run out, and for who serves at
    none of the forum's schools.
    """
    rows = JoinCode.objects.select_related("forum__cluster", "forum__subdistrict", "forum__school")
    row = rows.filter(code=tidy(code)).first()
    if row is None or not row.opens_at(timezone.now()):
        raise ValidationError(
            _("This code does not work. Ask the chair of the forum for a new one.")
        )
    today = periods.today(row.forum.place.zone)
    if not User.objects.filter(forums.serving(row.forum, today), pk=user.pk).exists():
        text = _("This code is for the schools of %(place)s. Ask the chair for an invitation.")
        raise ValidationError(text % {"place": row.forum.place})
    return forums.join(row.forum, user, by=user, on=today)
