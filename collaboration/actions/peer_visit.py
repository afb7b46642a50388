"""A peer visit: a focus agreed by both, what the visitor saw, thanks of the visited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import summaries
from collaboration.actions import activity as activities
from collaboration.models import Activity, PeerVisit
from portal import audit, drafts, notify
from portal.models import User


@transaction.atomic
def propose(
    activity_id: UUID, *, by: User, colleague: User, comes: str, focus: str, **about: Any
) -> Activity:
    """Ask a colleague for a visit; the two alone are on the list. A second send finds the first.

    ``comes`` is "me" (``by`` visits) or "colleague". The title names no person: officers read it.
    """
    if Activity.objects.filter(pk=activity_id).exists():
        return activities.convene(activity_id, by=by, **about)
    activity = activities.convene(
        activity_id,
        by=by,
        invited=[by, colleague],
        title=str(Activity.Kind.PEER_VISIT.label),
        **about,
    )
    visitor, visited = (by, colleague) if comes == "me" else (colleague, by)
    PeerVisit.objects.create(
        activity=activity, visitor=visitor, visited=visited, focus=focus, focus_by=by
    )
    return activity


def _open(visit: PeerVisit) -> PeerVisit:
    """The visit, locked. Raises ``ValidationError`` once it is called off."""
    rows = PeerVisit.objects.select_for_update(of=("self",))
    found = rows.select_related("activity", "visitor", "visited").get(pk=visit.pk)
    if found.activity.cancelled_at:
        raise ValidationError(_("This activity is cancelled."))
    return found


def other(visit: PeerVisit, user: User) -> User:
    return visit.visited if user.pk == visit.visitor_id else visit.visitor


@transaction.atomic
def agree(visit: PeerVisit, *, by: User, focus: str) -> PeerVisit:
    """Agree to the focus the other wrote; other words are a proposal, and the other is asked.

    Twice is harmless. Raises ``ValidationError`` for other words once both have agreed.
    """
    visit = _open(visit)
    same = focus.strip() == visit.focus.strip()
    if visit.agreed_at and not same:
        raise ValidationError(_("Both of you have agreed on the focus; it stays as it is."))
    if not same:
        visit.focus, visit.focus_by = focus.strip(), by
        visit.save(update_fields=["focus", "focus_by"])
        event = f"{timezone.now().isoformat()}"
        notify.tell("peer_focus", visit.activity, to=[other(visit, by)], by=by, event=event)
    elif by.pk != visit.focus_by_id and not visit.agreed_at:
        visit.agreed_at = timezone.now()
        visit.save(update_fields=["agreed_at"])
        notify.tell("peer_agreed", visit.activity, to=[other(visit, by)], by=by)
    drafts.discard(by, f"peer-focus:{visit.pk}")
    audit.record("peer_focus", visit.activity, by=by)
    return visit


@transaction.atomic
def note(visit: PeerVisit, *, by: User, seen: str) -> PeerVisit:
    """Write what was seen in pupils; with it the visit has taken place and counts for both.

    Raises ``ValidationError`` before the lesson, and once the other has answered with thanks.
    """
    visit = _open(visit)
    if visit.activity.starts_at > timezone.now():
        raise ValidationError(_("The lesson is still to come. Write here once you have seen it."))
    if visit.thanked_at and seen != visit.seen:
        raise ValidationError(_("Your colleague has answered these words; they stay as they are."))
    first = visit.seen_at is None
    visit.seen, visit.seen_at = seen, visit.seen_at or timezone.now()
    visit.save(update_fields=["seen", "seen_at"])
    if first:
        _held(visit.activity, [visit.visitor_id, visit.visited_id])
        notify.tell("peer_noted", visit.activity, to=[visit.visited], by=by)
    drafts.discard(by, f"peer-notes:{visit.pk}")
    audit.record("peer_note", visit.activity, by=by)
    return visit


def _held(activity: Activity, people: list[int]) -> None:
    """Both came: the hour counts like that of any other activity."""
    activity.attendance.filter(user__in=people).update(came=True)
    Activity.objects.filter(pk=activity.pk, minuted_at=None).update(minuted_at=timezone.now())
    summaries.refresh_activity(activity)


@transaction.atomic
def thank(visit: PeerVisit, *, by: User, thanks: str) -> PeerVisit:
    """Thank the visitor and say what one takes along; told once.

    Raises ``ValidationError`` before the visitor has written what was seen.
    """
    visit = _open(visit)
    if not visit.seen_at:
        raise ValidationError(_("Your colleague has not written yet what was seen."))
    first = visit.thanked_at is None
    visit.thanks, visit.thanked_at = thanks, visit.thanked_at or timezone.now()
    visit.save(update_fields=["thanks", "thanked_at"])
    if first:
        notify.tell("peer_thanked", visit.activity, to=[visit.visitor], by=by)
    drafts.discard(by, f"peer-thanks:{visit.pk}")
    audit.record("peer_thank", visit.activity, by=by)
    return visit
