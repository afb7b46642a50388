from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import DayField, TextField, TimeField
from portal.forms import helper

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
    reason = TextField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class ReasonForm(forms.Form):
    reason = TextField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
