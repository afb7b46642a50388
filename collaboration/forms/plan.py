from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.models import Forum, LessonPlan, PlanVersion
from portal.forms import helper
from portal.models import User

SHORT = ("objectives", "steps", "assessment_during")
HINTS = {
    "objectives": _("What pupils will be able to do, in words they can read themselves."),
    "steps": _("Opening, main part and closing, with minutes."),
    "assessment_before": _("What shows you where pupils stand before you begin?"),
    "assessment_during": _("What do you look and listen for while they learn?"),
    "assessment_after": _("How will you and they know that it worked?"),
    "differentiation": _("Help for those not ready yet, a challenge for those already beyond."),
    "media": _("What is at hand at school, and what if there is no power?"),
}


class AboutForm(forms.ModelForm):
    """What a plan is called and for whom it is."""

    class Meta:
        model = LessonPlan
        fields = ["title", "grade", "subject", "topic"]
        widgets = {"subject": forms.TextInput(attrs={"list": "subjects"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class TextForm(forms.Form):
    """The sections of a plan; the short form's three stand first, drafts may have gaps."""

    remark = forms.CharField(
        label=_("What changed, in a few words"), max_length=200, required=False
    )

    def __init__(self, *args: Any, first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PlanVersion.SECTIONS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=HINTS[name],
                required=False,
                max_length=6000,
                widget=forms.Textarea(attrs={"rows": 3, "data-growing": True}),
            )
        if first:
            del self.fields["remark"]
        else:
            self.fields["remark"] = self.fields.pop("remark")
        self.helper = helper()

    @property
    def sections(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in PlanVersion.SECTIONS}

    @property
    def short(self) -> list[Any]:
        return [self[name] for name in SHORT]

    @property
    def further(self) -> list[Any]:
        return [self[name] for name in PlanVersion.SECTIONS if name not in SHORT]


class ShareForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("Who can read it"),
        choices=LessonPlan.Scope.choices,
        widget=forms.RadioSelect,
    )
    forum = forms.ModelChoiceField(label=_("KKG"), queryset=Forum.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].queryset = Forum.objects.visible_to(user)  # type: ignore[attr-defined]
        self.helper = helper()


class AuthorForm(forms.Form):
    """A colleague to write with, found by typing a part of the name."""

    person = forms.ModelChoiceField(
        label=_("Colleague"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.helper = helper()


class AttachForm(forms.Form):
    plan = forms.ModelChoiceField(
        label=_("Lesson plan"),
        queryset=LessonPlan.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
        self.helper = helper()
