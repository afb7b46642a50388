"""How forms look: one crispy helper; templates own ``<form>``, token and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet


def helper(*fields: Any) -> FormHelper:
    """Fields only, in the given order; without ``fields``, all of the form."""
    found = FormHelper()
    found.form_tag = False
    found.disable_csrf = True
    found.form_show_errors = True
    found.html5_required = False
    if fields:
        found.layout = Layout(*fields)
    return found


def narrow(form: forms.BaseForm, **querysets: QuerySet[Any]) -> None:
    """Limit choice fields to the rows given for their names."""
    for name, rows in querysets.items():
        form.fields[name].queryset = rows  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the field's id on the page ("" for the whole form) and the sentence."""

    target: str
    label: str
    sentence: str


def problems(*bound: forms.BaseForm) -> list[Problem]:
    """All errors of ``bound`` forms in the order of their fields, for the error summary."""
    found = []
    for form in bound:
        found += [Problem("", "", str(sentence)) for sentence in form.non_field_errors()]
        for field in form:
            for sentence in field.errors:
                target = field.id_for_label or f"id_{field.html_name}_0"
                found.append(Problem(target, str(field.label), str(sentence)))
    return found
