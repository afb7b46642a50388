"""Forms that hold the words of a plan: what it is called, and its sections part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from collaboration.models import LessonPlan
from collaboration.plans.sections import PARTS, SECTIONS, SHORT, Section, filled
from portal.forms import helper

MOST = 6000  # characters of one section


class AboutForm(forms.ModelForm):
    """What a plan is called and for whom it is."""

    class Meta:
        model = LessonPlan
        fields = ["title", "grade", "subject", "topic"]
        widgets = {"subject": forms.TextInput(attrs={"list": "subjects"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    @property
    def about(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name]) for name in self.Meta.fields}


@dataclass(frozen=True, slots=True)
class PartFields:
    """A part of the plan on the page; ``open`` when it has something or needs mending."""

    label: str
    fields: list[BoundField]
    written: int

    @property
    def open(self) -> bool:
        return bool(self.written) or any(field.errors for field in self.fields)


class TextForm(forms.Form):
    """The sections of a plan; the short form's three stand first, all may stay empty."""

    remark = forms.CharField(
        label=_("What changed, in a few words"), max_length=200, required=False
    )

    def __init__(
        self, *args: Any, first: bool = False, begun: dict[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.begun = begun or {}
        ticked = {
            name: text.split()
            for name, text in self.begun.items()
            if name in SECTIONS and SECTIONS[name].kind == "choices"
        }
        kwargs["initial"] = {**self.begun, **ticked, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for name, section in SECTIONS.items():
            self.fields[name] = field_of(section)
        if first:
            del self.fields["remark"]
        else:
            self.fields["remark"] = self.fields.pop("remark")
        self.helper = helper()

    @property
    def sections(self) -> dict[str, str]:
        """What was sent; a text field that the sender's page did not have keeps its words."""
        found = {}
        for name, section in SECTIONS.items():
            if section.kind == "choices":
                found[name] = "\n".join(self.cleaned_data.get(name) or [])
            elif name in self.data:
                value = self.cleaned_data.get(name)
                found[name] = "" if value is None else str(value)
            else:
                found[name] = self.begun.get(name, "")
        return filled(found)

    @property
    def short(self) -> list[BoundField]:
        return [self[name] for name in SHORT]

    @property
    def parts(self) -> list[PartFields]:
        """The further sections, part by part."""
        found = []
        for part in PARTS:
            fields = [self[row.name] for row in part.sections if row.name not in SHORT]
            written = sum(bool(field.value()) for field in fields)
            found.append(PartFields(str(part.label), fields, written))
        return found


def field_of(section: Section) -> forms.Field:
    given = {"label": section.label, "help_text": section.hint, "required": False}
    match section.kind:
        case "choices":
            boxes = forms.CheckboxSelectMultiple
            choices = list(section.choices.items())
            return forms.MultipleChoiceField(choices=choices, widget=boxes, **given)
        case "number":
            small = forms.NumberInput(attrs={"class": "short"})
            return forms.IntegerField(min_value=1, max_value=200, widget=small, **given)
        case "line":
            return forms.CharField(max_length=200, **given)
        case _:
            area = forms.Textarea(attrs={"rows": 3, "data-growing": True})
            return forms.CharField(max_length=MOST, widget=area, **given)
