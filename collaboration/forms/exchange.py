from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import choosing
from portal.fields import DayField, TextField
from portal.forms import helper, narrow
from portal.models import User
from supervision.models import Method


class ExchangeForm(forms.Form):
    """What was taken over, from whom, in which class it was tried and what happened."""

    method = forms.ModelChoiceField(
        label=gettext_lazy("Which method did you try?"), queryset=Method.objects.none()
    )
    lender = forms.ModelChoiceField(
        label=gettext_lazy("From whom is it? (may stay empty)"),
        help_text=gettext_lazy("She is told and thanked, and can read what you write here."),
        queryset=User.objects.none(),
        required=False,
    )
    grade = forms.TypedChoiceField(
        label=gettext_lazy("In which class?"),
        choices=[("", "---------"), *((n, str(n)) for n in range(1, 7))],
        coerce=int,
    )
    tried_on = DayField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("For example 26 November 2026 or 26/11/2026."),
    )
    happened = TextField(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy("What pupils did, what you would keep, what you would change."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-growing": True}),
    )

    def __init__(
        self,
        *args: Any,
        methods: QuerySet[Method],
        colleagues: QuerySet[User],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        narrow(self, method=methods)
        choosing.people(self, lender=colleagues)
        self.helper = helper()

    def clean_tried_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["tried_on"]
        if day > self.today:
            raise ValidationError(_("This day has not come yet. Write down what was tried."))
        return day
