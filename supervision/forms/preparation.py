from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import ManyField, TextField
from portal.forms import helper, narrow
from supervision.models import Agreement, Indicator

STARTERS = (
    _("I would like to know whether ..."),
    _("What I am not satisfied with yet is ..."),
    _("Please watch for pupils who ..."),
)
Technique = Agreement.Technique
HOW = {
    Technique.NOTES: _("What happens is written down with its minute."),
    Technique.VERBATIM: _("Questions and answers are written down word for word."),
    Technique.COUNT: _("One thing is counted, for example questions or turns of pupils."),
    Technique.SEATING: _("On a map of the seats one sees who spoke or was helped."),
    Technique.DOCUMENT: _("The plan, the board and pupils' work are looked at."),
}


class FocusForm(forms.ModelForm):
    """The focus in the teacher's own words, and how one will look."""

    focus = TextField(
        label=_("What shall be looked at?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the focus first, one sentence is enough.")},
    )

    indicators = ManyField(label=_("indicators"), queryset=Indicator.objects.none(), required=False)

    class Meta:
        model = Agreement
        fields = ["focus", "technique"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, indicators=Indicator.objects.asked_in(self.instance.session))
        self.fields["technique"].required = False
        self.helper = helper()

    def clean_technique(self) -> str:
        return self.cleaned_data["technique"] or self.instance.technique
