from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.models import Activity
from portal.forms import helper, narrow
from supervision.models import Aspect, SupervisionSession


class LinkForm(forms.Form):
    aspect = forms.ChoiceField(label=_("Aspect"), widget=forms.RadioSelect)
    session = forms.ModelChoiceField(
        label=_("Where it showed"), queryset=SupervisionSession.objects.none()
    )
    sentence = forms.CharField(
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
        narrow(self, session=sessions)
        self.helper = helper()
