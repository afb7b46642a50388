from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms import offered
from collaboration.forms.activity import ActivityForm
from collaboration.forms.study_team import TeamFields
from collaboration.meetings import circle, pupils
from collaboration.models import LessonObserver, LessonPlan, LessonStudy
from portal.fields import TextField
from portal.forms import helper


class StudyCallForm(TeamFields, ActivityForm):
    """An open lesson to plan: theme, plan, who teaches it, who observes, who leads the talk."""

    plan = forms.ModelChoiceField(
        label=_("Lesson plan"),
        queryset=LessonPlan.objects.none(),
        help_text=_("Its newest version is kept as the one that is taught."),
    )
    follows = forms.ModelChoiceField(
        queryset=LessonStudy.objects.none(), required=False, widget=forms.HiddenInput
    )

    field_order = [
        *("title", "plan", "model_teacher", "class_name", "day", "time", "minutes"),
        *("place", "team", "moderator", "scribe", "aspects"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label = _("Theme: what shall pupils learn better?")
        mine = LessonPlan.objects.visible_to(self.user).filter(archived_at=None)
        offered.plans(self, plan=mine.order_by("-made_at", "pk"))
        self.offer(circle.people(self.at))
        studies = LessonStudy.objects.visible_to(self.user)
        self.fields["follows"].queryset = studies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        team, teacher = data.get("team"), data.get("model_teacher")
        if team is not None and teacher and not team.exclude(pk=teacher.pk).exists():
            self.add_error("team", _("Choose at least one colleague who observes the lesson."))
        return data


class RulesForm(forms.ModelForm):
    """An observer keeps the rules and says by a code whom she follows."""

    accept = forms.BooleanField(label=_("I will keep these rules"))
    follows = TextField(
        label=_("The pupil or group I follow, as a code"),
        max_length=8,
        help_text=_("M1 for a pupil, K2 for a group. Never a name."),
    )

    class Meta:
        model = LessonObserver
        fields = ["follows"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.rules_read_at:
            self.fields["accept"].initial = True
        self.helper = helper("accept", "follows")

    def clean_follows(self) -> str:
        return pupils.read_code(self.cleaned_data["follows"])


class NamelessForm(forms.ModelForm):
    """Words in which no pupil is named; all fields but those of ``optional`` must be filled."""

    optional: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.required = name not in self.optional
        self.helper = helper()

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        for name in self.fields:
            try:
                pupils.without_names(data.get(name) or "")
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)
        return data


class NotesForm(NamelessForm):
    class Meta:
        model = LessonObserver
        fields = ["notes"]
        field_classes = {"notes": TextField}
        widgets = {"notes": forms.Textarea(attrs={"rows": 8})}


class SpokenForm(NamelessForm):
    class Meta:
        model = LessonStudy
        fields = ["spoken"]
        field_classes = {"spoken": TextField}
        widgets = {"spoken": forms.Textarea(attrs={"rows": 6})}


class TalkForm(NamelessForm):
    optional = ("proposals",)

    class Meta:
        model = LessonStudy
        fields = ["discussion", "proposals"]
        field_classes = {"discussion": TextField, "proposals": TextField}
        widgets = {
            "discussion": forms.Textarea(attrs={"rows": 6}),
            "proposals": forms.Textarea(attrs={"rows": 4}),
        }
