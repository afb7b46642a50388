"""The file of one meeting: its papers as one document, and all beside it as one archive."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _

from collaboration.meetings import sheets
from collaboration.models import Activity, Attachment, Attendance, LessonPlan
from portal import files as stored
from portal.paper import (
    Block,
    Break,
    Facts,
    Heading,
    Picture,
    Sheet,
    Size,
    Table,
    Words,
    as_pdf,
    file_name,
)

MB = 1024 * 1024
MOST_PICTURES = 12  # of each kind, drawn into the document
MOST_PACKED = 60 * MB  # bytes of files in one archive; what is beyond is named in its list


def read(row: Attachment) -> bytes | None:
    """The bytes of a file; None where the store has lost them or is away."""
    try:
        return stored.read(row.file)
    except OSError:
        return None


def chapters(activity: Activity) -> list[tuple[str, Callable[..., Sheet]]]:
    """Title and drawer of each paper there is by now."""
    rows = [(_("Invitation"), sheets.invitation), (_("Attendance list"), sheets.attendance_list)]
    return [*rows, (_("Minutes"), sheets.minutes)] if activity.minuted_at else rows


def whole(
    meeting: sheets.Meeting,
    rows: Sequence[Attendance],
    files: Sequence[Attachment],
    plans: Sequence[LessonPlan],
    now: dt.datetime,
) -> Sheet:
    """Report, invitation, attendance, minutes, material and products, each from a new page."""
    blocks = [*report(meeting.activity, rows, files, plans)]
    for title, draw in chapters(meeting.activity):
        blocks += [Break(), Heading(title, centred=True), *draw(meeting, rows, now).blocks]
    for name, kept in by_role(files):
        blocks += [Break(), Heading(name, centred=True), *shown(kept)]
    return sheets.sheet(meeting.activity, _("Meeting file"), now, blocks)


def report(
    activity: Activity,
    rows: Sequence[Attendance],
    files: Sequence[Attachment],
    plans: Sequence[LessonPlan],
) -> list[Block]:
    """What came of the meeting, on its first page."""
    came = sum(row.came for row in rows)
    blocks: list[Block] = [
        sheets.facts(activity),
        Words(_("%(came)s of %(all)s on the list came") % {"came": came, "all": len(rows)}),
    ]
    for label, words in (
        (_("Decision"), activity.decision),
        (_("One thing to try"), activity.to_try),
    ):
        blocks += [Heading(label), Words(words)] if words else []
    if plans:
        blocks += [Heading(_("Lesson plans")), Words("\n".join(plan.title for plan in plans))]
    if files:
        lines = [[str(row), row.get_role_display(), row.file.name] for row in files]
        head = [_("Caption"), _("What it is"), _("File")]
        blocks += [Heading(_("Files")), Table(head, lines, [3, 1.4, 3])]
    return blocks


def by_role(files: Sequence[Attachment]) -> list[tuple[str, list[Attachment]]]:
    """Files in the order of what they are: material, photos, products."""
    found = [
        (str(role.label), [row for row in files if row.role == role]) for role in Attachment.Role
    ]
    return [(name, rows) for name, rows in found if rows]


def shown(files: Iterable[Attachment]) -> list[Block]:
    """Pictures drawn, other files named: they are in the archive."""
    blocks: list[Block] = []
    drawn = 0
    for row in files:
        data = read(row) if row.file.kind == "image/jpeg" and drawn < MOST_PICTURES else None
        if data is None:
            blocks.append(Facts([(_("File"), f"{row} ({row.file.name})")]))
            continue
        drawn += 1
        blocks.append(Picture(base64.b64encode(data).decode(), str(row)))
    return blocks


def archive(
    meeting: sheets.Meeting,
    rows: Sequence[Attendance],
    files: Sequence[Attachment],
    document: Sheet,
    now: dt.datetime,
) -> io.BytesIO:
    """The whole document, each paper and each file as a .zip, open at its beginning.

    Files lie in a folder by what they are, under a number and a name that is safe on every system.
    """
    kept = io.BytesIO()
    left = []
    with zipfile.ZipFile(kept, "w") as book:
        book.writestr(file_name(_("Meeting file")), as_pdf(document))
        for title, draw in chapters(meeting.activity):
            book.writestr(file_name(title), as_pdf(draw(meeting, rows, now), Size.A4))
        packed = 0
        for name, group in by_role(files):
            for at, row in enumerate(group, 1):
                data = read(row) if packed + row.file.size <= MOST_PACKED else None
                if data is None:
                    left.append(row.file.name)
                    continue
                packed += len(data)
                stem, _dot, ending = row.file.name.rpartition(".")
                book.writestr(f"{name}/{at:02d} {file_name(stem, ending=ending)}", data)
        if left:
            told = _("These files are not in here; open them in Rembuk:")
            book.writestr(file_name(_("Not included"), ending="txt"), "\n".join([told, *left]))
    kept.seek(0)
    return kept
