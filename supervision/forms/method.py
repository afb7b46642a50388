from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import ManyField
from portal.forms import narrow
from supervision.models import Method


class MethodsForm(forms.Form):
    """Ways of teaching to tick, each with its sentence of explanation; none is fine too."""

    methods = ManyField(
        label=_("Methods"),
        queryset=Method.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, offered: Iterable[Method], ticked: Iterable[Method] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"methods": [row.pk for row in ticked]}
        keys = [row.pk for row in offered] + self.initial["methods"]
        narrow(self, methods=Method.objects.filter(pk__in=keys).order_by("order", "key"))

    @property
    def boxes(self) -> list[dict[str, Any]]:
        return [
            {
                "key": box.data["value"].instance.pk,
                "label": str(box.data["value"].instance),
                "about": box.data["value"].instance.explanation,
                "ticked": box.data["selected"],
            }
            for box in self["methods"]
        ]
