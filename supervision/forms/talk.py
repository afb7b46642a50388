from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import DayField
from portal.forms import helper
from supervision.models import FollowUp


class WordsForm(forms.Form):
    """A few words: a turn, a reply, a proof, a reflection."""

    text = forms.CharField(
        label=_("Words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, label: str = "", rows: int = 3, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].widget.attrs["rows"] = rows
        self.helper = helper()


class TurnForm(WordsForm):
    KINDS = [
        ("saw", _("What I saw")),
        ("question", _("Question")),
        ("answer", _("Answer")),
        ("agreement", _("Agreement")),
    ]
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)

    field_order = ["kind", "text"]


class StepForm(forms.ModelForm):
    """One bite-sized step; at most three in a talk."""

    due_on = DayField(
        label=_("By when"), help_text=_("For example 26 November 2026 or 26/11/2026.")
    )

    class Meta:
        model = FollowUp
        fields = ["what", "owner_kind", "due_on", "sign", "support", "may_travel"]
        widgets = {"owner_kind": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = FollowUp.OwnerKind.choices
        self.fields["owner_kind"].choices = kinds  # type: ignore[attr-defined]
        self.helper = helper()
