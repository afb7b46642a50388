"""Files beside an activity or a lesson plan, within the rooms for files.

Bytes are kept once: an adapted plan and the plan of a visit point at the same file, which goes when
the last of them lets it go.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Activity, Attachment, LessonPlan, TaughtPlan
from portal import audit, files
from portal.models import School, StoredFile, User
from supervision import content

MOST_OF_PLAN = 20  # files beside one lesson plan
Place = Activity | LessonPlan


def school_of(place: Place, user: User) -> School | None:
    """Where a file counts: the place's school, else the school its giver came from."""
    if place.school or isinstance(place, LessonPlan):
        return place.school
    row = place.attendance.filter(user=user).select_related("school").first()
    return row.school if row else None


@transaction.atomic
def add(
    place: Place,
    attachment_id: UUID,
    *,
    by: User,
    file: files.Checked,
    role: str,
    caption: str = "",
) -> Attachment:
    """Keep a file beside an activity or a plan; a second send finds the first.

    Raises ``ValidationError`` once the activity is called off or the plan put away, and when a
    room for files or the plan's own is full.
    """
    place = type(place)._default_manager.select_for_update(of=("self",)).get(pk=place.pk)
    name = "plan" if isinstance(place, LessonPlan) else "activity"
    sent = Attachment.objects.filter(pk=attachment_id).first()
    if sent:
        if sent.added_by_id != by.pk or getattr(sent, f"{name}_id") != place.pk:
            raise ValidationError(_("This form was sent before. Open the page again."))
        return sent
    refuse_if_closed(place)
    row = Attachment.objects.create(
        pk=attachment_id,
        file=files.keep(file, owner=by, school=school_of(place, by)),
        role=role,
        caption=caption,
        added_by=by,
        added_at=timezone.now(),
        **{name: place},
    )
    audit.record("attachment_add", place, by=by)
    return row


def refuse_if_closed(place: Place) -> None:
    """Raise ``ValidationError`` where nothing is added any more."""
    if isinstance(place, Activity):
        if place.cancelled_at:
            raise ValidationError(_("This activity is cancelled."))
    elif place.archived_at:
        raise ValidationError(_("This plan is put away. Bring it back first."))
    elif place.attachments.count() >= MOST_OF_PLAN:
        full = _("%(most)s files stand beside this plan already. Take one away first.")
        raise ValidationError(full, params={"most": MOST_OF_PLAN})


@transaction.atomic
def describe(row: Attachment, *, by: User, base: str, role: str, caption: str) -> Attachment:
    """Say anew what a file is and what stands under it; the same again is harmless.

    Copies beside adapted plans and visits keep their words. ``base`` (``content.base_of``) is what
    the form began with. Raises ``content.Stale`` where somebody else wrote other words meanwhile.
    """
    row = Attachment.objects.select_for_update(of=("self",)).get(pk=row.pk)
    words = content.merged(base, said(row), {"role": role, "caption": caption})
    if words != said(row):
        row.role, row.caption = words["role"], words["caption"]
        row.save(update_fields=["role", "caption"])
        audit.record("attachment_describe", row.activity or row.plan or row, by=by)
    return row


def said(row: Attachment) -> dict[str, str]:
    """What ``describe`` changes, one value a field."""
    return {"role": row.role, "caption": row.caption}


@transaction.atomic
def remove(row: Attachment, *, by: User) -> None:
    """Take a file away for good; its bytes go with it unless another copy needs them."""
    place = row.activity or row.plan
    let_go([row])
    if place:
        audit.record("attachment_remove", place, by=by)


def let_go(rows: list[Attachment]) -> None:
    """Delete copies. A file with others left counts for one who still keeps it, else it goes."""
    held = StoredFile.objects.select_for_update().filter(pk__in={row.file_id for row in rows})
    kept = list(held.order_by("pk"))
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for file in kept:
        left = file.attachments.select_related("plan__school", "taught__session__school")
        keepers = list(left.order_by("added_at", "pk"))
        if not keepers:
            files.drop(file)
        elif file.owner_id not in {row.added_by_id for row in keepers}:
            file.owner, file.school = keepers[0].added_by, _counted_at(keepers[0])
            file.save(update_fields=["owner", "school"])


def _counted_at(row: Attachment) -> School | None:
    if row.taught:
        return row.taught.session.school
    return row.plan.school if row.plan else None


def copy(source: LessonPlan, target: LessonPlan | TaughtPlan, *, by: User) -> None:
    """Let ``target`` keep the files of ``source`` as they are now; who handed them in stays named.

    No byte is copied, so this fills no room.
    """
    held = StoredFile.objects.select_for_update(of=("self",)).filter(attachments__plan=source)
    still = [file.pk for file in held.order_by("pk")]
    name = "plan" if isinstance(target, LessonPlan) else "taught"
    for row in source.attachments.filter(file__in=still).order_by("added_at", "pk"):
        giver = row.giver_id or row.added_by_id
        Attachment.objects.create(
            file_id=row.file_id,
            role=row.role,
            caption=row.caption,
            added_by=by,
            giver_id=None if giver == by.pk else giver,
            added_at=row.added_at,
            **{name: target},
        )
