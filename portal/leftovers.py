"""Bytes in the store that no record names any more, found and deleted once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal import files
from portal.models import StoredFile
from portal.models.files import FOLDER

OLD = dt.timedelta(days=1)  # what is younger may belong to an act that is not sure yet
AT_ONCE = 500


def clear() -> int:
    """Delete files that nothing refers to, then bytes without a file; how many went."""
    before = timezone.now() - OLD
    gone = 0
    for row in unused(before).iterator(AT_ONCE):
        with transaction.atomic():
            files.drop(row)
        gone += 1
    storage = StoredFile._meta.get_field("content").storage
    for place in unnamed(storage, before):
        storage.delete(place)
        gone += 1
    return gone


def unused(before: dt.datetime) -> QuerySet[StoredFile]:
    """Files older than ``before`` that no record of any app points at."""
    nothing = {f"{relation.name}__isnull": True for relation in StoredFile._meta.related_objects}
    return StoredFile.objects.filter(at__lt=before, **nothing)


def unnamed(storage: Storage, before: dt.datetime) -> Iterator[str]:
    """Places in the store, last written before ``before``, that no ``StoredFile`` names."""
    try:
        folders, _files = storage.listdir(FOLDER)
    except FileNotFoundError:  # a disk on which nothing was kept yet
        return
    for folder in sorted(folders):
        _folders, names = storage.listdir(f"{FOLDER}/{folder}")
        places = {f"{FOLDER}/{folder}/{name}" for name in names}
        here = StoredFile.objects.filter(content__startswith=f"{FOLDER}/{folder}/")
        for place in sorted(places - set(here.values_list("content", flat=True))):
            if storage.get_modified_time(place) < before:
                yield place
