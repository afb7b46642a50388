"""The code book, and sentences put under its themes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.actions import conclusion
from collaboration.findings.texts import Kind, sentences
from collaboration.models import CodedExcerpt, CodedText, Theme
from portal import audit, drafts
from portal.models import Region, School, User


@transaction.atomic
def write_theme(
    theme_id: UUID,
    *,
    by: User,
    school: School | None = None,
    region: Region | None = None,
    **words: Any,
) -> Theme:
    """A new theme of a place; a second send finds the first."""
    sent = Theme.objects.filter(pk=theme_id).first()
    if sent:
        if sent.made_by_id != by.pk:
            raise ValidationError(_("This form has been sent by somebody else."))
        return sent
    theme = Theme.objects.create(pk=theme_id, made_by=by, school=school, region=region, **words)
    drafts.discard(by, f"theme:{(school or region).pk}")  # type: ignore[union-attr]
    audit.record("theme_write", theme, by=by, subject=by)
    return theme


@transaction.atomic
def change_theme(theme: Theme, *, by: User, **words: Any) -> None:
    for name, value in words.items():
        setattr(theme, name, value)
    theme.save(update_fields=list(words))
    drafts.discard(by, f"theme:{theme.pk}")
    audit.record("theme_change", theme, by=by, subject=by)


@transaction.atomic
def retire_theme(theme: Theme, *, by: User) -> None:
    """No new excerpts from now on; once more takes it into use again."""
    theme.retired_at = None if theme.retired_at else timezone.now()
    theme.save(update_fields=["retired_at"])
    audit.record("theme_retire", theme, by=by, subject=by)


@transaction.atomic
def code(
    kind: Kind,
    text: Model,
    school: School,
    *,
    by: User,
    theme: Theme | None,
    digests: Collection[str],
) -> CodedText:
    """``by`` has gone through a text and puts the sentences under ``theme``; repeats add nothing.

    Raises ValidationError where a sentence is not in the text any more.
    """
    known = {line.digest for line in sentences(kind, text)}
    if not known.issuperset(digests):
        raise ValidationError(_("The text has been changed meanwhile. Choose its sentences again."))
    coded, _new = CodedText.objects.get_or_create(
        school=school,
        coder=by,
        key=f"{kind.key}:{text.pk}",
        defaults={kind.key: text, "at": timezone.now()},
    )
    if theme:
        for digest in digests:
            CodedExcerpt.objects.get_or_create(coded=coded, theme=theme, digest=digest)
    audit.record("text_code", coded, by=by, subject=by)
    return coded


@transaction.atomic
def uncode(row: CodedExcerpt, *, by: User) -> None:
    """Take a sentence out of its theme; conclusions that rest on it say so."""
    audit.record("text_uncode", row, by=by, subject=by)
    row = CodedExcerpt.objects.select_for_update().select_related("coded").get(pk=row.pk)
    conclusion.uncoded(row)
    row.delete()
