"""Blank forms: the paper twin of the screen, with the same numbers, codes and levels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from portal.models import School, User
from portal.paper import (
    Block,
    Boxes,
    Break,
    Cell,
    Facts,
    Heading,
    Letterhead,
    Sheet,
    Table,
    Words,
    letterhead,
    receipt,
    square,
)
from supervision.models import Aspect, Indicator, Instrument, Scale, SupervisionSession
from supervision.papers import parts
from supervision.papers.meetings import numbers_for

NOTE_ROWS = 11
ROW = 9  # mm
ASPECTS = Aspect.values  # in the order of the cycle, as on the screen
BY_NUMBER = (Scale.FOUR, Scale.THREE, Scale.PART, Scale.FIVE)


def session_form(
    session: SupervisionSession, user: User, now: dt.datetime, *, address: str
) -> Sheet:
    """The form of one visit: notes first, then its items; ``address`` leads back to its record."""
    asked = Indicator.objects.asked_in(session).select_related("section", "instrument").distinct()
    items = sorted(asked, key=lambda item: (ASPECTS.index(item.instrument.aspect), item.order))
    way_back = square(
        address,
        text=_(
            "Scan this to open the visit in Rembuk (sign-in needed).\n"
            "The items have the same numbers there, so that typing goes quickly."
        ),
        alt=_("QR code to the visit in Rembuk"),
    )
    return Sheet(
        title=_("Observation form"),
        letterhead=letterhead(session.school),
        code=receipt("OBS", session.pk),
        foot=parts.printed(session.school, now),
        blocks=[
            Facts([*parts.identity(session), (_("Agreed focus"), session.agreement.focus)]),
            way_back,
            Heading(_("Notes by minute")),
            note_rows(),
            *([Break()] if items else []),
            *by_instrument(items, described=False),
            parts.signatures(session, None, readers=numbers_for(session, user)),
        ],
    )


def instrument_form(instrument: Instrument, school: School | None, now: dt.datetime) -> Sheet:
    """The form of an instrument for any visit, its levels described."""
    items = instrument.indicators.select_related("section", "instrument").order_by("order")
    head = letterhead(school) if school else Letterhead([], "Rembuk", [])
    labels = [_("Teacher"), _("Observer"), _("Day"), _("Class and subject"), _("Agreed focus")]
    foot = parts.printed(school, now) if school else ""
    return Sheet(
        title=instrument.name,
        subtitle=_("Observation form, version %(n)s") % {"n": instrument.version},
        letterhead=head,
        code=receipt("INS", instrument.pk),
        foot=foot,
        blocks=[
            Facts([(label, parts.DOTS * 2) for label in labels]),
            *by_instrument(items, described=True),
            Break(),
            Heading(_("Notes by minute")),
            note_rows(),
        ],
    )


def note_rows() -> Block:
    head = [_("Minute"), _("What was seen or heard"), _("Items")]
    return Table(head, [["", "", ""]] * NOTE_ROWS, [0.8, 6, 1], height=ROW)


def by_instrument(items: Iterable[Indicator], *, described: bool) -> list[Block]:
    """A table for each run of items of one section and one scale, in the order of the screen.

    Levels that all items of a run describe alike are explained above it once, not in each row.
    """
    found: list[Block] = []
    before: tuple[object, object] = (None, None)
    explained: set[tuple[object, ...]] = set()
    for (form, part, scale), run in groupby(
        items, key=lambda item: (item.instrument, item.section, item.scale)
    ):
        rows = list(run)
        alike = described and len({tuple(item.descriptions) for item in rows}) == 1
        if form != before[0] and not described:
            found.append(Heading(parts.versioned(form)))
        if (form, part) != before:
            found.append(Heading(part.name, level=2 if not described else 1))
        before = (form, part)
        told = rows[0].descriptions if alike else []
        if (form, scale, *told) not in explained:
            explained.add((form, scale, *told))
            found += legend(scale, told)
        found.append(rows_of(rows, scale, described=described and not alike))
    return found


def legend(scale: str, told: Sequence[str]) -> list[Block]:
    """What the numbers beside the boxes mean; ``told`` describes the levels, lowest first."""
    if scale == Scale.WORDS:
        return []
    known = []
    for at, (level, word) in enumerate(choices_of(scale)):
        named = f"{level} = {word}" if scale in BY_NUMBER and str(word) != str(level) else str(word)
        if at < len(told) and told[at] != word:
            named = f"{named}: {told[at].rstrip('.')}"
        if named != str(word):
            known.append(named)
    return [Words("; ".join([*known, _("N/O = not observed")]), quiet=True)]


def choices_of(scale: str) -> tuple[tuple[int, object], ...]:
    return Indicator(scale=scale).choices


def rows_of(items: list[Indicator], scale: str, *, described: bool) -> Table:
    if scale == Scale.WORDS:
        rows: list[list[Cell]] = [[item.code, item.name, ""] for item in items]
        return Table([_("No."), _("Item"), _("In words")], rows, [0, 2, 4], height=2 * ROW)
    labels = [str(level) if scale in BY_NUMBER else str(word) for level, word in choices_of(scale)]
    boxes = Boxes([*labels, _("N/O")])
    rows = [[item.code, text_of(item, described=described), boxes, ""] for item in items]
    head = [_("No."), _("Item"), _("Level"), _("Evidence")]
    return Table(head, rows, [0, 4, 0, 3], height=ROW)


def text_of(item: Indicator, *, described: bool) -> str:
    if not described:
        return item.name
    names = [str(level if item.scale in BY_NUMBER else word) for level, word in item.choices]
    told = zip(names, item.descriptions, strict=False)
    return "\n".join([item.name, *(f"{name}: {words}" for name, words in told)])
