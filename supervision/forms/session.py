from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import DayField, TimeField
from portal.forms import helper, narrow
from supervision.models import Agreement, Indicator, SupervisionSession

SUBJECTS = (
    "Bahasa Indonesia",
    "Matematika",
    "IPAS",
    "Pendidikan Pancasila",
    "Pendidikan Agama dan Budi Pekerti",
    "PJOK",
    "Seni dan Budaya",
    "Bahasa Inggris",
    "Muatan Lokal",
)


class RescheduleForm(forms.Form):
    day = DayField(label=_("New date"))
    time = TimeField(label=_("Time"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class FocusForm(forms.ModelForm):
    """The focus in the teacher's own words, and how one will look."""

    class Meta:
        model = Agreement
        fields = ["focus", "indicators", "technique"]
        widgets = {
            "focus": forms.Textarea(attrs={"rows": 3}),
            "indicators": forms.CheckboxSelectMultiple,
            "technique": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Indicator.objects.asked_in(self.instance.session)
        narrow(self, indicators=own.order_by("instrument__parts__pk", "order"))
        self.fields["focus"].required = True
        self.fields["indicators"].required = False
        self.helper = helper()


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("What is seen or heard?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class NoteChangeForm(NoteForm):
    indicators = forms.ModelMultipleChoiceField(
        label=_("Belongs to"),
        queryset=Indicator.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, session: SupervisionSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Indicator.objects.asked_in(session)
        narrow(self, indicators=own.order_by("instrument__parts__pk", "order"))
