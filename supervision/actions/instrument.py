"""Instruments begin as drafts, are published once, and live on in new versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal import audit, drafts
from portal.actions import Place
from portal.models import Region, School, User
from supervision import content, gaps
from supervision.models import Instrument, Section
from supervision.stats import bands as arithmetic


def locked(instrument: Instrument) -> Instrument:
    """The draft as it stands now, locked. Raises ``ValidationError`` for all that is no draft."""
    row = Instrument.objects.select_for_update().filter(pk=instrument.pk).first()
    if row is None:
        raise ValidationError(_("This draft is no longer there."))
    if row.published_at:
        raise ValidationError(_("A published version never changes. Make a new version of it."))
    return row


def owner(place: Place) -> dict[str, School | Region]:
    """The field of an instrument that its place belongs in."""
    if isinstance(place, School | Region):
        return {place._meta.model_name or "": place}
    raise ValidationError(_("An instrument belongs to a school or to a region."))


def new_key(title: Mapping[str, str], pk: UUID) -> str:
    """A key that no other instrument has, readable where the title is."""
    return f"{slugify(title['id'])[:46] or 'instrumen'}-{pk.hex[:10]}"


def sent_before(instrument_id: UUID, by: User) -> Instrument | None:
    """What the same form made when it was sent the first time."""
    found = Instrument.objects.filter(pk=instrument_id).first()
    if found and found.made_by_id != by.pk:
        raise ValidationError(_("This form has been sent by somebody else."))
    return found


@transaction.atomic
def begin(
    instrument_id: UUID,
    *,
    by: User,
    place: Place,
    title: Mapping[str, str],
    aspect: str,
    kind: str = Instrument.Kind.STANDARD,
    scoring: str = Instrument.Scoring.SUM_OVER_MAX,
    source: Mapping[str, str] | None = None,
) -> Instrument:
    """Begin an empty draft for a school or a region. A second send finds the first."""
    found = sent_before(instrument_id, by)
    if found:
        return found
    draft = Instrument.objects.create(
        pk=instrument_id,
        key=new_key(title, instrument_id),
        made_by=by,
        title=dict(title),
        aspect=aspect,
        kind=kind,
        scoring=scoring,
        source=dict(source or {}),
        **owner(place),
    )
    audit.record("instrument_begin", draft, by=by)
    return draft


@transaction.atomic
def describe(
    instrument: Instrument, *, by: User, values: Mapping[str, Any], base: str = ""
) -> Instrument:
    """Change what a draft is called and how it is scored. Raises ``content.Stale`` on a clash."""
    draft = locked(instrument)
    taken = content.merged(base, about(draft), values)
    draft.title, draft.source = content.text(taken, "title"), content.text(taken, "source")
    draft.aspect, draft.kind, draft.scoring = taken["aspect"], taken["kind"], taken["scoring"]
    draft.save(update_fields=["title", "source", "aspect", "kind", "scoring"])
    audit.record("instrument_write", draft, by=by)
    drafts.discard(by, f"instrument-about:{draft.pk}")
    return draft


def about(draft: Instrument) -> dict[str, Any]:
    """What ``describe`` changes, one value a field."""
    return {
        **{f"title_{lang}": draft.title.get(lang, "") for lang in content.LANGUAGES},
        **{f"source_{lang}": draft.source.get(lang, "") for lang in content.LANGUAGES},
        "aspect": draft.aspect,
        "kind": draft.kind,
        "scoring": draft.scoring,
    }


@transaction.atomic
def set_bands(
    instrument: Instrument, rows: Sequence[Mapping[str, Any]], *, by: User, base: str = ""
) -> Instrument:
    """Replace the bands of a draft; no rows means none. Raises on gaps, overlaps and clashes."""
    draft = locked(instrument)
    bounds = [row["from"] for row in rows]
    if rows and arithmetic.faults(bounds):
        raise ValidationError(
            _("Bands begin at 0, each begins above the one before, and the last below 100.")
        )
    content.merged(base, {"bands": draft.bands}, {"bands": list(rows)})
    draft.bands = list(rows)
    draft.save(update_fields=["bands"])
    audit.record("instrument_write", draft, by=by)
    return draft


@transaction.atomic
def replace(instrument: Instrument, said: Mapping[str, Any], *, by: User) -> Instrument:
    """Write a whole instrument, as ``content.written`` gives it, over a draft; its key stays."""
    draft = locked(instrument)
    draft.sections.all().delete()
    for name in content.ABOUT:
        setattr(draft, name, said[name])
    draft.save(update_fields=content.ABOUT)
    content.fill(draft, said["sections"])
    audit.record("instrument_import", draft, by=by)
    return draft


def parts(instrument: Instrument) -> list[Section]:
    """Sections in order, each with its indicators; two queries."""
    return list(instrument.sections.order_by("order").prefetch_related("indicators"))


@transaction.atomic
def publish(instrument: Instrument, *, by: User) -> Instrument:
    """Make a draft the version in use, for good; the one before it is retired.

    Sessions keep the version they were planned with. Publishing twice is harmless. Raises
    ``ValidationError`` while something is missing.
    """
    rows = Instrument.objects.select_for_update().filter(key=instrument.key)
    versions = {row.pk: row for row in rows}
    draft = versions.pop(instrument.pk, None)
    if draft is None:
        raise ValidationError(_("This draft is no longer there."))
    if draft.published_at:
        return draft
    if gaps.missing(draft, parts(draft)):
        raise ValidationError(_("Something is still missing before this can be published."))
    now = timezone.now()
    for row in versions.values():
        if row.published_at and not row.retired_at:
            row.retired_at = now
            row.save(update_fields=["retired_at"])
    draft.published_at = now
    draft.save(update_fields=["published_at"])
    audit.record("instrument_publish", draft, by=by)
    return draft


@transaction.atomic
def retire(instrument: Instrument, *, by: User) -> Instrument:
    """No new session takes this version any more. Retiring twice is harmless."""
    row = Instrument.objects.select_for_update().get(pk=instrument.pk)
    if not row.published_at:
        raise ValidationError(_("A draft is thrown away, not retired."))
    if not row.retired_at:
        row.retired_at = timezone.now()
        row.save(update_fields=["retired_at"])
        audit.record("instrument_retire", row, by=by)
    return row


@transaction.atomic
def discard(instrument: Instrument, *, by: User) -> None:
    """Throw a draft away with all that is in it; published versions are never deleted."""
    draft = locked(instrument)
    audit.record("instrument_discard", draft, by=by)
    draft.delete()


@transaction.atomic
def revise(instrument: Instrument, instrument_id: UUID, *, by: User) -> Instrument:
    """A draft of the next version with the same words; a version has one draft at a time."""
    versions = list(Instrument.objects.select_for_update().filter(key=instrument.key))
    open_draft = next((row for row in versions if not row.published_at), None)
    if open_draft:
        return open_draft
    draft = Instrument(
        pk=instrument_id,
        key=instrument.key,
        version=max(row.version for row in versions) + 1,
        school_id=instrument.school_id,
        region_id=instrument.region_id,
    )
    return written_like(draft, instrument, by=by, act="instrument_revise")


@transaction.atomic
def copy(instrument: Instrument, instrument_id: UUID, *, by: User, place: Place) -> Instrument:
    """The same words as a first draft of a school's or region's own; the source stays named."""
    found = sent_before(instrument_id, by)
    if found:
        return found
    draft = Instrument(
        pk=instrument_id, key=new_key(instrument.title, instrument_id), **owner(place)
    )
    return written_like(
        draft, instrument, by=by, act="instrument_copy", source=source_of_copy(instrument)
    )


def source_of_copy(instrument: Instrument) -> dict[str, str]:
    """The source of what was copied, and that it was; in both languages."""
    found = {}
    for language in content.LANGUAGES:
        with translation.override(language):
            line = _("Copied from “%(title)s”, version %(version)s.") % {
                "title": instrument.title.get(language) or instrument.title["id"],
                "version": instrument.version,
            }
        before = instrument.source.get(language, "")
        found[language] = f"{before} {line}".strip()
    return found


def written_like(
    draft: Instrument,
    instrument: Instrument,
    *,
    by: User,
    act: str,
    source: Mapping[str, str] | None = None,
) -> Instrument:
    """Save ``draft`` with the words of ``instrument``."""
    said = content.written(instrument)
    for name in content.ABOUT:
        setattr(draft, name, said[name])
    draft.source = dict(source) if source is not None else draft.source
    draft.made_by = by
    draft.save(force_insert=True)
    content.fill(draft, said["sections"])
    audit.record(act, draft, by=by)
    return draft
