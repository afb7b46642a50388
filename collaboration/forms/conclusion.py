from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from collaboration.findings.matrix import Excerpt
from collaboration.models import ConclusionEvidence, Theme
from portal.fields import ManyField, TextField
from portal.forms import helper


class ConclusionForm(forms.Form):
    """A claim, the themes it rests on, and what speaks against it."""

    claim = TextField(
        label=gettext_lazy("What you conclude"),
        help_text=gettext_lazy(
            "One or two sentences, without names. Example: pupils ask more where the teacher waits."
        ),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    themes = ManyField(
        label=gettext_lazy("Themes it rests on"),
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    weighing = TextField(
        label=gettext_lazy("What speaks against it, and what you make of that (may wait)"),
        help_text=gettext_lazy("Also write where you have looked and found nothing against it."),
        max_length=1200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, themes: QuerySet[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        self.helper = helper()


class PlacingForm(forms.Form):
    """For each excerpt on the page the side it was seen on, and the one chosen now."""

    def __init__(self, *args: Any, rows: Sequence[Excerpt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [("", gettext_lazy("not placed yet")), *ConclusionEvidence.Side.choices]
        self.rows = {str(row.pk): row for row in rows if f"side-{row.pk}" in self.data}
        for pk in self.rows:
            for name in ("side", "seen"):
                field = forms.ChoiceField(choices=sides, required=False)
                self.fields[f"{name}-{pk}"] = field

    @property
    def chosen(self) -> list[tuple[Excerpt, str, str]]:
        found = self.cleaned_data
        return [(row, found[f"seen-{pk}"], found[f"side-{pk}"]) for pk, row in self.rows.items()]


class CheckForm(forms.Form):
    remark = TextField(
        label=gettext_lazy("Your remark (needed when you send it back)"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 0
