from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.fields import TextField
from portal.forms import helper

PART = re.compile(r"(\d{1,4})(?:\s*[-\u2013]\s*(\d{1,4}))?")


def numbers(text: str, known: set[int]) -> set[int]:
    """The numbers of a list that ``text`` names: "1-7, 9, 12" and "1\u20137 9" alike.

    Raises ``ValidationError`` for what is no number and for one that is not ``known``.
    """
    found: set[int] = set()
    whole = re.sub(r"\s*([-\u2013])\s*", r"\1", text)
    for part in re.split(r"[\s,;.]+", whole.strip()):
        if not part:
            continue
        read = PART.fullmatch(part) if part.isascii() or "\u2013" in part else None
        if read is None:
            raise forms.ValidationError(
                _('"%(part)s" is no number of the list. Example: 1-7, 9, 12.') % {"part": part[:20]}
            )
        first, last = int(read[1]), int(read[2] or read[1])
        found |= set(range(min(first, last), max(first, last) + 1))
    if strange := sorted(found - known):
        raise forms.ValidationError(
            _("Number %(number)s is not on the list; the last one is %(last)s.")
            % {"number": strange[0], "last": max(known, default=0)}
        )
    return found


class PaperForm(forms.Form):
    """What came on paper: numbers of the list, and a guest who is not on it."""

    numbers = TextField(
        label=gettext_lazy("Who came, by number on the list (may stay empty)"),
        help_text=gettext_lazy(
            "Quickest for a long list, for example 1-57, 59. They count beside the boxes."
        ),
        max_length=400,
        required=False,
    )
    guest = TextField(
        label=gettext_lazy("A guest: name and institution (may stay empty)"),
        max_length=160,
        required=False,
    )

    def __init__(self, *args: Any, known: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["numbers"].widget.attrs.update(inputmode="text", autocomplete="off")
        self.helper = helper()

    def clean_numbers(self) -> set[int]:
        return numbers(self.cleaned_data["numbers"], self.known)


class CodeForm(forms.Form):
    code = TextField(
        label=gettext_lazy("The six letters of today"),
        max_length=20,
        help_text=gettext_lazy("The host reads them aloud or writes them on the board."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class TrialForm(forms.Form):
    outcome = TextField(
        label=gettext_lazy("What happened, in one line"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
