from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms import offered
from collaboration.forms.activity import ActivityForm, near, zone_of
from collaboration.meetings import pupils
from collaboration.models import LessonPlan, OnTask, Series
from portal import choosing
from portal.fields import DayField, TextField, TimeField
from portal.forms import helper
from portal.models import User


class SeriesCallForm(ActivityForm):
    """Two meetings and what everybody tries in between; both have the same length and place."""

    second_day = DayField(label=_("Date of In-2"), help_text=_("For example 26/11/2026."))
    second_time = TimeField(label=_("Time of In-2"), help_text=_("For example 13.00."))
    task = TextField(
        label=_("What everybody tries in class between the meetings (On)"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = [
        *("title", "day", "time", "task", "second_day", "second_time"),
        *("minutes", "place", "aspects", "agenda"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("Date of In-1")
        self.fields["time"].label = _("Time of In-1")

    def clean_second_day(self) -> dt.date:
        return near(self.cleaned_data["second_day"], self.at)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        first, second = data.get("day"), data.get("second_day")
        if first and second and second <= first:
            self.add_error("second_day", _("In-2 comes after In-1, with days to try it between."))
        return data

    @property
    def data_for_action(self) -> dict[str, Any]:
        data = super().data_for_action
        day, time = data.pop("second_day"), data.pop("second_time")
        data["second_starts_at"] = dt.datetime.combine(day, time, ZoneInfo(zone_of(self.at)))
        return data


class TaskForm(forms.ModelForm):
    """What one person tries in her own class, and afterwards what happened."""

    day = DayField(label=_("Date"), required=False, help_text=_("For example 26/11/2026."))
    happened = TextField(
        label=_("What happened, in three lines"),
        required=False,
        max_length=600,
        help_text=_("May stay empty until you have tried it. Pupils only as codes such as M1."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = OnTask
        fields = ["class_name", "day", "plan", "observer", "happened"]
        field_classes = {"class_name": TextField}

    def __init__(self, *args: Any, user: User, series: Series, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = LessonPlan.objects.filter(authorships__user=user, archived_at=None)
        kept = LessonPlan.objects.filter(on_tasks=self.instance.pk)
        offered.plans(self, plan=(own | kept).distinct().order_by("-made_at", "pk"))
        listed = User.objects.filter(attendance__activity=series.first_id).exclude(pk=user.pk)
        choosing.people(self, observer=listed.order_by("name", "pk"))
        self.helper = helper()

    def clean_happened(self) -> str:
        return pupils.without_names(self.cleaned_data["happened"])
