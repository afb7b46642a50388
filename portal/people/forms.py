"""Forms of the operator: a person, an appointment, a place, a term."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import access, fields
from portal.actions import Place
from portal.forms import helper, narrow
from portal.models import Cluster, Holiday, Region, School, SchoolYear, Term, User
from portal.roles import Role

LONGEST = dt.timedelta(days=100)  # of a holiday
FITS = {
    School: (Role.TEACHER, Role.PRINCIPAL, Role.COORDINATOR, Role.SUPERVISOR, Role.OPERATOR),
    Cluster: (Role.CHAIR, Role.SUPERVISOR, Role.OPERATOR),
    Region: (Role.CHAIR, Role.SUPERVISOR, Role.OFFICER, Role.OPERATOR),
}


def own_places(user: User) -> dict[str, Place]:
    """Each place the operator may fill, by what its choice is called in the form."""
    found: dict[str, Place] = {}
    for row in School.objects.where_one_may(user, "edit"):
        found[f"school:{row.pk}"] = row
    for cluster in Cluster.objects.filter(access.where(user, "cluster", "edit")):
        found[f"cluster:{cluster.pk}"] = cluster
    for region in Region.objects.filter(access.where(user, "region", "edit")):
        found[f"region:{region.pk}"] = region
    return found


class AppointmentForm(forms.Form):
    """Role, place and first day; the place is one of the operator's own."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    place = forms.ChoiceField(label=_("Place"))
    began_on = fields.DayField(label=_("First day"), help_text=_("Example: 13/07/2026."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = own_places(by)
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, row in self.places.items():
            groups.setdefault(str(row._meta.verbose_name).capitalize(), []).append((key, str(row)))
        names = {"School": _("School"), "Cluster": _("Cluster"), "Region": _("Region")}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            *((names.get(group, group), rows) for group, rows in groups.items()),
        ]
        self.helper = helper()

    def clean_place(self) -> Place:
        return self.places[self.cleaned_data["place"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place, role = cleaned.get("place"), cleaned.get("role")
        if place and role and role not in FITS[type(place)]:
            self.add_error("role", _("This role does not fit this place."))
        return cleaned


class PersonForm(forms.ModelForm):
    name = fields.NameField(label=_("Full name without titles"), max_length=120)
    nip = fields.NipField(label=_("NIP"), required=False)
    nuptk = fields.NuptkField(label=_("NUPTK"), required=False)

    class Meta:
        model = User
        fields = [
            "name", "title_before", "title_after", "address", "nip", "nuptk", "email",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        if email and others.exists():
            raise ValidationError(_("Another person has this e-mail address already."))
        return email


class NewPersonForm(AppointmentForm, PersonForm):
    """A person with a first appointment; an empty username is proposed from the name."""

    username = forms.CharField(
        label=_("Username"),
        max_length=60,
        required=False,
        help_text=_("Leave it empty and it is made from the name."),
    )

    field_order = [*PersonForm.Meta.fields, "username", "role", "place", "began_on"]

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if username:
            User._meta.get_field("username").run_validators(username)
        if username.isdigit():
            raise ValidationError(_("A username is no number. Use letters of the name."))
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Another person has this username already."))
        return username


class EndForm(forms.Form):
    on = fields.DayField(label=_("Last day"), help_text=_("This day still counts."))
    helper = helper()


class TransferForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in FITS[School]],
    )
    school = forms.ModelChoiceField(School.objects.none(), label=_("New school"))
    on = fields.DayField(label=_("First day"), help_text=_("Example: 13/07/2026."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, school=School.objects.where_one_may(by, "edit"))
        self.helper = helper()


def subdistricts(user: User, row: School | Cluster) -> Any:
    own = Region.objects.filter(access.where(user, "region", "edit"), code__regex=r"^.{8}$")
    return own | Region.objects.filter(pk=row.subdistrict_id)


class SchoolForm(forms.ModelForm):
    npsn = fields.NpsnField(label=_("NPSN"))

    class Meta:
        model = School
        fields = [
            "npsn", "name", "status", "subdistrict", "cluster", "village", "address", "zone",
        ]  # fmt: skip

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clusters = Cluster.objects.filter(access.where(by, "cluster", "edit"))
        narrow(
            self,
            subdistrict=subdistricts(by, self.instance),
            cluster=clusters | Cluster.objects.filter(pk=self.instance.cluster_id),
        )
        self.helper = helper()


class ClusterForm(forms.ModelForm):
    class Meta:
        model = Cluster
        fields = ["name", "subdistrict", "core_school"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(
            self,
            subdistrict=subdistricts(by, self.instance),
            core_school=School.objects.where_one_may(by, "edit"),
        )
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        twins = Cluster.objects.filter(
            name=cleaned.get("name"), subdistrict=cleaned.get("subdistrict")
        )
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("This subdistrict has a cluster of this name already."))
        return cleaned


class TermForm(forms.ModelForm):
    """A semester; its school year is found by its first day, or begun with it."""

    starts_on = fields.DayField(label=_("First day"))
    ends_on = fields.DayField(label=_("Last day"))
    year_starts_on = fields.DayField(label=_("First day of the school year"))
    year_ends_on = fields.DayField(label=_("Last day of the school year"))

    class Meta:
        model = Term
        fields = ["number", "starts_on", "ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["year_starts_on"] = self.instance.year.starts_on
            self.initial["year_ends_on"] = self.instance.year.ends_on
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        opens, closes = cleaned.get("year_starts_on"), cleaned.get("year_ends_on")
        if not (first and last and opens and closes):
            return cleaned
        if last <= first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        elif first < opens or last > closes:
            self.add_error("starts_on", _("The semester lies outside its school year."))
        others = Term.objects.exclude(pk=self.instance.pk)
        clash = others.filter(starts_on__lte=last, ends_on__gte=first).first()
        if clash:
            self.add_error("starts_on", _("These days overlap with %(term)s.") % {"term": clash})
        self._clean_year(cleaned)
        return cleaned

    def _clean_year(self, cleaned: dict[str, Any]) -> None:
        opens, closes = cleaned["year_starts_on"], cleaned["year_ends_on"]
        old = self.instance.year_id
        year = SchoolYear.objects.filter(pk=old).first() if old else None
        year = year or SchoolYear.objects.filter(starts_on=opens).first() or SchoolYear()
        others = SchoolYear.objects.exclude(pk=year.pk)
        if closes <= opens or others.filter(starts_on__lte=closes, ends_on__gte=opens).exists():
            self.add_error("year_starts_on", _("These days overlap with another school year."))
        taken = Term.objects.filter(year=year.pk, number=cleaned.get("number") or 0)
        if year.pk and taken.exclude(pk=self.instance.pk).exists():
            self.add_error("number", _("This school year has this semester already."))
        year.starts_on, year.ends_on = opens, closes
        self.year = year


class HolidayForm(forms.ModelForm):
    """Days without lessons at one of the operator's own regions or schools."""

    name = fields.TextField(
        label=_("Name"), max_length=120, help_text=_("For example: holidays after semester 1.")
    )
    place = forms.ChoiceField(label=_("Where"))
    starts_on = fields.DayField(label=_("First day"), help_text=_("Example: 13/07/2026."))
    ends_on = fields.DayField(
        label=_("Last day (may stay empty)"),
        required=False,
        help_text=_("This day still counts. Empty means the first day alone."),
    )

    class Meta:
        model = Holiday
        fields = ["name", "starts_on", "ends_on"]

    field_order = ["name", "place", "starts_on", "ends_on"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(access.where(by, "region", "edit")).order_by("code")
        schools = School.objects.where_one_may(by, "edit").order_by("name")
        self.places: dict[str, Region | School] = {f"region:{row.pk}": row for row in regions}
        self.places |= {f"school:{row.pk}": row for row in schools}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (key, str(row)) for key, row in self.places.items()
        ]
        here = self.instance.school_id and f"school:{self.instance.school_id}"
        self.initial["place"] = here or f"region:{self.instance.region_id}"
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        cleaned["ends_on"] = last or first
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day."))
        if first and last and last - first > LONGEST:
            self.add_error("ends_on", _("More than a hundred days: is the year right?"))
        place = self.places.get(cleaned.get("place", ""))
        self.instance.region = place if isinstance(place, Region) else None
        self.instance.school = place if isinstance(place, School) else None
        return cleaned
