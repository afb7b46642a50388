from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.models import Activity, LookBack
from portal import choosing
from portal.fields import DayField, TextField
from portal.forms import helper
from portal.models import User


class LookBackForm(forms.ModelForm):
    """Four questions, the decision with who sees to it and by when, and one thing to try."""

    decision = TextField(
        label=_("Decision"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    due_on = DayField(label=_("By when"), required=False, help_text=_("For example 26/11/2026."))
    to_try = TextField(
        label=_("One thing to try"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = LookBack
        fields = [*LookBack.PROMPTS, "owner"]
        field_classes = dict.fromkeys(LookBack.PROMPTS, TextField)
        widgets = dict.fromkeys(LookBack.PROMPTS, forms.Textarea(attrs={"rows": 2}))

    field_order = [*LookBack.PROMPTS, "decision", "owner", "due_on", "to_try"]

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = User.objects.filter(attendance__activity=activity)
        choosing.people(self, owner=listed.order_by("name", "pk"))
        self.helper = helper()

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        answered = any(data.get(name) for name in LookBack.PROMPTS)
        if not answered and not self.errors:
            raise forms.ValidationError(_("Answer at least one of the four questions."))
        if data.get("owner") and not data.get("decision"):
            self.add_error("decision", _("Write what is decided, so that it can be seen to."))
        return data
