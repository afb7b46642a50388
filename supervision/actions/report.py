"""The words of a school's term report are changed and given back."""

from __future__ import annotations

import hashlib

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
    """The report of the school and term, made if there is none, locked."""
    first = {"changed_by": by, "changed_at": timezone.now()}
    TermReport.objects.get_or_create(school=school, term=term, defaults=first)
    return TermReport.objects.select_for_update().get(school=school, term=term)


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
