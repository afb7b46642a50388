"""Forms of the programme: its chapters, a delegate, and the visits that are proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import choosing
from portal.fields import DayField, TextField, TimeField
from portal.forms import helper
from portal.models import Term, User
from supervision.actions import programme as actions
from supervision.models import IN_GROUPS, Aspect, Programme, Technique
from supervision.schedule import Closed, Suggestion


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Any
    fields: tuple[str, ...]


CHAPTERS = {  # by its part of the address
    "pendahuluan": Chapter(_("Introduction"), ("background", "basis")),
    "tujuan": Chapter(_("Purpose and scope"), ("purpose", "scope")),
    "tahun-lalu": Chapter(_("What last year showed"), ("review",)),
    "sasaran": Chapter(_("Targets and techniques"), ("targets", "techniques")),
    "tindak-lanjut": Chapter(_("Following up"), ("following_up",)),
}
HELP = {
    "background": _("Why the school supervises, in its own words."),
    "basis": _("One rule a line. Check before signing that each is still in force."),
    "purpose": _("The first sentence stands at the top of the programme."),
    "review": _("The numbers were filled in when the programme was made. Name no teacher here."),
    "targets": _("What is reached by the end of the year, so that one can see it."),
    "following_up": _("How steps are looked at again, and who is told what."),
}
IN_TWO_KINDS = [
    (_("With one teacher"), [(row.value, row.label) for row in Technique if row not in IN_GROUPS]),
    (_("With several teachers"), [(row.value, row.label) for row in IN_GROUPS]),
]


class ChapterForm(forms.Form):
    """One chapter of a programme; every text may stay empty until the paper is signed."""

    def __init__(self, data: Any = None, *, chapter: Chapter, programme: Programme) -> None:
        super().__init__(data, initial={name: getattr(programme, name) for name in chapter.fields})
        for name in chapter.fields:
            self.fields[name] = self._field(programme, name)
        self.helper = helper()

    def _field(self, programme: Programme, name: str) -> forms.Field:
        model_field = programme._meta.get_field(name)
        label = str(model_field.verbose_name)  # type: ignore[union-attr]
        label = label[:1].upper() + label[1:]
        if name == "techniques":
            return forms.MultipleChoiceField(
                label=label,
                choices=IN_TWO_KINDS,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return TextField(
            label=label,
            required=False,
            max_length=model_field.max_length,  # type: ignore[union-attr]
            widget=forms.Textarea(attrs={"rows": 8}),
            help_text=HELP.get(name, ""),
        )


class DelegateForm(forms.Form):
    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    decree = TextField(
        label=_("Number of the decree (may stay empty)"), max_length=80, required=False
    )
    began_on = DayField(label=_("First day"))
    ended_on = DayField(label=_("Last day"))

    def __init__(self, data: Any = None, *, programme: Programme, today: dt.date) -> None:
        year = programme.year
        first = min(max(today, year.starts_on), year.ends_on)
        super().__init__(data, initial={"began_on": first, "ended_on": year.ends_on})
        people = User.objects.filter(actions.candidates(programme.school, today))
        choosing.people(self, user=people.order_by("name", "pk"))
        self.helper = helper()


class VisitForm(forms.Form):
    """One proposed visit. What is typed in a row that is not ticked is kept and not judged."""

    chosen = forms.BooleanField(label=_("Plan a visit"), required=False, initial=True)
    id = forms.UUIDField(widget=forms.HiddenInput)
    planned_on = DayField(label=_("Date"))
    planned_time = TimeField(label=_("Time"), required=False)
    grade = forms.TypedChoiceField(
        label=_("Class"),
        coerce=int,
        choices=[("", "-"), *((number, str(number)) for number in range(1, 7))],
    )
    group = TextField(label=_("Class group (may stay empty)"), max_length=20, required=False)
    subject = TextField(
        label=_("Subject (may stay empty)"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "subjects"}),
    )
    aspects = forms.MultipleChoiceField(
        label=_("Aspects"),
        choices=Aspect.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    observer = forms.TypedChoiceField(label=_("Observer"), coerce=int)

    def __init__(
        self,
        data: Any = None,
        *,
        teacher: User,
        observers: Sequence[User],
        term: Term,
        today: dt.date,
        without: Closed | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=f"g{teacher.pk}", initial=initial)
        self.teacher, self.term, self.today = teacher, term, today
        self.without, self.is_saved = without or Closed(), False
        self.observers = [row for row in observers if row.pk != teacher.pk]
        choices = [(row.pk, row.name) for row in self.observers]
        self.fields["observer"].choices = choices  # type: ignore[attr-defined]
        self.fields["chosen"].label = _("Plan a visit with %(who)s") % {"who": teacher.call}
        self.helper = helper()

    @property
    def is_open(self) -> bool:
        """Show the fields at once where something is missing or has to be mended."""
        return bool(self.errors) if self.is_bound else not self.initial.get("grade")

    @property
    def in_words(self) -> str:
        """What was proposed, in one line: "Kamis, 26 November 2026, 07.30, kelas 4A, IPAS"."""
        if self.is_bound or not self.initial.get("planned_on"):
            return gettext("Date, class and observer")
        first = self.initial
        parts = [
            date_format(first["planned_on"], "l, j F Y"),
            time_format(first["planned_time"], "H.i"),
        ]
        if first.get("grade"):
            parts.append(gettext("class %(name)s") % {"name": f"{first['grade']}{first['group']}"})
        return ", ".join([*parts, *filter(None, [first.get("subject")])])

    @property
    def is_chosen(self) -> bool:
        """Ticked when it was sent; before that, where there is a day to come."""
        if self.is_bound:
            return self.add_prefix("chosen") in self.data
        return bool(self.initial.get("planned_on"))

    def full_clean(self) -> None:
        if self.is_bound and not self.is_chosen:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean_planned_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["planned_on"]
        if not self.term.starts_on <= day <= self.term.ends_on:
            raise ValidationError(_("This date lies outside the semester."))
        if day < self.today:
            raise ValidationError(_("This date has passed."))
        if reason := self.without.reason(day):
            raise ValidationError(_("No lessons on this date: %(why)s."), params={"why": reason})
        return day


def first_values(row: Suggestion, key: object, observer: User) -> dict[str, Any]:
    """What a proposed visit begins with: the class, hour and aspects of the last one."""
    last = row.last
    found: dict[str, Any] = {
        "id": key,
        "chosen": row.day is not None,
        "planned_on": row.day,
        "planned_time": dt.time(7, 30),
        "aspects": ["teaching"],
        "observer": observer.pk,
    }
    if last:
        found |= {"grade": last.grade, "group": last.group, "subject": last.subject}
        found["planned_time"] = last.planned_time or found["planned_time"]
        found["aspects"] = last.aspects or found["aspects"]
    return found
