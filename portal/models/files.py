from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.people import User
from portal.models.places import School

FOLDER = "files"


def random_place(row: StoredFile, _name: str) -> str:
    """Where the bytes lie: nothing of the name a person gave it."""
    return f"{FOLDER}/{row.pk.hex[:2]}/{row.pk.hex}"


class StoredFile(models.Model):
    """Bytes that a person has handed in. They are read through the record they belong to.

    ``kind`` is the media type found in the bytes, never the one the browser claimed. ``school`` is
    where it counts against the room for files.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(User, models.PROTECT, related_name="files")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="files")
    name = models.CharField(_("file name"), max_length=160)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    content = models.FileField(upload_to=random_place, max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
