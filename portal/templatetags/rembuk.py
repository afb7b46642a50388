"""Formats for the screen. No query, no permission."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from portal.forms import Problem, problems

register = template.Library()

SHAPES = {
    "open": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>',
    "half": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>',
    "ring": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<circle cx="8" cy="8" r="2" fill="currentColor"/>',
    "tick": '<path d="M2.5 8.5l3.5 3.5 7.5-8" fill="none" stroke="currentColor" '
    'stroke-width="2.2"/>',
    "square": '<rect x="3" y="3" width="10" height="10" fill="currentColor"/>',
    "dash": '<path d="M3 8h10" stroke="currentColor" stroke-width="2.2"/>',
    "clock": '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 5v3.5l2.2 1.5" fill="none" stroke="currentColor" stroke-width="1.6"/>',
}
ICONS = {
    "home": '<path d="M2 7.5 8 2.5l6 5V14H9.5v-4h-3v4H2z"/>',
    "talk": '<path d="M2 3h12v8H7l-3.5 3v-3H2z"/>',
    "people": '<circle cx="6" cy="5" r="2.5"/><path d="M1.5 13.5c0-3 2-4.5 4.5-4.5s4.5 1.5 4.5 '
    '4.5z"/>'
    '<path d="M10.5 2.8a2.5 2.5 0 0 1 0 4.6M12 9.4c1.6.6 2.5 2 2.5 4.1"/>',
    "book": '<path d="M2 3c2.5-.7 4.5-.4 6 .8 1.5-1.200 3.500-1.500 '
    '6-.8v10c-2.500-.7-4.500-.4-6 .8-1.500-1.200-3.500-1.500-6-.8zM8 3.800v10"/>',
    "chart": '<path d="M2 14h12M4 14V8M8 14V3M12 14V6"/>',
    "place": '<path d="M8 14s5-4.500 5-8A5 5 0 0 0 3 6c0 3.500 5 8 5 8z"/><circle cx="8" '
    'cy="6" r="1.700"/>',
    "upload": '<path d="M8 10V2M5 5l3-3 3 3M2 11v3h12v-3"/>',
    "more": '<circle cx="3" cy="8" r="1"/><circle cx="8" cy="8" r="1"/><circle cx="13" '
    'cy="8" r="1"/>',
    "lock": '<path d="M3.500 7h9v7h-9zM5.500 7V5a2.500 2.500 0 0 1 5 0v2"/>',
    "eye": '<path d="M1 8s2.500-4.500 7-4.500S15 8 15 8s-2.500 4.500-7 4.500S1 8 1 8z"/>'
    '<circle cx="8" cy="8" r="2"/>',
    "check": '<path d="M2.500 8.500l3.500 3.500 7.500-8"/>',
    "list": '<path d="M5 4h9M5 8h9M5 12h9M2 4h.5M2 8h.5M2 12h.5"/>',
    "key": '<circle cx="5" cy="8" r="3"/><path d="M8 8h6.500v2.500M12 8v2"/>',
    "calendar": '<path d="M2 4h12v10H2zM2 7h12M5 2v3M11 2v3"/>',
    "bell": '<path d="M3.500 11.500V7a4.500 4.500 0 0 1 9 0v4.500l1 1h-11zM6.500 14h3"/>',
    "gear": '<circle cx="8" cy="8" r="2.200"/><path d="M8 1.500v2M8 12.500v2M1.500 '
    "8h2M12.500 8h2M3.400 3.400l1.400 1.400M11.200 11.200l1.400 1.400M3.400 "
    '12.600l1.400-1.400M11.200 4.800l1.400-1.400"/>',
    "help": '<circle cx="8" cy="8" r="6"/><path d="M6 6.200a2 2 0 1 1 2.700 '
    '1.900c-.5.200-.7.500-.7 1.100M8 11.500v.3"/>',
    "info": '<circle cx="8" cy="8" r="6"/><path d="M8 7.200v4M8 4.700v.3"/>',
}


def drawing(body: str, css: str) -> SafeString:
    head = f'<svg class="{css}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    return mark_safe(f"{head}{body}</svg>")  # noqa: S308  only the constants above


@register.simple_tag
def icon(name: str) -> SafeString:
    return drawing(ICONS.get(name, ICONS["more"]), "icon")


@register.simple_tag
def shape(name: str) -> SafeString:
    return drawing(SHAPES[name], "shape")


@register.inclusion_tag("_status.html")
def badge(tone: str, mark: str, word: str) -> dict[str, Any]:
    """Any other status: ``tone`` of the tokens, ``mark`` of the shapes, the word."""
    return {"tone": tone, "mark": mark, "word": word, "late": False}


@register.filter
def date_long(day: dt.date | None) -> str:
    """ "Kamis, 26 November 2026"."""
    return formats.date_format(day, "l, j F Y") if day else ""


@register.filter
def date_short(day: dt.date | None) -> str:
    return formats.date_format(day, "d-m-Y") if day else ""


@register.filter
def near(day: dt.date | None, today: dt.date | None = None) -> str:
    """The day with how far it is: "besok, 26 November 2026"; beyond a week the day alone."""
    if not day:
        return ""
    full = formats.date_format(day, "l, j F Y")
    days = (day - (today or timezone.localdate())).days
    if days == 0:
        return gettext("today, %(day)s") % {"day": full}
    if days == 1:
        return gettext("tomorrow, %(day)s") % {"day": full}
    if 1 < days <= 7:
        return gettext("in %(days)s days, %(day)s") % {"days": days, "day": full}
    return full


@register.filter
def overdue(day: dt.date, today: dt.date | None = None) -> str:
    """How long a step is past its day, kindly; "" if it is not."""
    days = ((today or timezone.localdate()) - day).days
    if days <= 0:
        return ""
    return ngettext(
        "%(days)s day past. Is more time needed?",
        "%(days)s days past. Is more time needed?",
        days,
    ) % {"days": days}


@register.filter
def moment(at: dt.datetime | None, zone: str = "Asia/Jakarta") -> str:
    """ "26 November 2026, 09.30 WIB" by the clock of ``zone``."""
    if not at:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    return f"{formats.date_format(local, 'j F Y, H.i')} {local:%Z}"


@register.filter
def number(value: float | None) -> str:
    """At most one decimal, with the reader's decimal sign; None is a dash."""
    if value is None:
        return "\N{EN DASH}"
    rounded = round(value, 1) + 0.0  # no "-0"
    digits = 0 if rounded == int(rounded) else 1
    return formats.number_format(rounded, digits, force_grouping=True)


@register.filter
def two(value: float) -> str:
    """Two decimals with the reader's decimal sign, for an index between -1 and 1."""
    return formats.number_format(round(value, 2), 2)


@register.filter
def masked_nip(nip: str | None) -> str:
    return f"{nip[:4]}{'•' * 14}" if nip else ""


@register.simple_tag
def form_problems(*bound: forms.BaseForm | None) -> list[Problem]:
    return problems(*(form for form in bound if form and form.is_bound))


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key) if mapping else None
