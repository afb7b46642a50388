from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.plan_text import MOST
from portal.fields import TextField
from portal.forms import helper


class SuggestionForm(forms.Form):
    """The text of one section as the reader would write it, and why."""

    text = TextField(
        label=gettext_lazy("How would you write this part?"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6, "data-growing": True}),
        error_messages={"required": gettext_lazy("Write how this part could read.")},
    )
    why = TextField(
        label=gettext_lazy("Why? (may stay empty)"),
        help_text=gettext_lazy("One sentence that helps your colleague."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, before: str, **kwargs: Any) -> None:
        self.before = before
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text.split() == self.before.split():
            raise ValidationError(_("This is what stands there already. Change what you would."))
        return text


class ReviewForm(forms.Form):
    """Words for the authors, or the mark alone."""

    words = TextField(
        label=gettext_lazy("A word for the authors (may stay empty)"),
        help_text=gettext_lazy("What helps the pupils here? What would you ask about?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-growing": True}),
    )
    together = forms.BooleanField(
        label=gettext_lazy("We have read this version together"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not (found.get("words") or found.get("together") or self.errors):
            self.add_error("words", _("Write a word, or tick that you have read it together."))
        return found
