from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from collaboration.barriers import months_before
from collaboration.models import Barrier
from portal.fields import TextField
from portal.forms import helper

MONTHS_BACK = 3  # this month and the two before


class BarrierForm(forms.Form):
    """Two taps and a button; words and month only if one likes."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What stood in the way?"),
        choices=Barrier.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what fits best.")},
    )
    tried = forms.ChoiceField(
        label=gettext_lazy("What was tried?"),
        choices=Barrier.Tried.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy('Choose what was tried. "Nothing yet" is an answer too.')
        },
    )
    words = TextField(
        label=gettext_lazy("In your own words (may stay empty)"),
        help_text=gettext_lazy("One sentence, without names of people."),
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    month = forms.TypedChoiceField(
        label=gettext_lazy("Which month is it about?"), coerce=dt.date.fromisoformat
    )

    def __init__(self, *args: Any, today: dt.date, about_month: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = months_before(today, MONTHS_BACK)[::-1]
        if about_month:
            choices = [(f"{row:%Y-%m-%d}", date_format(row, "F Y")) for row in months]
            self.fields["month"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["month"]
        self.helper = helper()
