from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.models import Attendance
from portal.fields import TextField
from portal.forms import helper


class AnswerForm(forms.Form):
    """Coming or not, with a few words to who calls."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=Attendance.Answer.choices, widget=forms.RadioSelect
    )
    words = TextField(
        label=_("A few words to who calls, if you like"),
        max_length=160,
        required=False,
        widget=forms.TextInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
