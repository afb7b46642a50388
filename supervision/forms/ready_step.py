from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.fields import TextField
from portal.forms import helper, narrow
from portal.models import Region
from supervision.models import ReadyStep


class ReadyStepForm(forms.ModelForm):
    """A step of the library; ``regions`` are those the reader may look after."""

    code = forms.ChoiceField(label=_("For which indicator?"))

    class Meta:
        model = ReadyStep
        fields = ["region", "code", "what", "sign"]
        labels = {"region": _("Region")}
        field_classes = {"what": TextField, "sign": TextField}
        widgets = {"what": forms.Textarea(attrs={"rows": 2})}

    def __init__(
        self,
        *args: Any,
        regions: QuerySet[Region],
        codes: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, region=regions)
        self.fields["region"].required = True
        self.fields["region"].empty_label = None  # type: ignore[attr-defined]
        if not self.instance._state.adding:
            del self.fields["region"]
        own = self.instance.code
        known = codes if not own or own in dict(codes) else [(own, own), *codes]
        self.fields["code"].choices = known  # type: ignore[attr-defined]
        self.helper = helper()
