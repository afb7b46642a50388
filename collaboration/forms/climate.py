from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from collaboration.models.climate import Agreement, Statement
from portal.forms import helper


class ClimateForm(forms.Form):
    """Three statements, four words each. Nothing of it is kept while it is unfinished."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for statement in Statement:
            self.fields[statement.value] = forms.TypedChoiceField(
                label=statement.label,
                choices=Agreement.choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": gettext_lazy("Choose one of the four answers.")},
            )
        self.helper = helper()
