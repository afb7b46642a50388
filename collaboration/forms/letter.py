from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.actions.letter import tidy
from collaboration.models import Letter
from portal.fields import TextField
from portal.forms import helper


class LetterCodeForm(forms.Form):
    code = TextField(
        label=gettext_lazy("Code of the letter"),
        max_length=40,
        help_text=gettext_lazy("Twelve letters and digits beside the square on the letter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if len(code) != Letter.SIGNS:
            raise ValidationError(_("A code has twelve letters and digits. Please compare again."))
        return code
