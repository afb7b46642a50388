from __future__ import annotations

from typing import Any

from django import forms

from collaboration.models import Activity
from portal.forms import helper


class MinutesForm(forms.ModelForm):
    class Meta:
        model = Activity
        fields = ["problem", "decision", "to_try"]
        widgets = {
            "problem": forms.Textarea(attrs={"rows": 3}),
            "decision": forms.Textarea(attrs={"rows": 3}),
            "to_try": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_try"].required = True
        self.helper = helper()
