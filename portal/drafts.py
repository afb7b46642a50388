"""Keep unfinished forms as they were typed, so that weak signal costs no word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from portal.models import Draft, User


class Conflict(Exception):
    """Somebody (or another tab) saved this draft meanwhile; ``draft`` is what stands there."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.revision)
        self.draft = draft


@transaction.atomic
def keep(
    draft_id: UUID, *, owner: User, form: str, payload: dict[str, Any], revision: int
) -> Draft:
    """Save revision ``revision`` (1, 2, ...) of a draft. The same save twice is harmless.

    Raises ``Draft.DoesNotExist`` for somebody else's draft and ``Conflict`` for a revision
    that is not newer than the kept one; then nothing is overwritten.
    """
    first = {"owner": owner, "form": form, "payload": payload, "revision": revision}
    Draft.objects.get_or_create(pk=draft_id, defaults=first)
    draft = Draft.objects.select_for_update().get(pk=draft_id, owner=owner)
    if (draft.revision, draft.payload) == (revision, payload):
        return draft
    if revision <= draft.revision:
        raise Conflict(draft)
    draft.payload, draft.revision = payload, revision
    draft.save(update_fields=["payload", "revision", "saved_at"])
    return draft


def discard(owner: User, form: str) -> None:
    """Forget the draft of a form that has been sent, and those of its parts ("form:part")."""
    named = Q(form=form) | Q(form__startswith=f"{form}:")
    Draft.objects.filter(named, owner=owner).delete()
