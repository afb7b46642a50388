from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import choosing
from portal.fields import DayField, ManyField, TextField, TimeField
from portal.forms import helper
from portal.models import User
from supervision.actions.group import FEWEST, MOST
from supervision.models import IN_GROUPS, Aspect, GroupVisit, Technique


class GroupForm(forms.ModelForm):
    """A supervision of several teachers: what for, how, when, and who."""

    title = TextField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("For example: Short questions before the lesson."),
    )
    purpose = TextField(
        label=gettext_lazy("What it is for (may stay empty)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    technique = forms.ChoiceField(
        label=gettext_lazy("Technique"),
        choices=[(row.value, row.label) for row in IN_GROUPS],
        widget=forms.RadioSelect,
        initial=Technique.GROUP_TALK,
    )
    planned_on = DayField(
        label=gettext_lazy("Date"),
        help_text=gettext_lazy("For example 26 November 2026 or 26/11/2026."),
    )
    planned_time = TimeField(
        label=gettext_lazy("Time"), required=False, help_text=gettext_lazy("For example 07.30.")
    )
    teachers = ManyField(
        label=gettext_lazy("Who takes part"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("From two to thirty. Each has a conversation of her own."),
    )
    aspects = forms.MultipleChoiceField(
        label=gettext_lazy("Aspects rated in each one's own visit (may stay empty)"),
        choices=Aspect.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Without an aspect each has a conversation only, which is fine."),
    )

    class Meta:
        model = GroupVisit
        fields = ["title", "purpose", "technique", "planned_on", "planned_time"]

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosing.people(self, teachers=people)
        self.helper = helper()

    def clean_teachers(self) -> list[User]:
        chosen = list(self.cleaned_data["teachers"])
        if not FEWEST <= len(chosen) <= MOST:
            raise ValidationError(_("Choose between two and thirty teachers."))
        return chosen


class NotesForm(forms.Form):
    notes = TextField(
        label=gettext_lazy("What was seen and said together"),
        help_text=gettext_lazy("Everybody who takes part reads this."),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
