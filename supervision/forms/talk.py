from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal import files
from portal.fields import DayField, ManyField, TextField
from portal.forms import helper, narrow
from portal.models import User
from supervision.models import FollowUp, Indicator, Reflection, Theme
from supervision.models.talk import PROMPTS, TALKED


class WordsForm(forms.Form):
    """A few words: a turn, a reply, a proof, a reflection."""

    text = TextField(label=_("Words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str = "", rows: int = 3, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].widget.attrs["rows"] = rows
        self.helper = helper()


class TurnForm(WordsForm):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in TALKED],
        widget=forms.RadioSelect,
    )

    field_order = ["kind", "text"]


class StepForm(forms.ModelForm):
    """One bite-sized step; at most three in a talk."""

    due_on = DayField(
        label=_("By when"), help_text=_("For example 26 November 2026 or 26/11/2026.")
    )

    class Meta:
        model = FollowUp
        fields = [
            "what",
            "owner_kind",
            "due_on",
            "sign",
            "support",
            "indicator",
            "helpers",
            "may_travel",
        ]
        labels = {"indicator": _("Indicator"), "helpers": _("Helped by")}
        field_classes = {
            "what": TextField,
            "sign": TextField,
            "support": TextField,
            "helpers": ManyField,
        }
        widgets = {"owner_kind": forms.RadioSelect, "helpers": forms.CheckboxSelectMultiple}

    def __init__(
        self,
        *args: Any,
        indicators: QuerySet[Indicator],
        colleagues: QuerySet[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds = FollowUp.OwnerKind.choices
        self.fields["owner_kind"].choices = kinds  # type: ignore[attr-defined]
        narrow(self, indicator=indicators, helpers=colleagues)
        self.fields["indicator"].empty_label = _("Not tied to one")  # type: ignore[attr-defined]
        self.fields["helpers"].required = False
        self.helper = helper()


class NextForm(forms.Form):
    next_on = DayField(
        label=_("When do you see each other again?"),
        help_text=_("For example 26 November 2026 or 26/11/2026."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class ProofForm(WordsForm):
    """What was done, in words first; a file may stand beside it."""

    file = forms.FileField(
        label=_("A photo or document (may stay empty)"),
        help_text=_(
            "JPEG, PNG or WebP up to 5 MB; PDF, Word, Excel or PowerPoint up to 10 MB."
            " Please no faces of children."
        ),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
    )
    field_order = ["text", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label=str(_("What was done, in a sentence")), **kwargs)

    def clean_file(self) -> files.Checked | None:
        upload = self.cleaned_data["file"]
        return files.check(upload) if upload else None


class ReflectionForm(forms.Form):
    """Four questions, free words and themes: each may stay empty, some words may not."""

    text = TextField(
        label=_("In your own words"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    themes = forms.MultipleChoiceField(
        label=_("What it is about"),
        help_text=_("For your own overview, as many as fit (may stay empty)."),
        choices=Theme.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in PROMPTS.items():
            self.fields[name] = TextField(
                label=str(question),
                max_length=3000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([*PROMPTS, "text", "themes"])
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in (*PROMPTS, "text")):
            self.add_error("text", _("Write a few words, one sentence is enough."))
        return data

    @property
    def words(self) -> dict[str, Any]:
        """What was written, as the action takes it."""
        data = self.cleaned_data
        answers = {name: data[name] for name in PROMPTS}
        return {"text": data["text"], "answers": answers, "themes": data["themes"]}

    @staticmethod
    def initial_of(reflection: Reflection) -> dict[str, Any]:
        return {
            **reflection.answers,
            "text": reflection.text,
            "themes": reflection.themes,
        }
