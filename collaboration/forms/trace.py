from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collaboration.forms.activity import standard_items
from collaboration.models import Activity
from portal.fields import TextField
from portal.forms import helper, narrow
from supervision.models import Aspect, Indicator, SupervisionSession


class IndicatorField(forms.ModelChoiceField):
    """An indicator, told apart by its aspect; it may stay empty."""

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        rows = Indicator.objects.none() if queryset is None else queryset
        given: dict[str, Any] = {"label": _("Indicator (may stay empty)"), "required": False}
        super().__init__(rows, **given | kwargs)

    def label_from_instance(self, row: Any) -> str:
        return f"{row.instrument.get_aspect_display()}: {row}"


def items(aspects: Collection[str], activity: Activity | None = None) -> QuerySet[Indicator]:
    """Indicators to choose from: those that the activity names, else all usual ones."""
    rows = Indicator.objects.none()
    if activity:
        rows = activity.indicators.filter(instrument__aspect__in=aspects)
    found = rows if rows else standard_items().filter(instrument__aspect__in=aspects)
    return found.select_related("instrument")


class LinkForm(forms.Form):
    aspect = forms.ChoiceField(label=_("Aspect"), widget=forms.RadioSelect)
    session = forms.ModelChoiceField(
        label=_("Where it showed"), queryset=SupervisionSession.objects.none()
    )
    indicator = IndicatorField()
    sentence = TextField(
        label=_("What changed, in one sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, activity: Activity, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {row.aspect for row in activity.aspects.all()}
        self.fields["aspect"].choices = [  # type: ignore[attr-defined]
            choice for choice in Aspect.choices if choice[0] in named
        ]
        if len(named) == 1:
            self.fields["aspect"].initial = next(iter(named))
        narrow(self, session=sessions, indicator=items(sorted(named), activity))
        self.helper = helper()
