from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.fields import DayField, ManyField, TextField
from portal.forms import helper, narrow
from portal.models import School
from supervision.actions.plan import default_form
from supervision.forms import boxes
from supervision.models import Aspect, Indicator, Wish

MOST = 5  # indicators in one wish


class WishForm(forms.Form):
    """What she would like help with; a day and indicators if she likes."""

    text = TextField(
        label=gettext_lazy("What would you like help with?"),
        help_text=gettext_lazy("Write it as you would say it. One sentence is enough."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wanted_on = DayField(
        label=gettext_lazy("A day that would suit you (may stay empty)"),
        help_text=gettext_lazy("For example 26 November 2026 or 26/11/2026."),
        required=False,
    )
    indicators = ManyField(
        label=gettext_lazy("What shall be looked at? (may stay empty)"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, school: School, today: dt.date, wish: Wish | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        chosen = list(wish.indicators.values_list("pk", flat=True)) if wish else []
        if wish:
            self.initial = {"text": wish.text, "wanted_on": wish.wanted_on, "indicators": chosen}
        defaults = [default_form(school, aspect) for aspect in Aspect.values]
        offered = Q(instrument__in=[row.pk for row in defaults if row])
        offered |= Q(pk__in=chosen)
        rows = Indicator.objects.filter(offered).select_related("instrument")
        narrow(self, indicators=rows.order_by("instrument", "order"))
        self.helper = helper("text", "wanted_on")

    def clean_wanted_on(self) -> dt.date | None:
        day = self.cleaned_data["wanted_on"]
        if day and day < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        return day

    def clean_indicators(self) -> Any:
        chosen = self.cleaned_data["indicators"]
        if len(chosen) > MOST:
            raise ValidationError(_("Choose at most five, so that there is time to talk."))
        return chosen

    @property
    def groups(self) -> list[boxes.Group]:
        return boxes.by_aspect(self["indicators"])
