"""A number of a dashboard, with the list that stands behind it where that may be opened."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def grouped(number: float) -> str:
    """With the language's sign between thousands: 1.695 in Indonesian, 1,695 in English."""
    return number_format(number, force_grouping=True)


@register.simple_tag
def opens(
    links: Mapping[str, tuple[str, str]], what: str, count: int, label: str = ""
) -> SafeString:
    """``count``, as a link where ``links`` has one for ``what``; nothing opens none.

    ``links`` holds address and words by name; the words are there for those who hear the link,
    unless a ``label`` is written after the number.
    """
    link = links.get(what) if count else None
    shown = format_html("<strong>{}</strong>{}", grouped(count), label) if label else None
    if link is None:
        return format_html('<span data-number="{}">{}</span>', what, shown or grouped(count))
    address, words = link
    heard = format_html('<span class="visually-hidden"> {}</span>', words)
    return format_html(
        '<a data-number="{}" href="{}">{}</a>',
        what,
        address,
        shown or format_html("{}{}", grouped(count), heard),
    )
