"""Forms of the trace: what is meant before, what came of it after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from collaboration.forms import offered
from collaboration.forms.trace import IndicatorField
from portal.fields import TextField
from portal.forms import helper, narrow
from portal.models import School
from supervision.models import Aspect, FollowUp, Indicator, SupervisionSession


class IntentionForm(forms.Form):
    """One sentence for one aspect and, where it is known, one of its indicators."""

    intention = TextField(
        label=gettext_lazy("What would you like to try, in one sentence?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    aspect = forms.ChoiceField(
        label=gettext_lazy("Which side of the work is it for?"), widget=forms.RadioSelect
    )
    indicator = IndicatorField()

    def __init__(
        self, *args: Any, aspects: list[str], indicators: QuerySet[Indicator], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(aspects) == 1:
            self.fields["aspect"].initial = aspects[0]
        choices = [choice for choice in Aspect.choices if choice[0] in aspects]
        self.fields["aspect"].choices = choices  # type: ignore[attr-defined]
        narrow(self, indicator=indicators)
        self.helper = helper()


def principal_of(school: School) -> str:
    return gettext("Yes, the principal of %(school)s") % {"school": school.name}


class ObservedForm(forms.Form):
    """What changed; the talk and the step where it showed, or who else may read and confirm it."""

    sentence = TextField(
        label=gettext_lazy("What has shown, in one sentence?"),
        help_text=gettext_lazy('"Nothing yet, because ..." is an answer too.'),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    session = forms.ModelChoiceField(
        label=gettext_lazy("In which talk did it show? (may stay empty)"),
        help_text=gettext_lazy("Who reads that talk reads the sentence too, and may confirm it."),
        queryset=SupervisionSession.objects.none(),
        required=False,
    )
    school = forms.ModelChoiceField(
        label=gettext_lazy("If no talk shows it: may your principal read and confirm it?"),
        queryset=School.objects.none(),
        required=False,
        empty_label=gettext_lazy("No, it stays mine alone"),
        widget=forms.RadioSelect,
    )
    indicator = IndicatorField()
    follow_up = forms.ModelChoiceField(
        label=gettext_lazy("With which step? (may stay empty)"),
        queryset=FollowUp.objects.none(),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        sessions: QuerySet[SupervisionSession],
        steps: QuerySet[FollowUp],
        schools: QuerySet[School],
        indicators: QuerySet[Indicator] | None,
        **kwargs: Any,
    ) -> None:
        """``indicators`` is None where one was chosen before."""
        super().__init__(*args, **kwargs)
        narrow(self, session=sessions, school=schools)
        offered.steps(self, follow_up=steps)
        self.fields["school"].label_from_instance = principal_of  # type: ignore[attr-defined]
        if indicators is None:
            del self.fields["indicator"]
        else:
            narrow(self, indicator=indicators)
        self.helper = helper()
