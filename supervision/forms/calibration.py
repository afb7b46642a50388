from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal import choosing
from portal.fields import DayField, ManyField, TextField
from portal.forms import helper, narrow
from portal.models import User
from supervision.models import Instrument

LESSONS = 6


class CalibrationForm(forms.Form):
    """Whom to look with, at which lessons, and with which form."""

    title = TextField(label=_("Title"), max_length=160)
    instrument = forms.ModelChoiceField(
        label=_("Form"), queryset=Instrument.objects.none(), empty_label=None
    )
    raters = ManyField(
        label=_("Who rates with you?"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        instruments: QuerySet[Instrument],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, LESSONS + 1):
            self.fields[f"lesson_{number}"] = TextField(
                label=_("Lesson %(n)s") % {"n": number},
                max_length=160,
                required=number == 1,
                help_text=_("For example: class 4A, IPAS, or the title of a video.")
                if number == 1
                else "",
            )
            self.fields[f"day_{number}"] = DayField(label=_("Date"), required=False)
        narrow(self, instrument=instruments)
        choosing.people(self, raters=people)
        self.helper = helper()

    def clean(self) -> None:
        super().clean()
        for number in range(1, LESSONS + 1):
            about, day = (self.cleaned_data.get(f"{name}_{number}") for name in ("lesson", "day"))
            if day and not about and f"lesson_{number}" not in self.errors:
                self.add_error(f"lesson_{number}", _("Name the lesson of this date."))

    def lessons(self) -> list[tuple[str, dt.date | None]]:
        data = self.cleaned_data
        rows = [(data.get(f"lesson_{n}"), data.get(f"day_{n}")) for n in range(1, LESSONS + 1)]
        return [(about, day) for about, day in rows if about]
