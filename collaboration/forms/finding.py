from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from collaboration.findings.texts import Sentence
from collaboration.models import Theme
from portal.fields import TextField
from portal.forms import helper


def _area(label: Any, help_text: Any, *, required: bool = False) -> TextField:
    return TextField(
        label=label,
        help_text=help_text,
        max_length=400,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ThemeForm(forms.Form):
    """An entry of the code book: enough that a second coder does the same."""

    name = TextField(label=gettext_lazy("Name of the theme"), max_length=60)
    definition = _area(
        gettext_lazy("What it means"),
        gettext_lazy("One or two sentences that a second coder would read in the same way."),
        required=True,
    )
    example = _area(
        gettext_lazy("Example (may stay empty)"),
        gettext_lazy("Make one up. Do not copy the words of a colleague."),
    )
    when_not = _area(
        gettext_lazy("When not (may stay empty)"),
        gettext_lazy("What looks like it and belongs to another theme."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class CodingForm(forms.Form):
    """One theme and the sentences that speak of it; "nothing" says the text was read."""

    theme = forms.ModelChoiceField(
        label=gettext_lazy("Theme"),
        queryset=Theme.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a theme"),
    )
    sentence = forms.MultipleChoiceField(label=gettext_lazy("Sentences"), required=False)

    def __init__(
        self, *args: Any, themes: QuerySet[Theme], lines: list[Sentence], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes  # type: ignore[attr-defined]
        self.fields["sentence"].choices = [  # type: ignore[attr-defined]
            (line.digest, line.words) for line in lines
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if "nothing" in self.data or self.errors:
            return found
        if not found.get("theme"):
            self.add_error("theme", gettext_lazy("Choose the theme of the sentences."))
        if not found.get("sentence"):
            words = gettext_lazy("Tick at least one sentence, or say that there is none here.")
            self.add_error("sentence", words)
        return found
