"""The parts of a draft: sections and indicators are written, moved and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from portal import audit, drafts
from portal.models import User
from supervision import content
from supervision.actions.instrument import locked, parts
from supervision.models import Indicator, Instrument, Section

APART = 10_000  # while parts change places, none may meet another on its way


def section_of(draft: Instrument, pk: int) -> Section:
    row = draft.sections.filter(pk=pk).first()
    if row is None:
        raise ValidationError(_("This section is no longer in the draft."))
    return row


def item_of(draft: Instrument, pk: int) -> Indicator:
    row = draft.indicators.filter(pk=pk).first()
    if row is None:
        raise ValidationError(_("This indicator is no longer in the draft."))
    return row


@transaction.atomic
def add_section(instrument: Instrument, *, by: User, title: Mapping[str, str]) -> Section:
    """A section at the end. The same title sent twice in a row is one section."""
    draft = locked(instrument)
    last = draft.sections.order_by("-order").first()
    if last and last.title == dict(title) and not last.indicators.exists():
        return last
    if last and draft.sections.count() >= content.MOST_SECTIONS:
        raise ValidationError(
            _("A form has at most %(most)s sections.") % {"most": content.MOST_SECTIONS}
        )
    number = last.order + 1 if last else 1
    section = Section.objects.create(instrument=draft, order=number, title=dict(title))
    audit.record("instrument_write", draft, by=by)
    return section


@transaction.atomic
def rename_section(
    section: Section, *, by: User, values: Mapping[str, Any], base: str = ""
) -> Section:
    draft = locked(section.instrument)
    row = section_of(draft, section.pk)
    now = {f"title_{lang}": row.title.get(lang, "") for lang in content.LANGUAGES}
    row.title = content.text(content.merged(base, now, values), "title")
    row.save(update_fields=["title"])
    audit.record("instrument_write", draft, by=by)
    return row


@transaction.atomic
def drop_section(section: Section, *, by: User) -> None:
    """Take a section out with its indicators. Twice is harmless."""
    draft = locked(section.instrument)
    draft.sections.filter(pk=section.pk).delete()
    arrange(draft, parts(draft))
    audit.record("instrument_write", draft, by=by)


@transaction.atomic
def move_section(section: Section, *, by: User, up: bool, seen: int) -> None:
    """Change places with the neighbour, if it still stands at ``seen``, where one saw it."""
    draft = locked(section.instrument)
    rows = parts(draft)
    at = next((n for n, row in enumerate(rows) if row.pk == section.pk), None)
    to = -1 if at is None else at + (-1 if up else 1)
    if at is None or rows[at].order != seen or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    arrange(draft, rows)
    audit.record("instrument_write", draft, by=by)


@transaction.atomic
def add_item(instrument: Instrument, *, by: User, values: Mapping[str, Any]) -> Indicator:
    """Write a new indicator at the end of its section. A second send finds the first."""
    draft = locked(instrument)
    section_of(draft, values["section"])
    fields = content.folded(values)
    same = draft.indicators.filter(code=values["code"]).first()
    if same:
        if content.flat(same) == content.flat(Indicator(instrument=draft, **fields)):
            return same
        raise ValidationError({"code": _("This code is taken by another indicator of the draft.")})
    if draft.indicators.count() >= content.MOST_ITEMS:
        raise ValidationError(
            _("A form has at most %(most)s indicators.") % {"most": content.MOST_ITEMS}
        )
    last = draft.indicators.aggregate(last=Max("order"))["last"] or 0
    item = Indicator.objects.create(instrument=draft, order=last + 1, **fields)
    arrange(draft, parts(draft))
    audit.record("instrument_write", draft, by=by)
    drafts.discard(by, f"instrument-item-new:{draft.pk}")
    return item


@transaction.atomic
def write_item(
    item: Indicator, *, by: User, values: Mapping[str, Any], base: str = ""
) -> Indicator:
    """Change an indicator of a draft. Raises ``content.Stale`` where another editor has written
    other words into the same field since ``base``."""
    draft = locked(item.instrument)
    row = item_of(draft, item.pk)
    taken = content.merged(base, content.flat(row), values)
    section_of(draft, taken["section"])
    if draft.indicators.filter(code=taken["code"]).exclude(pk=row.pk).exists():
        raise ValidationError({"code": _("This code is taken by another indicator of the draft.")})
    moved = row.section_id != taken["section"]
    fields = content.folded(taken)
    if moved:
        last = draft.indicators.aggregate(last=Max("order"))["last"] or 0
        fields["order"] = last + 1
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=[*fields])
    if moved:
        arrange(draft, parts(draft))
    audit.record("instrument_write", draft, by=by)
    drafts.discard(by, f"instrument-item:{row.pk}")
    return row


@transaction.atomic
def drop_item(item: Indicator, *, by: User) -> None:
    """Take an indicator out of a draft. Twice is harmless."""
    draft = locked(item.instrument)
    draft.indicators.filter(pk=item.pk).delete()
    arrange(draft, parts(draft))
    audit.record("instrument_write", draft, by=by)


@transaction.atomic
def move_item(item: Indicator, *, by: User, up: bool, seen: int) -> None:
    """One place up or down; over the edge of its section into the neighbouring one.

    Nothing happens if it no longer stands at ``seen``, where one saw it: a second tap on the
    same page moves it no further.
    """
    draft = locked(item.instrument)
    sections = parts(draft)
    rows = [list(section.indicators.all()) for section in sections]
    place = next(
        ((s, n) for s, own in enumerate(rows) for n, row in enumerate(own) if row.pk == item.pk),
        None,
    )
    if place is None:
        return
    s, n = place
    row = rows[s][n]
    if row.order != seen:
        return
    to = n + (-1 if up else 1)
    if 0 <= to < len(rows[s]):
        rows[s][n], rows[s][to] = rows[s][to], row
    elif 0 <= (beside := s + (-1 if up else 1)) < len(rows):
        rows[s].pop(n)
        rows[beside].insert(len(rows[beside]) if up else 0, row)
        row.section = sections[beside]
        row.save(update_fields=["section"])
    renumber(draft, [row for own in rows for row in own])
    audit.record("instrument_write", draft, by=by)


def arrange(draft: Instrument, sections: list[Section]) -> None:
    """Number sections as given and their indicators after them."""
    for number, section in enumerate(sections, 1):
        section.order = number
    draft.sections.update(order=F("order") + APART)
    Section.objects.bulk_update(sections, ["order"])
    renumber(draft, [item for section in sections for item in section.indicators.all()])


def renumber(draft: Instrument, items: list[Indicator]) -> None:
    for number, item in enumerate(items, 1):
        item.order = number
    draft.indicators.update(order=F("order") + APART)
    Indicator.objects.bulk_update(items, ["order"])
