from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.fields import TextField, WholeField, read_whole
from portal.forms import helper
from supervision import tallies
from supervision.models import Agreement, EvidenceNote, Phrase

Kind = EvidenceNote.Kind
LONGEST = 600  # minutes
WRITTEN = (Kind.MOMENT, Kind.VERBATIM, Kind.DOCUMENT)
OF_TECHNIQUE: dict[str, str] = {
    Agreement.Technique.VERBATIM: Kind.VERBATIM,
    Agreement.Technique.DOCUMENT: Kind.DOCUMENT,
}


def read_minute(text: str) -> int:
    minute = read_whole(text)
    if not 0 <= minute <= LONGEST:
        raise ValidationError(_("A minute is a number from 0 to 600."))
    return minute


class MinuteField(WholeField):
    read = staticmethod(read_minute)


class NoteForm(forms.Form):
    text = TextField(
        label=_("What is seen or heard?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in WRITTEN], required=False
    )
    minute = MinuteField(label=_("Minute"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.MOMENT


class NoteChangeForm(forms.Form):
    """The words and minute of a note; a count or a map has no words of its own to mend."""

    text = TextField(
        label=_("What is seen or heard?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minute = MinuteField(label=_("Minute"), required=False)

    def __init__(self, *args: Any, tallied: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tallied:
            del self.fields["text"]
        self.helper = helper()


class CountForm(forms.Form):
    """What is counted: one to four things beside each other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        examples = (_("Open questions of the teacher"), _("Closed questions of the teacher"))
        for number in range(1, tallies.THINGS + 1):
            self.fields[f"thing{number}"] = TextField(
                label=_("What is counted?") if number == 1 else _("And (may stay empty)"),
                help_text=_('For example "%s".') % examples[number - 1] if number < 3 else "",
                max_length=80,
                required=number == 1,
            )
        self.helper = helper()

    @property
    def data_of_note(self) -> dict[str, Any]:
        values = [self.cleaned_data[f"thing{n}"] for n in range(1, tallies.THINGS + 1)]
        return tallies.new_counts(list(dict.fromkeys(filter(None, values))))


class MapForm(forms.Form):
    """A seating map: what is marked on it and how the class sits."""

    title = TextField(
        label=_("What is marked?"),
        help_text=_('For example "Pupils who speak".'),
        max_length=80,
    )
    rows = WholeField(label=_("Rows of tables, front to back"), initial=4)
    columns = WholeField(label=_("Seats beside each other"), initial=5)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("title", Div("rows", "columns", css_class="pair halves"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("rows", "columns"):
            size = cleaned.get(name)
            if size is not None and not 1 <= size <= tallies.WIDEST:
                self.add_error(name, ValidationError(_("Choose a number from 1 to 8.")))
        return cleaned

    @property
    def data_of_note(self) -> dict[str, Any]:
        kept = self.cleaned_data
        return tallies.new_map(kept["title"], kept["rows"], kept["columns"])


class PhraseForm(forms.ModelForm):
    text = TextField(label=_("A short phrase"), max_length=160)

    class Meta:
        model = Phrase
        fields = ["text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
