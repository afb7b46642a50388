from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.actions import Place
from portal.fields import DecimalField, TextField
from portal.files import DOCUMENT, MB
from portal.forms import helper
from supervision import content
from supervision.models import Aspect, Indicator, Instrument, Scale, Section
from supervision.models.scale import WORDS_OF, values

Kind, Scoring, ClassKind = Instrument.Kind, Instrument.Scoring, Indicator.ClassKind
GRADES = [(str(grade), str(grade)) for grade in range(1, 7)]
MOST_BANDS = 8


def words(label: Any, *, most: int, rows: int = 0, **kwargs: Any) -> TextField:
    """A field for text: one line, or an area of ``rows``."""
    wide = forms.Textarea(attrs={"rows": rows, "data-growing": True}) if rows else forms.TextInput
    return TextField(label=label, max_length=most, widget=wide, **kwargs)


class StaleForm(forms.Form):
    """A form of which others may have saved a newer state; what was typed stays."""

    def show(self, stale: content.Stale) -> str:
        """Say beside each field what stands there now; gives the base of the next try."""
        for name, theirs in stale.fields.items():
            if name in self.fields:
                self.add_error(name, self.meanwhile(name, theirs))
        return stale.base

    def meanwhile(self, name: str, theirs: Any) -> str:
        named = dict(getattr(self.fields[name], "choices", ()))
        parts = theirs if isinstance(theirs, list) else [theirs]
        shown = ", ".join(str(named.get(part, part)) for part in parts)
        return gettext(
            "Somebody saved other words here meanwhile: “%(theirs)s”. Yours are kept above;"
            " save again to put them in their place."
        ) % {"theirs": shown or gettext("nothing")}


class AboutForm(StaleForm):
    """What an instrument is called, what it looks at and how it is scored."""

    title_id = words(_("Title"), most=120)
    title_en = words(_("Title in English (may stay empty)"), most=120, required=False)
    aspect = forms.ChoiceField(label=_("Aspect"), choices=Aspect.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        initial=Kind.STANDARD,
        help_text=_("What it is used for; it may be changed until it is published."),
    )
    scoring = forms.ChoiceField(
        label=_("Scoring"),
        choices=Scoring.choices,
        initial=Scoring.SUM_OVER_MAX,
        help_text=_("How the levels become a result. Counting the levels gives no score at all."),
    )
    source_id = words(
        _("Source (may stay empty)"),
        most=1000,
        rows=2,
        required=False,
        help_text=_("Where the items come from, with the licence if there is one."),
    )
    source_en = words(_("Source in English (may stay empty)"), most=1000, rows=2, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class PlaceForm(forms.Form):
    """For whom an instrument is written; not asked where there is one answer."""

    place = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"{row._meta.model_name}-{row.pk}": row for row in places}
        field: Any = self.fields["place"]
        field.choices = [(key, str(row)) for key, row in self.places.items()]
        if len(self.places) == 1:
            field.required = False
            field.widget = forms.HiddenInput()
        self.helper = helper()

    @property
    def only(self) -> Place | None:
        return next(iter(self.places.values())) if len(self.places) == 1 else None

    def clean_place(self) -> Place:
        return self.only or self.places[self.cleaned_data["place"]]


class SectionForm(StaleForm):
    title_id = words(_("Name of the section"), most=120)
    title_en = words(_("Name in English (may stay empty)"), most=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class ItemForm(StaleForm):
    """One indicator; the fields of the levels are those of ``scale``."""

    section = forms.TypedChoiceField(label=_("Section"), coerce=int)
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9.-]*$",
        label=_("Code"),
        max_length=8,
        help_text=_("The same code means the same indicator in all versions."),
        error_messages={"invalid": _("Letters and digits only, for example S01.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    scale = forms.ChoiceField(label=_("Scale"), choices=Scale.choices)
    applies_to = forms.MultipleChoiceField(
        label=_("Only for these classes and subjects"),
        choices=ClassKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen means all."),
    )
    grades = forms.MultipleChoiceField(
        label=_("Only in these classes"),
        choices=GRADES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen means all."),
    )

    def __init__(
        self, *args: Any, sections: Iterable[Section], scale: str = Scale.FOUR, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["section"]
        chosen.choices = [(section.pk, section.name) for section in sections]
        self.levels = WORDS_OF[scale]
        for language in content.LANGUAGES:
            self.add_texts(language)
        self.helper = helper()

    def add_texts(self, language: str) -> None:
        english = language == "en"
        for name, label, rows, most, hint in TEXTS:
            self.fields[f"{name}_{language}"] = words(
                label,
                most=most,
                rows=rows,
                help_text="" if english else hint,
                required=name == "text" and not english,
            )
        for level, word in self.levels:
            number = str(word) if str(word) == str(level) else f"{level} {word}"
            self.fields[f"level_{level}_{language}"] = words(
                number, most=600, rows=2, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Levels of a scale that was chosen just now keep the words of the same number."""
        data = super().clean() or {}
        for language in content.LANGUAGES:
            asked = data.get(f"questions_{language}", "").split("\n")
            if any(len(line) > 300 for line in asked):
                self.add_error(f"questions_{language}", _("Keep each question under 300 letters."))
        if data.get("scale") in WORDS_OF:
            for language in content.LANGUAGES:
                for level in values(data["scale"]):
                    data.setdefault(f"level_{level}_{language}", "")
        return data

    def group(self, names: Iterable[str], language: str) -> list[Any]:
        return [self[f"{name}_{language}"] for name in names]

    def level_fields(self, language: str) -> list[Any]:
        return self.group([f"level_{level}" for level, _word in self.levels], language)

    @property
    def id_levels(self) -> list[Any]:
        return self.level_fields("id")

    @property
    def groups(self) -> list[tuple[str, list[Any], bool]]:
        """Folded groups of fields below the main ones: heading, fields, is it open."""
        rows = [
            (gettext("Help and examples of evidence"), self.group(HELPS, "id")),
            (gettext("Questions for the talk"), self.group(("questions",), "id")),
            (gettext("Which classes and subjects"), [self["applies_to"], self["grades"]]),
            (
                gettext("In English (may stay empty)"),
                [
                    *self.group(("text", "twin"), "en"),
                    *self.level_fields("en"),
                    *self.group((*HELPS, "questions"), "en"),
                ],
            ),
        ]
        return [(label, own, any(field.errors for field in own)) for label, own in rows]


HELPS = ("help", "good", "thin")
TEXTS = (
    ("text", _("Indicator"), 2, 400, _("One thing that can be seen or heard, in one sentence.")),
    (
        "twin",
        _("First-person sentence"),
        2,
        400,
        _("The same thing as the teacher asks herself: “Saya ...”."),
    ),
    ("help", _("What is meant"), 2, 1000, _("Shown beside the indicator; at most 60 words.")),
    (
        "good",
        _("Good example of evidence"),
        2,
        600,
        _("What was seen or heard, with its instance."),
    ),
    ("thin", _("Thin example of evidence"), 2, 600, _("What says too little, and why.")),
    ("questions", _("Questions for the talk"), 3, 2000, _("One question a line.")),
)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx file as the portal exports it, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > DOCUMENT:
            raise forms.ValidationError(
                _("The file is too large: at most %(most)s MB."), params={"most": DOCUMENT // MB}
            )
        return upload


class BandForm(forms.Form):
    bound = DecimalField(label=_("From"), required=False)
    label_id = words(_("Word"), most=60, required=False)
    label_en = words(_("Word in English"), most=60, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begun = data.get("bound") is not None
        if begun and not data.get("label_id") and not self.errors:
            self.add_error("label_id", _("Write the word of this band."))
        if not begun and "bound" in data and (data.get("label_id") or data.get("label_en")):
            self.add_error("bound", _("Write where this band begins, for example 61 or 60,5."))
        return data


class BaseBands(forms.BaseFormSet):
    """Bands from the lowest up; empty rows are left out."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "from": plain(form.cleaned_data["bound"]),
                "label": content.text(form.cleaned_data, "label"),
            }
            for form in self.forms
            if form.cleaned_data.get("bound") is not None
        ]


BandsForm = forms.formset_factory(
    BandForm, formset=BaseBands, extra=3, max_num=MOST_BANDS, absolute_max=MOST_BANDS
)


def plain(number: Any) -> int | float:
    """61 stays 61 and 60.5 is 60.5 in JSON."""
    return int(number) if number == int(number) else float(number)


def band_rows(bands: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bands as the rows of the form."""
    return [
        {
            "bound": str(band["from"]).replace(".", ","),
            **{f"label_{lang}": band["label"].get(lang, "") for lang in content.LANGUAGES},
        }
        for band in sorted(bands, key=lambda row: row["from"])
    ]
