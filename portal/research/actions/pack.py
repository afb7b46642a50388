"""A pack is asked for, looked over, released by a second person, closed."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, notify
from portal.models import Region, ResearchPack, User
from portal.research import texts, work
from portal.research.codes import Codes

Why = ResearchPack.Why


@transaction.atomic
def prepare(pk: UUID, region: Region, *, by: User, recipient: str, purpose: str) -> ResearchPack:
    """Ask for a pack; the same form twice gives the first."""
    found = ResearchPack.objects.filter(pk=pk).first()
    if found:
        if found.prepared_by_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        return found
    pack = ResearchPack.objects.create(
        pk=pk,
        region=region,
        recipient=recipient,
        purpose=purpose,
        prepared_by=by,
        prepared_at=timezone.now(),
        secret=secrets.token_hex(32),
    )
    audit.record("research_pack_prepare", pack, by=by)
    _enqueue(pack)
    return pack


def _enqueue(pack: ResearchPack) -> None:
    key, turn = str(pack.pk), pack.turn
    transaction.on_commit(lambda: work.make.enqueue(key, turn))


def locked(pack: ResearchPack) -> ResearchPack:
    return ResearchPack.objects.select_for_update().get(pk=pack.pk)


def _again(pack: ResearchPack) -> None:
    """Make it anew; whatever turn is at work writes nothing more. ``pack`` is locked."""
    _drop_file(pack)
    pack.turn += 1
    pack.ready_at, pack.looked_at, pack.done, pack.steps = None, None, 0, 0
    pack.report, pack.people, pack.texts = {}, [], []
    pack.save()
    _enqueue(pack)


def _drop_file(pack: ResearchPack) -> None:
    name, storage = pack.file.name, pack.file.storage
    pack.file, pack.size = "", 0
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _close(pack: ResearchPack, why: str) -> None:
    """No content stays: neither the file nor its texts, people and key. ``pack`` is locked."""
    _drop_file(pack)
    pack.people, pack.texts, pack.secret = [], [], ""
    pack.closed_at, pack.closed_why = timezone.now(), why
    pack.save()


@transaction.atomic
def cancel(pack: ResearchPack, *, by: User) -> None:
    """Call off what is not released; twice is harmless."""
    found = locked(pack)
    if found.closed_at or found.released_at:
        return
    _close(found, Why.CANCELLED)
    audit.record("research_pack_cancel", found, by=by)


@transaction.atomic
def make_again(pack: ResearchPack, *, by: User) -> None:
    found = locked(pack)
    if found.closed_at or found.released_at:
        raise ValidationError(_("The pack is released or closed and no longer changes."))
    _again(found)
    audit.record("research_pack_again", found, by=by)


@transaction.atomic
def leave_out(pack: ResearchPack, codes: Collection[str], *, by: User) -> None:
    """Leave texts out, by their codes, and make the pack anew. Unknown codes are passed over."""
    found = locked(pack)
    if found.closed_at or found.released_at or found.ready_at is None:
        raise ValidationError(_("The pack is being made, released or closed. Look again."))
    keys = [row["key"] for row in found.texts if row["code"] in codes]
    if not keys:
        return
    found.left_out = sorted({*found.left_out, *keys})
    _again(found)
    audit.record("research_pack_leave_out", found, by=by)


@transaction.atomic
def look_over(pack: ResearchPack, *, by: User) -> None:
    """The preparer has read every text. Twice is harmless."""
    found = locked(pack)
    if found.closed_at or found.released_at or found.ready_at is None:
        raise ValidationError(_("The pack is being made, released or closed. Look again."))
    if found.looked_at is None:
        found.looked_at = timezone.now()
        found.save(update_fields=["looked_at"])
        audit.record("research_pack_look_over", found, by=by)


@transaction.atomic
def release(pack: ResearchPack, *, by: User) -> None:
    """Let it be downloaded for ``ResearchPack.KEPT``. Twice is harmless.

    Raises ValidationError by its preparer, while a check fails, or with texts not looked over.
    """
    found = locked(pack)
    if found.released_at:
        return
    if found.closed_at or found.ready_at is None or not found.passes:
        raise ValidationError(_("A check of the pack does not hold; it cannot be released."))
    if not texts.stand(found.texts):
        raise ValidationError(_("A text was changed or taken back meanwhile. Make the pack anew."))
    if found.looked_at is None:
        raise ValidationError(_("Whoever prepared the pack has not read its texts yet."))
    if by.pk == found.prepared_by_id:
        raise ValidationError(_("Somebody else than its preparer releases a pack."))
    found.released_by, found.released_at = by, timezone.now()
    found.expires_at = found.released_at + ResearchPack.KEPT
    found.save(update_fields=["released_by", "released_at", "expires_at"])
    audit.record("research_pack_release", found, by=by)


@transaction.atomic
def take_back(pack: ResearchPack, *, by: User) -> None:
    """Close a released pack before its time; twice is harmless."""
    found = locked(pack)
    if found.closed_at or not found.released_at:
        return
    _close(found, Why.TAKEN_BACK)
    audit.record("research_pack_take_back", found, by=by)


@transaction.atomic
def expire() -> int:
    """Close released packs past their time, and drafts as old as that; returns how many."""
    now = timezone.now()
    old = ResearchPack.objects.live().select_for_update()
    rows = [*old.filter(expires_at__lte=now)]
    rows += old.filter(released_at=None, prepared_at__lte=now - ResearchPack.KEPT)
    for pack in rows:
        _close(pack, Why.EXPIRED)
        audit.record("research_pack_expire", pack, by=None)
    return len(rows)


def withdrawn(user: User, key: str = "") -> None:
    """A permission is gone (of one text, with ``key``): call inside the withdrawal's transaction.

    Packs in the making and drafts begin anew; released ones that hold it are closed,
    and their preparers told, not by whom.
    """
    for pack in ResearchPack.objects.live().select_for_update().order_by("pk"):
        if pack.ready_at is None:
            _again(pack)
            continue
        mine = Codes(pack.secret).of("P", user.pk) in pack.people
        holds = any(row["key"] == key for row in pack.texts) if key else mine
        if holds and pack.released_at:
            _close(pack, Why.RECALLED)
            audit.record("research_pack_recall", pack, by=None)
            notify.tell("pack_recalled", pack, to=[pack.prepared_by], by=None)
        elif holds:
            _again(pack)
