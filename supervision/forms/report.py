from __future__ import annotations

from typing import Any

from django import forms

from portal.fields import TextField
from portal.forms import helper

LONGEST = 8000


class SectionForm(forms.Form):
    """One section of the term's report."""

    def __init__(self, data: Any = None, *, title: str, text: str) -> None:
        super().__init__(data, initial={"text": text})
        self.fields["text"] = TextField(
            label=title, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10})
        )
        self.helper = helper()
