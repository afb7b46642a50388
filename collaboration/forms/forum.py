"""Forms of a forum: founding it, an office with its term, the code one joins with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from collaboration.models import Forum, Membership, Officer
from portal.fields import DayField, TextField
from portal.forms import helper
from portal.models import Cluster, Region, School, User

Kind = Forum.Kind
KINDS: dict[type, tuple[Kind, ...]] = {
    Cluster: (Kind.CLUSTER, Kind.GRADE, Kind.RELIGION, Kind.SPORT),
    Region: (Kind.SUBDISTRICT, Kind.GRADE, Kind.RELIGION, Kind.SPORT),
    School: (Kind.SCHOOL, Kind.SCHOOLS),
}


class FoundForm(forms.Form):
    """What kind of forum begins at ``place``; a KKG of a class says which."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    grade = forms.TypedChoiceField(
        label=_("Class (only for a KKG of a class)"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "-"), *((number, str(number)) for number in range(1, 7))],
    )
    name = TextField(label=_("Name of the forum"), max_length=120)

    def __init__(self, data: Any = None, *, place: Cluster | Region | School) -> None:
        kinds = KINDS[type(place)]
        word = _("Learning community") if isinstance(place, School) else "KKG"
        first = {"kind": kinds[0], "name": f"{word} {place.name}"[:120]}
        super().__init__(data, initial=first)
        self.fields["kind"].choices = [(row.value, row.label) for row in kinds]  # type: ignore[attr-defined]
        if isinstance(place, School):
            del self.fields["grade"]
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        grade = data.get("grade")
        if data.get("kind") == Kind.GRADE and not grade:
            self.add_error("grade", ValidationError(_("Choose the class of this KKG.")))
        return {**data, "grade": grade if data.get("kind") == Kind.GRADE else None}


class OfficeForm(forms.Form):
    office = forms.ChoiceField(
        label=_("Office"), choices=Officer.Office.choices, widget=forms.RadioSelect
    )
    decree = TextField(
        label=_("Number of the decree (may stay empty)"), max_length=80, required=False
    )
    began_on = DayField(label=_("First day"))
    ended_on = DayField(label=_("Last day (may stay empty)"), required=False)

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"began_on": today})
        self.helper = helper()


class OfficeEndForm(forms.Form):
    """``last`` day of a term, and the member who takes the office from the day after."""

    last = DayField(label=_("Last day"), help_text=_("The office may be used up to this day."))
    successor = forms.ModelChoiceField(
        Membership.objects.none(),
        label=_("Who follows (may stay empty)"),
        required=False,
        help_text=_("That term begins the day after, and the person is told."),
    )

    def __init__(self, data: Any = None, *, row: Officer, user: User, today: dt.date) -> None:
        super().__init__(data, initial={"last": row.ended_on or max(today, row.began_on)})
        self.row = row
        others = Membership.objects.filter(forum=row.forum_id, ended_on=None)
        field = self.fields["successor"]
        field.queryset = others.exclude(user=row.user_id).select_related("user")  # type: ignore[attr-defined]
        field.queryset = field.queryset.order_by("user__name", "pk")  # type: ignore[attr-defined]
        field.label_from_instance = lambda member: member.user.name  # type: ignore[attr-defined]
        if row.office == Officer.Office.CHAIR and row.user_id == user.pk:
            field.required = True
            field.label = _("Who follows")
            field.error_messages["required"] = _(
                "Choose who leads after you: without a chair nobody could ask members or enter "
                "offices."
            )
        if row.office == Officer.Office.SECTION:
            del self.fields["successor"]
        self.helper = helper()

    def clean_last(self) -> dt.date:
        last: dt.date = self.cleaned_data["last"]
        if last < self.row.began_on:
            raise ValidationError(_("The last day lies before the first day."))
        if last.year > self.row.began_on.year + 10:
            raise ValidationError(_("This day is far away. Is the year right?"))
        return last


class CodeForm(forms.Form):
    code = TextField(
        label=_("Code of the forum"),
        max_length=20,
        help_text=_("Eight signs, for example K7QM-2XHA. The chair reads it to you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = helper()
