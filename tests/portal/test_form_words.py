"""Every form speaks Indonesian: its labels, and what it says of an odd entry."""

import importlib
import pkgutil

import polib
from django import forms
from django.conf import settings
from django.utils import translation

APPS = ("portal", "supervision", "collaboration")
FOREIGN = ("Pastikan", "UUID", "valid", "null", "Bidang ini")


def every_form(base=forms.BaseForm):
    for form in base.__subclasses__():
        yield form
        yield from every_form(form)


def ours():
    for app in APPS:
        for found in pkgutil.walk_packages(importlib.import_module(app).__path__, f"{app}."):
            if found.name.rpartition(".")[2].startswith("form") or ".forms." in found.name:
                importlib.import_module(found.name)
    return {form for form in every_form() if form.__module__.split(".")[0] in APPS}


def test_the_label_of_each_field_is_in_the_catalogue():
    path = settings.BASE_DIR / "locale" / "id" / "LC_MESSAGES" / "django.po"
    words = {row.msgstr.casefold() for row in polib.pofile(str(path)) if row.msgstr}
    words.add("ingat saya")  # of the sign-in library, which words it itself
    with translation.override("id"):
        foreign = [
            f"{form.__qualname__}.{name}: {field.label}"
            for form in ours()
            for name, field in getattr(form, "base_fields", {}).items()
            if not field.widget.is_hidden
            and (field.label is None or str(field.label).casefold() not in words)
        ]
    assert not sorted(foreign)


def test_refusals_are_short_and_repeat_nothing_that_was_typed():
    typed = "x" * 300
    fields = (
        forms.CharField(max_length=5),
        forms.IntegerField(max_value=3),
        forms.ChoiceField(choices=[("a", "A")]),
        forms.MultipleChoiceField(choices=[("a", "A")]),
        forms.UUIDField(),
        forms.EmailField(),
        forms.CharField(),
    )
    with translation.override("id"):
        for field, entries in zip(
            fields, ([typed], [typed, "9"], [typed], [[typed]], [typed], [typed], [""]), strict=True
        ):
            for entry in entries:
                try:
                    field.clean(entry)
                except forms.ValidationError as refusal:
                    sentence = " ".join(refusal.messages)
                assert typed not in sentence
                assert not [word for word in FOREIGN if word in sentence]
