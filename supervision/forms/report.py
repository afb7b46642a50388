from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import TextField
from portal.forms import helper

LONGEST = 8000


class SectionForm(forms.Form):
    """One section of the term's report."""

    def __init__(self, data: Any = None, *, title: str, text: str) -> None:
        super().__init__(data, initial={"text": text})
        self.fields["text"] = TextField(
            label=title, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 10})
        )
        self.helper = helper()


class RenewForm(forms.Form):
    """Why a signed report is begun anew, and after which version."""

    after = forms.IntegerField(min_value=1, max_value=30000, widget=forms.HiddenInput)
    reason = TextField(
        label=_("Why a new version"),
        max_length=200,
        help_text=_("One sentence; it stands with the new version."),
        error_messages={"required": _("Say in one sentence why the report is begun anew.")},
    )

    def __init__(self, data: Any = None, *, after: int | None = None) -> None:
        super().__init__(data, initial={"after": after})
        self.helper = helper()


class PasswordForm(forms.Form):
    """The own password once more, before much leaves the portal at once."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = helper()
