"""What a teacher asks help with: written, changed, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify, periods
from portal.models import Appointment, School, Term, User
from portal.roles import Role
from supervision import summaries
from supervision.actions.prepare import digest
from supervision.merging import both
from supervision.models import Indicator, Wish

FORM = "wish"  # of the draft
LONGEST = 1000  # characters of a wish


@transaction.atomic
def ask(
    wish_id: UUID,
    *,
    by: User,
    school: School,
    text: str,
    wanted_on: dt.date | None = None,
    indicators: Iterable[Indicator] = (),
) -> Wish:
    """Write a wish and tell the principal; a second send of the same form finds the first.

    A person has one open wish a school: while there is one, the new words stand with its own.
    """
    User.objects.select_for_update().get(pk=by.pk)
    found = Wish.objects.filter(pk=wish_id).first()
    if found and found.teacher_id != by.pk:
        raise ValidationError(_("This form has been sent by somebody else."))
    if found:
        return found
    still_open = Wish.objects.open().filter(teacher=by, school=school).first()
    if still_open:
        words, day = both(still_open.text, said(text), LONGEST), wanted_on or still_open.wanted_on
        asked = list(indicators) or list(still_open.indicators.all())
        return change(still_open, by=by, text=words, wanted_on=day, indicators=asked)
    wish = Wish.objects.create(
        pk=wish_id,
        teacher=by,
        school=school,
        text=said(text),
        wanted_on=wanted_on,
        at=timezone.now(),
    )
    wish.indicators.set(indicators)
    _count(wish)
    drafts.discard(by, FORM)
    audit.record("wish_write", wish, by=by, subject=by)
    notify.tell("wish_written", wish, to=principals(school), by=by)
    return wish


@transaction.atomic
def change(
    wish: Wish,
    *,
    by: User,
    text: str,
    wanted_on: dt.date | None,
    indicators: Iterable[Indicator] = (),
    seen: str | None = None,
) -> Wish:
    """Change an open wish; one that a visit has taken up stays as it was read.

    ``seen`` is the digest of the text that the page showed. Raises ``ValidationError`` with the
    text of now where another page has changed it since.
    """
    wish = locked(wish)
    if not is_open(wish):
        raise ValidationError(_("This request has been answered or withdrawn. Write a new one."))
    if seen is not None and wish.text != said(text) and digest(wish.text) != seen:
        now = _("Meanwhile you have written on another page: %s") % f'"{wish.text}"'
        raise ValidationError({"text": now})
    wish.text, wish.wanted_on = said(text), wanted_on
    wish.save(update_fields=["text", "wanted_on"])
    wish.indicators.set(indicators)
    _count(wish)
    drafts.discard(by, FORM)
    audit.record("wish_change", wish, by=by, subject=by)
    return wish


@transaction.atomic
def withdraw(wish: Wish, *, by: User) -> Wish:
    """Take an open wish back; the principal no longer sees it. Twice is harmless."""
    wish = locked(wish)
    if wish.session_id:
        raise ValidationError(_("A visit has taken up this request."))
    if wish.withdrawn_at is None:
        wish.withdrawn_at = timezone.now()
        wish.save(update_fields=["withdrawn_at"])
        _count(wish)
        audit.record("wish_withdraw", wish, by=by, subject=by)
    return wish


def _count(wish: Wish) -> None:
    """Keep the sums of the school's term in the same transaction."""
    term = Term.objects.on(periods.today(wish.school.zone, wish.at))
    if term:
        summaries.refresh(wish.school, term)


def locked(wish: Wish) -> Wish:
    return Wish.objects.select_for_update().get(pk=wish.pk)


def is_open(wish: Wish) -> bool:
    return wish.session_id is None and wish.withdrawn_at is None


def said(text: str) -> str:
    if not text.strip():
        raise ValidationError({"text": _("One sentence is enough.")})
    return text.strip()


def principals(school: School) -> list[User]:
    today = periods.today(school.zone)
    rows = Appointment.objects.on(today).filter(school=school, role=Role.PRINCIPAL)
    return [row.user for row in rows.select_related("user")]
