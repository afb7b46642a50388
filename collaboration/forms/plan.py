from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.forms import offered
from collaboration.models import Forum, LessonPlan
from portal import choosing
from portal.forms import helper
from portal.models import User


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
        choosing.people(self, person=people)
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
        offered.plans(self, plan=plans)
        self.helper = helper()
