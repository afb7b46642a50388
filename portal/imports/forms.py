from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.fields import NpsnField
from portal.forms import helper, narrow
from portal.imports import reader, titles
from portal.models import ImportBatch, School, User


class UploadForm(forms.Form):
    """A roster to read. ``sent`` is the length of the request, for a file that was too large."""

    kind = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=ImportBatch.Kind.choices,
        initial=ImportBatch.Kind.STAFF,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet (.xlsx) or .csv file of at most 10 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, sent: int = 0, **kwargs: Any) -> None:
        self.sent = sent
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if self.sent > reader.MAX_BYTES and (not file or file.size > reader.MAX_BYTES):
            raise forms.ValidationError(reader.REASONS["too_big"])
        if not file:
            raise forms.ValidationError(_("Choose a file first."))
        return file


class SchoolChoice(forms.ModelChoiceField):
    def label_from_instance(self, school: School) -> str:
        return f"{school.name}, {school.subdistrict.name} ({school.npsn})"


class SchoolForm(forms.Form):
    """Whose staff list it is: one of the likely schools, or any of the area by its NPSN."""

    likely = SchoolChoice(
        label=_("Which school is it?"),
        queryset=School.objects.none(),
        widget=forms.RadioSelect,
        required=False,
        empty_label=None,
    )
    npsn = NpsnField(
        label=_("NPSN of the school"),
        help_text=_("Eight digits. Needed only if the school is not listed above."),
        required=False,
    )

    def __init__(self, *args: Any, batch: ImportBatch, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()
        self.schools = School.objects.where_one_may(user, "edit")
        found = [school.pk for school in titles.likely(batch.titles, user)]
        narrow(self, likely=self.schools.filter(pk__in=found).select_related("subdistrict"))
        if not found:
            del self.fields["likely"]
            self.fields["npsn"].help_text = _("Eight digits.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        npsn = data.get("npsn")
        data["school"] = data.get("likely")
        if npsn:
            data["school"] = self.schools.filter(npsn=npsn).first()
            if data["school"] is None:
                self.add_error("npsn", _("No school of your area has this NPSN."))
        elif data["school"] is None and not self.errors:
            self.add_error("npsn", _("Choose a school, or type its NPSN."))
        return data
