from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms.activity import ActivityForm
from collaboration.meetings import circle
from collaboration.models import PeerVisit
from portal import choosing
from portal.fields import TextField
from portal.forms import helper
from portal.models import User


class PeerVisitCallForm(ActivityForm):
    """A visit to propose: with whom, in whose class, and the focus. Its title names nobody."""

    colleague = forms.ModelChoiceField(label=_("With whom"), queryset=User.objects.none())
    comes = forms.ChoiceField(
        label=_("Who visits whom"),
        choices=[
            ("me", _("I visit my colleague's lesson")),
            ("colleague", _("My colleague visits my lesson")),
        ],
        widget=forms.RadioSelect,
        initial="me",
    )
    focus = TextField(
        label=_("Focus"),
        max_length=300,
        help_text=_("One thing to look at in pupils. Your colleague may change it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = ["colleague", "comes", "focus", "class_name", *ActivityForm.field_order]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title"]
        people = circle.people(self.at).exclude(pk=self.user.pk)
        choosing.people(self, colleague=people)

    def clean(self) -> dict[str, Any] | None:
        if not circle.people(self.at).filter(pk=self.user.pk).exists():
            raise forms.ValidationError(
                _("A peer visit is between two people of the same school or forum.")
            )
        return super().clean()


class FocusForm(forms.ModelForm):
    class Meta:
        model = PeerVisit
        fields = ["focus"]
        field_classes = {"focus": TextField}
        widgets = {"focus": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class WordsForm(forms.ModelForm):
    """One text of a record, which may not stay empty; ``name`` says which."""

    class Meta:
        model = PeerVisit
        fields = ["seen", "thanks"]
        field_classes = {"seen": TextField, "thanks": TextField}
        widgets = {
            "seen": forms.Textarea(attrs={"rows": 6}),
            "thanks": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for other in {"seen", "thanks"} - {name}:
            del self.fields[other]
        self.fields[name].required = True
        self.helper = helper()
