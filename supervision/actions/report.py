"""The words of a school's term report are changed and given back, signed, and begun anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.models import School, Term, User
from supervision.models import TermReport


class Changed(Exception):
    """Somebody saved the same section meanwhile; ``text`` is what stands there."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def mark(text: str) -> str:
    """A short sign of a text, to notice that it has changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def locked(school: School, term: Term, by: User) -> TermReport:
    """The newest version of the report, made if there is none, locked.

    Raises ValidationError once it is signed.
    """
    report = newest(school, term, by)
    if report.signed_at:
        raise ValidationError(
            _("The report is signed and no longer changes. Begin a new version to change it.")
        )
    return report


def newest(school: School, term: Term, by: User) -> TermReport:
    first = {"changed_by": by, "changed_at": timezone.now()}
    TermReport.objects.get_or_create(school=school, term=term, version=1, defaults=first)
    rows = TermReport.objects.select_for_update().filter(school=school, term=term)
    return rows.order_by("-version")[:1].get()


@transaction.atomic
def write(
    school: School, term: Term, key: str, text: str, *, by: User, seen: str, first: str
) -> TermReport:
    """Save one section. ``seen`` is the mark its writer began from, ``first`` the first wording.

    The same save twice is harmless. Raises ``Changed`` where somebody else saved meanwhile; then
    nothing is overwritten.
    """
    refuse_empty(text)
    report = locked(school, term, by)
    if is_new(report.texts.get(key), text, seen=seen, first=first):
        return _kept(report, {**report.texts, key: text}, by)
    return report


def refuse_empty(text: str) -> None:
    if not text.strip():
        raise ValidationError(_("Write at least a sentence, or restore the first wording."))


def is_new(now: str | None, text: str, *, seen: str, first: str) -> bool:
    """Is ``text`` to be kept in place of ``now`` (None: the first wording still stands)?

    Raises ``Changed`` where ``now`` is not what its writer began from.
    """
    if text == (first if now is None else now):
        return False
    if now is not None and mark(now) != seen:
        raise Changed(now)
    return True


@transaction.atomic
def restore(school: School, term: Term, key: str, *, by: User) -> TermReport:
    """Take the first wording back, with the numbers of today. Twice is harmless."""
    report = locked(school, term, by)
    if key not in report.texts:
        return report
    return _kept(report, {name: text for name, text in report.texts.items() if name != key}, by)


def _kept(report: TermReport, texts: dict[str, str], by: User) -> TermReport:
    report.texts, report.changed_by, report.changed_at = texts, by, timezone.now()
    report.save(update_fields=["texts", "changed_by", "changed_at"])
    audit.record("report_edit", report, by=by)
    return report


@transaction.atomic
def sign(
    school: School,
    term: Term,
    texts: Mapping[str, str],
    *,
    first: Mapping[str, str],
    paper: Mapping[str, Any],
    seen: str,
    by: User,
) -> TermReport:
    """Freeze the newest version as it stands. Twice is harmless.

    ``seen`` is the mark of the sentences that were read before signing; raises ValidationError
    where they read differently by now.
    """
    report = newest(school, term, by)
    if report.signed_at:
        return report
    if whole_mark(texts) != seen:
        raise ValidationError(
            _("The report has changed since you opened it. Read it once more, then sign.")
        )
    report.texts, report.first, report.paper = dict(texts), dict(first), dict(paper)
    report.signed_by, report.signed_at = by, timezone.now()
    report.save(update_fields=["texts", "first", "paper", "signed_by", "signed_at"])
    audit.record("report_sign", report, by=by)
    return report


def whole_mark(texts: Mapping[str, str]) -> str:
    """A short sign of all sections together."""
    return mark("\n\n".join(texts.values()))


@transaction.atomic
def renew(school: School, term: Term, *, after: int, reason: str, by: User) -> None:
    """Begin the version that follows the signed version ``after``; that one stays as it is.

    The same form twice, or two people at once, begin one. Words of its own the signed version
    had are taken over, so that only what is out of date needs a hand.
    """
    rows = TermReport.objects.select_for_update().filter(school=school, term=term, version=after)
    signed = rows.exclude(signed_at=None).first()
    if signed is None:
        return
    own = {key: text for key, text in signed.texts.items() if text != signed.first.get(key)}
    given = {"texts": own, "reason": reason, "changed_by": by, "changed_at": timezone.now()}
    report, made = TermReport.objects.get_or_create(
        school=school, term=term, version=after + 1, defaults=given
    )
    if made:
        audit.record("report_renew", report, by=by)
