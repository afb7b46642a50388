"""The making of a pack, step by step in the background."""

from __future__ import annotations

from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from portal.models import ResearchPack
from portal.research import archive
from portal.research.making import Making


@task
def make(pk: str, turn: int) -> str:
    """Make ``turn`` of a pack that still waits for it; says how it ended.

    Safe to repeat: the result is written in one update, and only while nobody has called it off
    or taken a permission back meanwhile; both start another turn or close the pack.
    """
    waiting = ResearchPack.objects.live().filter(pk=pk, turn=turn, ready_at=None)
    pack = waiting.select_related("region").first()
    if pack is None:
        return "gone"
    with translation.override("id"):
        making = Making(pack, timezone.now())
        steps = making.steps
        for done, step in enumerate(steps, 1):
            step()
            if not waiting.update(done=done, steps=len(steps) + 1):
                return "cancelled"
        data = archive.zipped(making.files)
    return "ready" if keep(waiting, pack, making, data) else "cancelled"


def keep(waiting: object, pack: ResearchPack, making: Making, data: bytes) -> bool:
    """Store the file and say that it is there; leaves no file where the turn is over."""
    storage, name = pack.file.storage, pack.file.field.generate_filename(pack, "")
    name = storage.save(name, ContentFile(data))
    with transaction.atomic():
        kept = waiting.update(  # type: ignore[attr-defined]
            file=name,
            size=len(data),
            checksum=sha256(data).hexdigest(),
            report=making.report,
            people=making.people,
            texts=making.kept,
            looked_at=None,
            ready_at=timezone.now(),
        )
    if not kept:
        storage.delete(name)
    return bool(kept)
