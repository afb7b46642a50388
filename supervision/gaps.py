"""What a draft of an instrument still needs before it can be published."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from supervision.models import Indicator, Instrument, Scale, Section
from supervision.models.scale import values as levels_of
from supervision.stats import bands

DESCRIBED = (Scale.FOUR, Scale.THREE)  # a bare number of these would mean nothing
SELF_ASSESSED = (Instrument.Kind.STANDARD, Instrument.Kind.SHORT)
ADDED_UP = (Instrument.Scoring.SUM_OVER_MAX, Instrument.Scoring.MEAN_OF_DOMAINS)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing to write: ``part`` is None for the instrument itself."""

    sentence: str
    part: Section | Indicator | None = None

    @property
    def kind(self) -> str:
        return self.part._meta.model_name or "" if self.part else ""


def missing(instrument: Instrument, sections: list[Section]) -> list[Gap]:
    """All that keeps a draft from being published. ``sections`` with their indicators."""
    found = [
        Gap(_("The section “%(name)s” has no indicator.") % {"name": section.name}, section)
        for section in sections
        if not section.indicators.all()
    ]
    if not sections:
        found.append(Gap(_("There is no section yet. Begin with one.")))
    items = [item for section in sections for item in section.indicators.all()]
    for item in items:
        found += [Gap(sentence, item) for sentence in missing_in(item, instrument.kind)]
    return found + scoring(instrument, items)


def missing_in(item: Indicator, kind: str) -> list[str]:
    """What an indicator lacks in Indonesian."""
    found = []
    if not item.text.get("id"):
        found.append(_("The indicator itself is not written."))
    if kind in SELF_ASSESSED and not item.twin.get("id"):
        found.append(_("The first-person sentence for the self-assessment is missing."))
    described = sum(1 for words in item.levels.get("id", []) if words)
    wanted = len(levels_of(item.scale))
    if item.scale in DESCRIBED and described < wanted:
        found.append(
            _("%(described)s of %(wanted)s levels are described.")
            % {"described": described, "wanted": wanted}
        )
    return found


def scoring(instrument: Instrument, items: list[Indicator]) -> list[Gap]:
    """What does not fit together: the scoring, the scales of the items and the bands."""
    scales = {item.scale for item in items} - {Scale.WORDS}
    found = []
    if instrument.scoring in ADDED_UP and len(scales) > 1:
        found.append(
            Gap(
                _(
                    "Levels of different scales are not added up."
                    " Choose one scale for all indicators, or count the levels."
                )
            )
        )
    bounds = [band["from"] for band in instrument.bands]
    if bounds and bands.faults(bounds):
        found.append(Gap(_("The bands have a gap or overlap. Open the bands and mend them.")))
    return found


def without_english(instrument: Instrument, sections: list[Section]) -> list[str]:
    """What readers of English will see in Indonesian: names of parts, codes of indicators."""
    found = [] if instrument.title.get("en") else [_("the title")]
    found += [section.name for section in sections if not section.title.get("en")]
    for section in sections:
        for item in section.indicators.all():
            shown = (item.text, item.twin, item.levels, item.help, item.questions)
            if any(words.get("id") and not words.get("en") for words in shown):
                found.append(item.code)
    return found
