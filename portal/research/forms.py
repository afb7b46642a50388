from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.fields import clean_text
from portal.forms import helper
from portal.models import Region, ResearchPack, User


def regions(user: User) -> Any:
    """Regions of which one may prepare a pack: those held, and those just below them."""
    near = Q(pk__in=[])
    for _role, code in user.scope.regions:
        near |= Q(pk=code) | Q(code__startswith=f"{code}.", code__regex=rf"^.{{{len(code) + 3}}}$")
    return Region.objects.filter(near, access.where(user, "region", "prepare_pack"))


class PackForm(forms.ModelForm):  # type: ignore[type-arg]
    """Which region, for whom and what for."""

    class Meta:
        model = ResearchPack
        fields = ["region", "recipient", "purpose"]
        labels = {"region": _("Region")}
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "recipient": _("Name of the institution and the study; it stands in the pack."),
            "purpose": _("One or two sentences, as people who consented would understand them."),
        }

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        field: Any = self.fields["region"]
        field.queryset = regions(user)
        field.empty_label = None
        self.helper = helper()

    def clean_recipient(self) -> str:
        return self._said("recipient")

    def clean_purpose(self) -> str:
        return self._said("purpose")

    def _said(self, name: str) -> str:
        words = clean_text(self.cleaned_data[name]).strip()
        if not words:
            raise forms.ValidationError(_("Write at least a word here."))
        return words
