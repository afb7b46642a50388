from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaboration.models import Attachment
from portal import files
from portal.fields import TextField
from portal.forms import helper
from supervision.forms.instrument import StaleForm

# What is made together beside a plan is the plan itself.
OF_PLAN = (Attachment.Role.SHEET, Attachment.Role.MATERIAL, Attachment.Role.PHOTO)


class AttachmentForm(forms.Form):
    """One file with what it is and a caption."""

    role = forms.ChoiceField(
        label=_("What it is"),
        choices=Attachment.Role.choices,
        widget=forms.RadioSelect,
        initial=Attachment.Role.MATERIAL,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JPEG, PNG or WebP up to 5 MB; PDF, Word, Excel or PowerPoint up to 10 MB."
            " Please no faces of children."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": files.ACCEPT}),
    )
    caption = TextField(label=_("Caption (may stay empty)"), max_length=160, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    @classmethod
    def of_plan(cls, *args: Any, **kwargs: Any) -> AttachmentForm:
        """The form beside a lesson plan, a worksheet first."""
        form = cls(*args, **kwargs)
        form.fields["role"].choices = [(role.value, role.label) for role in OF_PLAN]  # type: ignore[attr-defined]
        form.fields["role"].initial = Attachment.Role.SHEET
        return form

    def clean_file(self) -> files.Checked:
        return files.check(self.cleaned_data["file"])


class CaptionForm(StaleForm):
    """What a file is and its caption, changed after it was sent; the file itself stays."""

    role = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    caption = TextField(label=_("Caption (may stay empty)"), max_length=160, required=False)

    def __init__(self, *args: Any, row: Attachment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = OF_PLAN if row.plan_id else tuple(Attachment.Role)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, role.label) for role in Attachment.Role if role in {*offered, row.role}
        ]
        self.helper = helper()
