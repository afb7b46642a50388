from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.models import TeachingNote
from portal.fields import DayField, TextField
from portal.forms import helper


class TeachingForm(forms.Form):
    """When and where a plan was taught, and one of two sentences about it."""

    taught_on = DayField(
        label=gettext_lazy("Taught on"),
        widget=forms.DateInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("On which day was it taught?")},
    )
    class_name = TextField(
        label=gettext_lazy("In which class?"),
        help_text=gettext_lazy("For example 4A."),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"required": gettext_lazy("In which class was it taught?")},
    )
    worked = TextField(
        label=gettext_lazy("What worked"),
        help_text=gettext_lazy("What did the pupils do or say? Without names of pupils."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-growing": True}),
    )
    change = TextField(
        label=gettext_lazy("What to change"),
        help_text=gettext_lazy("What would you do differently next time?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-growing": True}),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_taught_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["taught_on"]
        if day > self.today:
            raise ValidationError(_("This day is still to come."))
        if day.year < self.today.year - 5:
            raise ValidationError(_("This day is long ago. Is the year right?"))
        return day

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not (found.get("worked") or found.get("change") or self.errors):
            self.add_error("worked", _("Write one of the two: what worked, or what to change."))
        return found

    @classmethod
    def of(cls, row: TeachingNote) -> dict[str, Any]:
        return {name: getattr(row, name) for name in cls.base_fields}
