from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.models import Offer
from portal.fields import ManyField, TextField
from portal.forms import helper, narrow
from portal.models import School
from supervision.actions.plan import default_form
from supervision.forms import boxes
from supervision.models import Aspect, Indicator

MOST = 5  # indicators in one offer


class OfferForm(forms.Form):
    """What one can help with, in a sentence; indicators and class if one likes."""

    sentence = TextField(
        label=gettext_lazy("I can help with ..."),
        help_text=gettext_lazy("For example: question cards, or sorting pupils' answers."),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    grade = forms.TypedChoiceField(
        label=gettext_lazy("The class I teach (may stay empty)"),
        choices=[("", gettext_lazy("No class of my own")), *((n, str(n)) for n in range(1, 7))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    indicators = ManyField(
        label=gettext_lazy("What does it belong to? (may stay empty)"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, school: School, offer: Offer | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = list(offer.indicators.values_list("pk", flat=True)) if offer else []
        if offer:
            self.initial = {
                "sentence": offer.sentence,
                "grade": offer.grade,
                "indicators": chosen,
            }
        defaults = [default_form(school, aspect) for aspect in Aspect.values]
        offered = Q(instrument__in=[row.pk for row in defaults if row]) | Q(pk__in=chosen)
        rows = Indicator.objects.filter(offered).select_related("instrument")
        narrow(self, indicators=rows.order_by("instrument", "order"))
        self.helper = helper("sentence", "grade")

    def clean_indicators(self) -> Any:
        chosen = self.cleaned_data["indicators"]
        if len(chosen) > MOST:
            raise ValidationError(_("Choose at most five."))
        return chosen

    @property
    def groups(self) -> list[boxes.Group]:
        return boxes.by_aspect(self["indicators"])
