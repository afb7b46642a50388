"""Consent to research is given and withdrawn, as a whole and for single texts."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from collaboration.findings.texts import Kind
from portal import audit
from portal.models import QuoteConsent, ResearchConsent, User
from portal.research import texts
from portal.research.actions import pack
from portal.research.wordings import CURRENT


def standing(user: User) -> ResearchConsent | None:
    """The yes that counts now, or None; one query."""
    return ResearchConsent.objects.of(user).that_count(timezone.now(), CURRENT).first()


@transaction.atomic
def say(pk: UUID, *, by: User, given: bool) -> None:
    """Yes, or no more. The same form twice, or an answer that stands already, changes nothing."""
    User.objects.select_for_update().get(pk=by.pk)
    last = ResearchConsent.objects.of(by).first()
    stands = standing(by)
    if ResearchConsent.objects.filter(pk=pk).exists() or given == bool(stands):
        return
    row = ResearchConsent.objects.create(
        pk=pk,
        user=by,
        number=last.number + 1 if last else 1,
        given=given,
        wording=CURRENT,
        at=timezone.now(),
    )
    act = "research_consent_give" if given else "research_consent_withdraw"
    audit.record(act, row, by=by, subject=by)
    if not given:
        pack.withdrawn(by)


@transaction.atomic
def quote(pk: UUID, kind: Kind, text: Model, *, by: User, given: bool) -> None:
    """One text may be quoted as it stands, or no more; repeats change nothing."""
    User.objects.select_for_update().get(pk=by.pk)
    key, words = texts.key_of(kind, text), texts.digest(kind, text)
    last = QuoteConsent.objects.filter(user=by, key=key).order_by("-number").first()
    stands = last is not None and last.given and last.digest == words
    if QuoteConsent.objects.filter(pk=pk).exists() or given == stands:
        return
    row = QuoteConsent.objects.create(
        pk=pk,
        user=by,
        key=key,
        number=last.number + 1 if last else 1,
        given=given,
        digest=words,
        wording=CURRENT,
        at=timezone.now(),
    )
    act = "quote_consent_give" if given else "quote_consent_withdraw"
    audit.record(act, row, by=by, subject=by)
    if not given:
        pack.withdrawn(by, key)
