from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.fields import DayField, TextField, TimeField
from portal.forms import helper
from supervision.schedule import Closed


class ProposalForm(forms.Form):
    """Another date and why; the other side reads the reason."""

    day = DayField(
        label=_("Date that suits better"),
        help_text=_("For example 26 November 2026 or 26/11/2026."),
    )
    time = TimeField(label=_("Time"), required=False, help_text=_("For example 07.30."))
    reason = TextField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence is enough. The other side reads it."),
    )

    def __init__(self, *args: Any, today: dt.date, without: Closed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.without = today, without
        self.helper = helper()

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if day < self.today:
            raise ValidationError(_("This date has passed."))
        if reason := self.without.reason(day):
            raise ValidationError(_("No lessons on this date: %(why)s."), params={"why": reason})
        return day
