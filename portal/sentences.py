"""Django's own refusals that our forms show, so that the catalogue words them in our tone.

The catalogue of the project comes before Django's: each message named here is worded there.
What was typed is not repeated; it still stands in its field.
"""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy, gettext_noop, ngettext_lazy

REFUSALS = (
    gettext_noop("Enter a valid value."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a list of values."),
    gettext_noop("Enter a valid UUID."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Null characters are not allowed."),
    gettext_noop("This field is required."),
    gettext_noop("This field cannot be blank."),
    gettext_noop("This field cannot be null."),
    gettext_noop("No file was submitted."),
    gettext_noop("The submitted file is empty."),
)
TOO_LONG = ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
UNLISTED = gettext_lazy("This choice is not on the list.")
REPEATING: tuple[tuple[type[forms.Field] | type[models.UUIDField], str], ...] = (
    (forms.ChoiceField, "invalid_choice"),
    (forms.MultipleChoiceField, "invalid_choice"),
    (forms.ModelMultipleChoiceField, "invalid_choice"),
    (forms.ModelMultipleChoiceField, "invalid_pk_value"),
    (models.UUIDField, "invalid"),
)


def word() -> None:
    """Give fields whose refusal would repeat what was typed, at any length, one that does not."""
    for field, code in REPEATING:
        field.default_error_messages = {**field.default_error_messages, code: UNLISTED}
