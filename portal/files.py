"""Files that people hand in: known by name and bytes, cleaned, kept under a random name."""

from __future__ import annotations

import io
import logging
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.db import transaction
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal import fields, pictures
from portal.models import School, StoredFile, User

logger = logging.getLogger(__name__)

MB = 1024 * 1024
PHOTO, DOCUMENT, OF_USER, OF_SCHOOL = 5 * MB, 10 * MB, 200 * MB, 2000 * MB
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 1000, 50 * MB, 100
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.pptx"
OFFICE = "application/vnd.openxmlformats-officedocument"

BROKEN = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, struct.error)


class Uploads(MemoryFileUploadHandler):
    """Files in memory alone. One too large for it arrives without its bytes, with its size.

    Without it the file would be missing, and a form could only ask for what was just sent.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.counted = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.counted += len(raw_data)
        if not self.activated:
            return None
        chunk: bytes | None = super().receive_data_chunk(raw_data, start)
        return chunk

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.activated:
            return super().file_complete(file_size)
        return InMemoryUploadedFile(
            io.BytesIO(),
            self.field_name,
            self.file_name,
            self.content_type,
            self.counted,
            self.charset,
            self.content_type_extra,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its own name, the media type of its bytes, the cleaned bytes."""

    name: str
    kind: str
    data: bytes


def whole_pdf(data: bytes) -> bytes:
    if not data.startswith(b"%PDF-"):
        raise ValueError("no PDF")
    return data


def office(main: str) -> Callable[[bytes], bytes]:
    """A reader of Office files whose main part is ``main``; it unpacks nothing but names."""

    def read(data: bytes) -> bytes:
        if not data.startswith(b"PK\x03\x04"):
            raise ValueError("no Office file")
        try:
            rows = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except BROKEN as error:
            raise ValueError("broken Office file") from error
        names = {row.filename for row in rows}
        packed = sum(row.compress_size for row in rows)
        unpacked = sum(row.file_size for row in rows)
        if len(rows) > MOST_MEMBERS or unpacked > min(MOST_UNPACKED, MOST_RATIO * max(packed, 1)):
            raise ValueError("unpacks to too much")
        if any(row.flag_bits & 1 for row in rows) or not {"[Content_Types].xml", main} <= names:
            raise ValueError("not what its name says")
        if any("vbaproject" in name.lower() for name in names):
            raise ValueError("holds a macro")
        return data

    return read


KINDS: dict[str, tuple[str, int, Callable[[bytes], bytes]]] = {
    ".jpg": ("image/jpeg", PHOTO, pictures.jpeg),
    ".jpeg": ("image/jpeg", PHOTO, pictures.jpeg),
    ".png": ("image/jpeg", PHOTO, pictures.png),  # drawn anew: what is kept is a JPEG
    ".webp": ("image/jpeg", PHOTO, pictures.webp),
    ".pdf": ("application/pdf", DOCUMENT, whole_pdf),
    ".docx": (f"{OFFICE}.wordprocessingml.document", DOCUMENT, office("word/document.xml")),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", DOCUMENT, office("xl/workbook.xml")),
    ".pptx": (f"{OFFICE}.presentationml.presentation", DOCUMENT, office("ppt/presentation.xml")),
}


def check(upload: UploadedFile) -> Checked:
    """What may be kept of an upload. Raises ``ValidationError`` with one kind sentence."""
    name = fields.clean_text(upload.name or "").replace("/", "_").strip()
    path = PurePath(name or "berkas")
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise ValidationError(
            _("This kind of file is not taken. Photos (JPEG, PNG, WebP), PDF, Word, Excel or"
              " PowerPoint are.")
        )  # fmt: skip
    media, most, read = kind
    if (upload.size or 0) > most:
        raise ValidationError(
            _("The file is too large: at most %(most)s MB."), params={"most": most // MB}
        )
    try:
        data = read(upload.read())
    except ValueError as error:
        raise ValidationError(
            _("The file cannot be read, or is not what its name says. Save it anew and try again.")
        ) from error
    ending = ".jpg" if media == "image/jpeg" else path.suffix.lower()
    return Checked(f"{path.stem[: 150 - len(ending)]}{ending}", media, data)


def keep(checked: Checked, *, owner: User, school: School | None = None) -> StoredFile:
    """Store the bytes; call inside the act's transaction. Raises when a room for files is full.

    ``school`` is where the file counts; the caller of None counts it in a way of its own.
    """
    if _used(owner=owner) + len(checked.data) > OF_USER:
        raise ValidationError(_("Your room for files is full (200 MB)."))
    if school and _used(school=school) + len(checked.data) > OF_SCHOOL:
        raise ValidationError(_("The school's room for files is full (2 GB)."))
    row = StoredFile(
        owner=owner,
        school=school,
        name=checked.name,
        kind=checked.kind,
        size=len(checked.data),
        at=timezone.now(),
    )
    try:
        row.content.save(checked.name, ContentFile(checked.data), save=False)
    except OSError as error:
        logger.warning("A file could not be kept: %s", error)
        raise ValidationError(
            _("Files cannot be kept just now; your words are still here. Choose the file again in"
              " a few minutes.")
        ) from error  # fmt: skip
    row.save()
    return row


def _used(**whose: Any) -> int:
    """Bytes kept already, of an owner or a school."""
    return StoredFile.objects.filter(**whose).aggregate(total=Sum("size"))["total"] or 0


def drop(row: StoredFile) -> None:
    """Delete a file that no record needs any more; its bytes go when the act is sure.

    Bytes that the store does not give up now go with ``manage.py tidy_files``.
    """
    storage, place = row.content.storage, row.content.name or ""
    row.delete()

    def clear() -> None:
        try:
            storage.delete(place)
        except OSError as error:
            logger.warning("The bytes of a file could not be deleted: %s", error)

    transaction.on_commit(clear)


def read(row: StoredFile) -> bytes:
    """The bytes. Raises ``FileNotFoundError`` when lost, another ``OSError`` when out of reach."""
    with row.content.open() as content:
        return bytes(content.read())


def download(request: HttpRequest, row: StoredFile) -> HttpResponse:
    """The bytes for whoever has been let in: saved, never shown, in a sandbox.

    404 where they are lost; where the store is away a page that says so and asks to come back.
    """
    try:
        response = HttpResponse(read(row), content_type=row.kind)
    except FileNotFoundError as gone:
        raise Http404 from gone
    except OSError as error:
        logger.warning("A file could not be read: %s", error)
        return render(request, "files_away.html", {"file": row}, status=503)
    header = content_disposition_header(as_attachment=True, filename=row.name)
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
