"""A conclusion with its evidence on paper: the words its reader may read, nobody named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import formats
from django.utils.translation import gettext as _

from collaboration.findings.cards import Card
from collaboration.findings.matrix import Excerpt
from collaboration.models import ConclusionEvidence
from portal.models import Region
from portal.paper import Block, Facts, Heading, Sheet, Table, Words, receipt
from portal.paper import letterhead as head_of
from portal.paper.letterhead import Letterhead, office_of
from portal.templatetags.rembuk import moment

Side = ConclusionEvidence.Side


def sheet(card: Card, now: dt.datetime) -> Sheet:
    row = card.conclusion
    facts = [
        (_("Place"), row.place.name),
        (_("Term"), str(row.term)),
        (_("Themes"), ", ".join(theme.name for theme in row.themes.all())),
        (_("State"), card.status_words),
        (_("Rests on"), card.weight.words),
        (_("Withdrawn or changed"), " ".join(card.weight.gone)),
    ]
    blocks: list[Block] = [Words(row.claim), Facts([each for each in facts if each[1]])]
    for side, title in (
        (Side.FOR, _("What supports it")),
        (Side.AGAINST, _("What contradicts it")),
    ):
        blocks += [Heading(title), _table(card.of(side))]
        if card.hidden(side):
            words = _("%(n)d more stand in texts that are not shared with whoever printed this.")
            blocks.append(Words(words % {"n": card.hidden(side)}, quiet=True))
    if row.weighing:
        blocks += [Heading(_("What speaks against it")), Words(row.weighing)]
    return Sheet(
        title=_("Conclusion"),
        letterhead=head_of(row.school) if row.school else _head(row.region),
        code=receipt("SIM", row.pk),
        foot=_("Printed %(moment)s") % {"moment": moment(now, row.place.zone)},
        blocks=blocks,
    )


def _table(rows: Sequence[Excerpt]) -> Block:
    if not rows:
        return Words(_("No excerpt."))
    body = [
        [
            row.words,
            str(row.source_label),
            str(row.kind.technique_label),
            formats.date_format(row.day, "M Y"),
        ]
        for row in rows
    ]
    return Table([_("Excerpt"), _("Source"), _("Technique"), _("Month")], body, [5, 1.4, 1.4, 1.1])


def _head(region: Region | None) -> Letterhead:
    code, name = (region.code, region.name) if region else ("", "")
    names = dict(Region.objects.filter(code=code[:5]).values_list("code", "name"))
    above = [f"Pemerintah {names[code[:5]]}", office_of(code[:5])] if code[:5] in names else []
    return Letterhead(above=above, name=name, below=[])
