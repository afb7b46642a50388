"""During the visit: notes first, then levels; nobody else reads them before the release."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, drafts, notify
from portal.models import User
from supervision import merging, summaries
from supervision.actions.plan import locked
from supervision.actions.prepare import Levels, rate, unanswered
from supervision.models import (
    Agreement,
    EvidenceNote,
    Indicator,
    Rating,
    Scale,
    State,
    SupervisionSession,
)
from supervision.models.session import UNRELEASED
from supervision.signals import levels_changed


def may_observe(session: SupervisionSession, by: User) -> None:
    """Raises ``ValidationError`` unless ``by`` observes and the observation is open."""
    if by.pk != session.observer_id:
        raise ValidationError(_("Only the observer writes the observation."))
    if session.state not in UNRELEASED:
        raise ValidationError(_("The notes are shared already. Add a turn to the talk instead."))
    if session.state == State.PLANNED and not session.agreement.no_focus_reason:
        raise ValidationError(
            _("Agree on a focus first, or write why there was none before you observe.")
        )


@transaction.atomic
def open_without_focus(session: SupervisionSession, *, by: User, reason: str) -> Agreement:
    """Record why there was no agreed focus; only then a planned session may be observed."""
    session = locked(session)
    if by.pk != session.observer_id or session.state != State.PLANNED:
        raise ValidationError(_("The observation is open already."))
    if len(reason.strip()) < 5:
        raise ValidationError({"reason": _("Write in a few words why there was no focus.")})
    agreement = Agreement.objects.get(session=session)
    agreement.no_focus_reason = reason.strip()
    agreement.save(update_fields=["no_focus_reason"])
    audit.record("observe_without_focus", session, by=by, subject=session.teacher)
    return agreement


@transaction.atomic
def observe(
    session: SupervisionSession,
    *,
    by: User,
    levels: Levels,
    evidence: Mapping[Indicator, str] | None = None,
    seen: Mapping[int, str] | None = None,
) -> list[Indicator]:
    """Keep the observer's levels as one goes; gaps are fine until the check.

    ``seen`` are the marks of the page that sends. Returns the items that were written on
    another page meanwhile: both texts are kept.
    """
    session = locked(session)
    may_observe(session, by)
    texts = evidence or {}
    given = {item: (level, texts.get(item, "")) for item, level in levels.items()}
    own = session.ratings.filter(rater=Rating.Rater.OBSERVER)
    kept, joined = merging.merged(own, given, seen or {})
    rate(
        session,
        Rating.Rater.OBSERVER,
        {item: level for item, (level, _text) in kept.items()},
        {item: text for item, (_level, text) in kept.items()},
    )
    audit.record("session_rate", session, by=by, subject=session.teacher)
    return joined


def gaps(session: SupervisionSession) -> tuple[list[Indicator], list[Indicator]]:
    """Items without an answer, and those at level 1 or 4 of four without evidence."""
    own = session.ratings.filter(rater=Rating.Rater.OBSERVER)
    noted = EvidenceNote.indicators.through.objects.filter(evidencenote__session=session)
    bare = (
        Indicator.objects.filter(
            scale=Scale.FOUR, pk__in=own.filter(level__in=(1, 4), evidence="").values("indicator")
        )
        .exclude(pk__in=noted.values("indicator"))
        .select_related("instrument")
    )
    return list(unanswered(session, Rating.Rater.OBSERVER)), list(bare)


def refuse_gaps(session: SupervisionSession) -> None:
    missing, bare = gaps(session)
    if missing:
        raise ValidationError(_("Some indicators have no answer yet. Not observed is one too."))
    if bare:
        raise ValidationError(_("Write what you saw beside each level 1 and level 4."))


@transaction.atomic
def finish(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """Save the observation without sharing it. Finishing twice is harmless.

    Raises ``ValidationError`` while an indicator has no answer, or level 1 or 4 no evidence.
    """
    session = locked(session)
    if session.state == State.OBSERVED and by.pk == session.observer_id:
        return session
    may_observe(session, by)
    refuse_gaps(session)
    session.state, session.observed_at = State.OBSERVED, timezone.now()
    session.save(update_fields=["state", "observed_at"])
    drafts.discard(by, f"session-rate:{session.pk}")
    summaries.refresh(session.school, session.term)
    audit.record("session_observe", session, by=by, subject=session.teacher)
    return session


@transaction.atomic
def release(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """Open the observer's notes and ratings to the teacher. Releasing twice is harmless.

    Raises ``ValidationError`` before the self-assessment if anything was rated, and where a
    change after saving has left a gap.
    """
    session = locked(session)
    if session.released_at:
        return session
    if by.pk != session.observer_id or session.state != State.OBSERVED:
        raise ValidationError(_("There is no observation to share yet."))
    refuse_gaps(session)  # notes and levels may have changed since they were complete
    rated = session.ratings.filter(rater=Rating.Rater.OBSERVER)
    if rated.exists() and not session.self_assessed_at:
        raise ValidationError(_("The teacher's self-assessment comes first."))
    session.state, session.released_at = State.DISCUSSED, timezone.now()
    session.save(update_fields=["state", "released_at"])
    summaries.refresh(session.school, session.term)
    levels_changed.send(SupervisionSession, session=session)
    audit.record("session_release", session, by=by, subject=session.teacher)
    event = session.released_at.isoformat()
    notify.tell("session_released", session, to=[session.teacher], by=by, event=event)
    return session


@transaction.atomic
def withdraw(session: SupervisionSession, *, by: User) -> SupervisionSession:
    """Take a release back, as long as the teacher has not opened it. Twice is harmless."""
    session = locked(session)
    if session.state == State.OBSERVED:
        return session
    if session.opened_at or session.state != State.DISCUSSED or by.pk != session.observer_id:
        raise ValidationError(_("The teacher has opened it; now it can only be added to."))
    if session.turns.exists():
        raise ValidationError(_("The talk has begun; now it can only be added to."))
    session.state, session.released_at = State.OBSERVED, None
    session.save(update_fields=["state", "released_at"])
    summaries.refresh(session.school, session.term)
    levels_changed.send(SupervisionSession, session=session)
    audit.record("session_withdraw", session, by=by, subject=session.teacher)
    return session
