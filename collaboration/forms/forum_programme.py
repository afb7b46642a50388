from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from collaboration.forms.activity import standard_items
from collaboration.meetings import kinds, year_proposal
from collaboration.models import ForumProgramme, PlannedLine
from portal.fields import TextField
from portal.forms import helper, narrow
from supervision.forms.instrument import StaleForm


class LineForm(StaleForm, forms.ModelForm):
    """One line: month, kind and topic are asked; what for, host and a note may stay open."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=dt.date.fromisoformat)

    class Meta:
        model = PlannedLine
        fields = ["month", "kind", "topic", "aspect", "indicator", "host", "note"]
        field_classes = {"topic": TextField, "note": TextField}

    def __init__(self, *args: Any, programme: ForumProgramme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = year_proposal.months(programme.year)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), date_format(day, "F Y")) for day in months
        ]
        offered = set(year_proposal.plannable())
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (str(kind.name), kind.label) for kind in kinds.KINDS if str(kind.name) in offered
        ]
        items = standard_items()
        if self.instance.indicator_id:
            items = items | items.model.objects.filter(pk=self.instance.indicator_id)
        hosts = programme.forum.schools.order_by("name", "pk")
        narrow(self, indicator=items.select_related("instrument").distinct(), host=hosts)
        for name in ("aspect", "indicator", "host", "note"):
            self.fields[name].required = False
            self.fields[name].help_text = _("(may stay empty)")
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        """The aspect is that of the indicator, where one is chosen."""
        data = super().clean() or {}
        item = data.get("indicator")
        if item:
            data["aspect"] = item.instrument.aspect
        return data
