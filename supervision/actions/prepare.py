"""Before the visit: a focus both agree on, and the teacher's own view."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify
from portal.models import User
from supervision import merging
from supervision.actions.plan import locked
from supervision.models import Agreement, Indicator, Rating, Scale, State, SupervisionSession
from supervision.models.scale import values
from supervision.models.session import UNRELEASED

Levels = Mapping[Indicator, int | None]


@transaction.atomic
def write_focus(
    session: SupervisionSession,
    *,
    by: User,
    focus: str,
    technique: str,
    indicators: Iterable[Indicator] = (),
    seen: str | None = None,
) -> Agreement:
    """Write what is to be looked at. A changed focus takes both confirmations back.

    ``seen`` is the digest of the focus that the form showed; if the other side has written
    another one meanwhile, nothing is overwritten and ``ValidationError`` tells it.
    """
    session = locked(session)
    if session.state != State.PLANNED:
        raise ValidationError(_("The preparation is finished; the focus stays as it is."))
    agreement = Agreement.objects.get(session=session)
    if seen is not None and agreement.focus != focus.strip() and digest(agreement.focus) != seen:
        raise ValidationError(
            {"focus": _("Meanwhile the focus was changed: %s") % f'"{agreement.focus}"'}
        )
    before = (agreement.focus, set(agreement.indicators.values_list("pk", flat=True)))
    chosen = list(indicators)
    agreement.focus, agreement.technique = focus.strip(), technique
    if before != (agreement.focus, {indicator.pk for indicator in chosen}):
        agreement.teacher_confirmed_at = agreement.observer_confirmed_at = None
    agreement.save()
    agreement.indicators.set(chosen)
    audit.record("focus_write", session, by=by, subject=session.teacher)
    drafts.discard(by, f"session-prepare:{session.pk}")
    other = session.observer if by.pk == session.teacher_id else session.teacher
    notify.tell("focus_written", session, to=[other], by=by, event=digest(agreement.focus))
    return agreement


def digest(text: str) -> str:
    """Tells two texts apart without holding either."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def confirm(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """One side confirms the focus; with both the preparation is done. Twice is harmless."""
    session = locked(session)
    agreement = Agreement.objects.get(session=session)
    if session.state != State.PLANNED:
        return session
    if not agreement.focus:
        raise ValidationError(_("Write the focus first, one sentence is enough."))
    side = {session.teacher_id: "teacher", session.observer_id: "observer"}.get(by.pk)
    if side is None:
        raise ValidationError(_("Only the two of you confirm the focus."))
    if getattr(agreement, f"{side}_confirmed_at") is None:
        setattr(agreement, f"{side}_confirmed_at", timezone.now())
        agreement.save(update_fields=[f"{side}_confirmed_at"])
        audit.record("focus_confirm", session, by=by, subject=session.teacher)
        other = session.observer if side == "teacher" else session.teacher
        notify.tell("focus_confirmed", session, to=[other], by=by)
    if agreement.is_agreed:
        session.state = State.PREPARED
        session.save(update_fields=["state"])
    return session


@transaction.atomic
def self_assess(
    session: SupervisionSession,
    *,
    by: User,
    levels: Levels,
    evidence: Mapping[Indicator, str] | None = None,
    seen: Mapping[int, str] | None = None,
) -> list[Indicator]:
    """Keep the teacher's own levels as she goes; they stay hers until both sides are saved.

    ``seen`` are the marks of the page that sends. Returns the items that were written on
    another page meanwhile: both texts are kept.
    """
    session = locked(session)
    _may_assess(session, by)
    texts = evidence or {}
    given = {item: (level, texts.get(item, "")) for item, level in levels.items()}
    own = session.ratings.filter(rater=Rating.Rater.SELF)
    kept, joined = merging.merged(own, given, seen or {})
    rate(
        session,
        Rating.Rater.SELF,
        {item: level for item, (level, _text) in kept.items()},
        {item: text for item, (_level, text) in kept.items()},
    )
    audit.record("self_assess_part", session, by=by, subject=session.teacher)
    return joined


@transaction.atomic
def finish_self_assessment(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """The teacher's view is complete and is written once. Finishing twice is harmless.

    Raises ``ValidationError`` while an indicator has no answer.
    """
    session = locked(session)
    if session.self_assessed_at and by.pk == session.teacher_id:
        return session
    _may_assess(session, by)
    if unanswered(session, Rating.Rater.SELF).exists():
        raise ValidationError(
            _("Some indicators have no answer yet. Not observed is one too."), code="gaps"
        )
    session.self_assessed_at = timezone.now()
    session.save(update_fields=["self_assessed_at"])
    drafts.discard(by, f"session-self:{session.pk}")
    audit.record("self_assess", session, by=by, subject=session.teacher)
    notify.tell("self_assessed", session, to=[session.observer], by=by)
    return session


def unanswered(session: SupervisionSession, rater: str) -> QuerySet[Indicator]:
    """Items asked in this session to which ``rater`` has given no answer yet.

    An item without a first-person twin is not asked of the teacher.
    """
    given = session.ratings.filter(rater=rater).values("indicator")
    asked = Indicator.objects.asked_in(session)
    if rater == Rating.Rater.SELF:
        asked = asked.in_first_person()
    return asked.exclude(pk__in=given).select_related("instrument")


def _may_assess(session: SupervisionSession, by: User) -> None:
    if by.pk != session.teacher_id:
        raise ValidationError(_("The self-assessment is the teacher's own."))
    if session.state not in UNRELEASED or session.self_assessed_at:
        raise ValidationError(_("The self-assessment is finished and stays as it is."))


def rate(
    session: SupervisionSession,
    rater: str,
    levels: Levels,
    evidence: Mapping[Indicator, str],
) -> None:
    """Write one side's answers: a level of the item's own scale, or None for not observed.

    An item in words takes None and its text; without a text its answer is taken out. Items that
    are not asked in this session, and levels of another scale, raise ``ValidationError``.
    """
    own = set(Indicator.objects.asked_in(session).values_list("pk", flat=True))
    if any(indicator.pk not in own for indicator in levels):
        raise ValidationError(_("This indicator does not belong to the visit."))
    for indicator, level in levels.items():
        if level is not None and level not in values(indicator.scale):
            raise ValidationError(_("Choose one of the levels of this item, or not observed."))
        text = evidence.get(indicator, "").strip()
        if indicator.scale == Scale.WORDS and not text:
            session.ratings.filter(indicator=indicator, rater=rater).delete()
            continue
        Rating.objects.update_or_create(
            session=session,
            indicator=indicator,
            rater=rater,
            defaults={"level": level, "evidence": text},
        )
