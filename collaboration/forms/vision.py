from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.actions.vision import MOST_PARTS
from collaboration.models import Vision, VisionPart
from portal.fields import TextField
from portal.forms import helper, narrow


class VisionForm(forms.Form):
    """The sentence and one to five short parts of it."""

    sentence = TextField(
        label=gettext_lazy("Our vision in one sentence"),
        help_text=gettext_lazy("What should be true for every child here? Plain words are enough."),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, vision: Vision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [line.part.text for line in vision.lines.select_related("part")] if vision else []
        if vision:
            self.initial["sentence"] = vision.sentence
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"part_{number}"] = TextField(
                label=_("Part %(number)s") % {"number": number}
                if number == 1
                else _("Part %(number)s (may stay empty)") % {"number": number},
                max_length=160,
                required=number == 1,
                initial=known[number - 1] if number <= len(known) else "",
            )
        self.helper = helper()

    @property
    def parts(self) -> list[str]:
        return [self.cleaned_data[f"part_{number}"] for number in range(1, MOST_PARTS + 1)]


class PledgeForm(forms.Form):
    sentence = TextField(
        label=gettext_lazy("What I will do this semester"),
        help_text=gettext_lazy("One small thing that is in your own hands."),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    part = forms.ModelChoiceField(
        label=gettext_lazy("Which part does it help? (may stay empty)"),
        queryset=VisionPart.objects.none(),
        required=False,
        empty_label=gettext_lazy("The vision as a whole"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, vision: Vision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, part=VisionPart.objects.filter(lines__vision=vision).order_by("lines__order"))
        self.helper = helper()


class ServiceForm(forms.Form):
    """The one question that is asked of an activity without a part."""

    part = forms.ModelChoiceField(
        label=gettext_lazy("Which part of this vision does this activity help?"),
        queryset=VisionPart.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one part, or go back.")},
    )
    evidence = TextField(
        label=gettext_lazy("What showed it? (may stay empty)"),
        help_text=gettext_lazy("One sentence of what was seen or heard, without names of pupils."),
        max_length=240,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, visions: list[Vision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = VisionPart.objects.filter(lines__vision__in=visions)
        narrow(self, part=rows.order_by("school", "lines__order"))
        self.helper = helper()
