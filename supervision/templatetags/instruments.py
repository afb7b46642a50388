"""Words and marks of instruments. No query, no permission."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext, pgettext

from supervision.models import Indicator, Instrument

register = template.Library()


@register.inclusion_tag("_status.html")
def instrument_badge(instrument: Instrument) -> dict[str, Any]:
    """Shape and word of where an instrument stands: draft, in use, retired."""
    if not instrument.published_at:
        return badge("neutral", "open", pgettext("instrument", "Draft"))
    if instrument.retired_at:
        return badge("neutral", "dash", pgettext("instrument", "No longer used"))
    return badge("done", "square", pgettext("instrument", "In use"))


def badge(tone: str, mark: str, word: str) -> dict[str, Any]:
    return {"tone": tone, "mark": mark, "word": word, "late": False}


@register.filter
def whose(instrument: Instrument) -> str:
    """The school or region that an instrument belongs to, or the portal."""
    return str(instrument.place or "Rembuk")


@register.filter
def described(indicator: Indicator) -> list[tuple[str, str]]:
    """Each level of the indicator's scale as "3 Mantap" with its description, lowest first."""
    texts = indicator.descriptions
    return [
        (
            str(word) if str(word) == str(level) else f"{level} {word}",
            texts[at] if at < len(texts) else "",
        )
        for at, (level, word) in enumerate(indicator.choices)
    ]


@register.filter
def applies(indicator: Indicator) -> str:
    """To which classes and subjects an indicator applies; "" for all."""
    words = dict(Indicator.ClassKind.choices)
    parts = [str(words.get(part, part)) for part in indicator.applies_to.split(",") if part]
    grades = [part for part in indicator.grades.split(",") if part]
    if grades:
        parts.append(gettext("class %(grades)s") % {"grades": ", ".join(grades)})
    return "; ".join(parts)
