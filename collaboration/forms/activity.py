from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.forms import offered
from collaboration.meetings import kinds
from collaboration.meetings.kinds import Kind
from collaboration.models import Activity, Forum, LessonPlan
from portal import periods
from portal.fields import DayField, ManyField, TextField, TimeField
from portal.forms import helper, narrow
from portal.models import School, User
from supervision.forms import boxes
from supervision.models import Aspect, FollowUp, Indicator

Place = Forum | School
FURTHEST = dt.timedelta(days=400)  # a school year and its holidays ahead


class ActivityForm(forms.ModelForm):
    """A meeting to call: what for stands beside when and where."""

    day = DayField(label=_("Date"), help_text=_("For example 26 November 2026 or 26/11/2026."))
    time = TimeField(label=_("Time"), help_text=_("For example 13.00."))
    aspects = forms.MultipleChoiceField(
        label=_("What it is meant to help"),
        choices=Aspect.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Activity
        fields = [
            "title",
            "minutes",
            "place",
            "class_name",
            "speaker",
            "agenda",
            "indicators",
            "follow_ups",
            "plans",
        ]
        field_classes = {"indicators": ManyField}
        labels = {"follow_ups": _("Steps brought along"), "plans": _("Lesson plans")}
        widgets = {
            "agenda": forms.Textarea(attrs={"rows": 4}),
            "indicators": forms.CheckboxSelectMultiple,
            "follow_ups": forms.CheckboxSelectMultiple,
            "plans": forms.CheckboxSelectMultiple,
        }

    field_order = [
        "title",
        "day",
        "time",
        "minutes",
        "place",
        "class_name",
        "speaker",
        "aspects",
        "agenda",
    ]

    def __init__(
        self, *args: Any, user: User, at: Place, kind: Kind = kinds.KINDS[0], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.at, self.kind = user, at, kind
        if self.instance._state.adding:
            self.fields["minutes"].initial = kind.minutes
        for name in {*kinds.ABOUT, "class_name", "speaker"} - {*kind.asks}:
            del self.fields[name]
        self._offer(narrow, "indicators", lambda: standard_items() | tied(Indicator, self.instance))
        self._offer(
            offered.steps, "follow_ups", lambda: brought(at) | tied(FollowUp, self.instance)
        )
        self._offer(
            offered.plans, "plans", lambda: shared_plans(user, at) | tied(LessonPlan, self.instance)
        )

    @property
    def helper(self) -> FormHelper:
        """All fields but the indicators, which the page folds by aspect."""
        return helper(*(name for name in self.fields if name != "indicators"))

    @property
    def groups(self) -> list[boxes.Group]:
        return boxes.by_aspect(self["indicators"]) if "indicators" in self.fields else []

    def _offer(self, way: Callable[..., None], name: str, rows: Callable[[], Any]) -> None:
        """Rows to choose from, if this kind asks for the field; none must be chosen."""
        if name in self.fields:
            way(self, **{name: rows().distinct()})
            self.fields[name].required = False

    def clean_day(self) -> dt.date:
        return near(self.cleaned_data["day"], self.at, self.initial.get("day"))

    def clean_minutes(self) -> int:
        minutes = self.cleaned_data["minutes"]
        if not 5 <= minutes <= 720:
            raise forms.ValidationError(_("A meeting lasts between 5 and 720 minutes."))
        return minutes

    @property
    def data_for_action(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        if self.instance._state.adding:
            data["kind"] = self.kind.name
        day, time = data.pop("day"), data.pop("time")
        data["starts_at"] = dt.datetime.combine(day, time, ZoneInfo(zone_of(self.at)))
        return data


class ActivityChangeForm(ActivityForm):
    """What an activity is, and why it moves if its time changes."""

    reason = TextField(
        label=_("Why the date changes"),
        help_text=_("Only if you change the day or the hour. Those on the list read it."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    field_order = [*ActivityForm.field_order[:3], "reason", *ActivityForm.field_order[3:]]


class ActivityCancelForm(forms.Form):
    reason = TextField(
        label=_("Why it is cancelled"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it is cancelled.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


def near(day: dt.date, at: Place, known: dt.date | None = None) -> dt.date:
    """``day`` if an activity may lie there: five years back, one ahead, or where it lies now.

    Raises ``ValidationError`` for a year that was mistyped.
    """
    today = periods.today(zone_of(at))
    if day != known and day.year < today.year - 5:
        raise forms.ValidationError(gettext("This day is long ago. Is the year right?"))
    if day != known and day > today + FURTHEST:
        raise forms.ValidationError(
            gettext("This day is more than a year away. Is the year right?")
        )
    return day


def standard_items() -> QuerySet[Indicator]:
    """Items of the portal's three standard forms in use; their codes join activity and rating."""
    own = Q(instrument__school=None, instrument__region=None, instrument__kind="standard")
    used = Q(instrument__published_at__isnull=False, instrument__retired_at=None)
    rows = Indicator.objects.filter(own & used).select_related("instrument")
    return rows.order_by("instrument__key", "order")


def tied(model: type[Model], activity: Activity) -> Any:
    """What an activity works on already; it stays a choice, else an edit would drop it."""
    known = activity.pk if not activity._state.adding else None
    return (
        model._default_manager.filter(activities=known) if known else model._default_manager.none()
    )


def zone_of(place: Place) -> str:
    return place.place.zone if isinstance(place, Forum) else place.zone


def brought(place: Place) -> Any:
    """Open steps that may travel, of people of the forum or the school; only their text."""
    steps = FollowUp.objects.filter(may_travel=True, done_at=None, session__state="following_up")
    if isinstance(place, Forum):
        members = place.memberships.filter(ended_on=None).values("user")
        return steps.filter(session__teacher__in=members).order_by("due_on", "pk")
    return steps.filter(session__school=place).order_by("due_on", "pk")


def shared_plans(user: User, place: Place) -> Any:
    """Plans shared with the forum or the school, as far as the reader may see them."""
    plans = LessonPlan.objects.visible_to(user).filter(archived_at=None)
    if isinstance(place, Forum):
        return plans.filter(forum=place)
    return plans.filter(school=place, shared_at__isnull=False)
