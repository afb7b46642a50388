from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import access, choosing
from portal.fields import DayField, TextField, TimeField
from portal.forms import helper, narrow
from portal.models import Appointment, User
from portal.roles import Role
from supervision.models import IN_GROUPS, Aspect, SupervisionSession, Technique
from supervision.schedule import comes_first

IN_CLASS = (Technique.CLASS_VISIT, Technique.OBSERVATION, Technique.INTERVISIT)
ALONE = [(row.value, row.label) for row in Technique if row not in IN_GROUPS]


def leads_a_school(person: User) -> bool:
    """Is this person a principal today, so that a visit to her needs no class?"""
    return Appointment.objects.on(timezone.localdate()).filter(
        user=person, role=Role.PRINCIPAL
    ).exists()  # fmt: skip


class PlanForm(forms.ModelForm):
    """A visit to plan: when, which class and subject, what is looked at.

    With whom is chosen before, on a page of its own. A class is asked for where one is visited.
    """

    planned_on = DayField(
        label=_("Date"), help_text=_("For example 26 November 2026 or 26/11/2026.")
    )
    planned_time = TimeField(label=_("Time"), required=False, help_text=_("For example 07.30."))
    aspects = forms.MultipleChoiceField(
        label=_("Aspects"),
        choices=Aspect.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without an aspect the visit is a conversation only, which is fine."),
    )
    technique = forms.ChoiceField(
        label=_("Technique"),
        choices=ALONE,
        required=False,
        widget=forms.RadioSelect,
        initial=Technique.OBSERVATION,
    )

    observer = forms.ModelChoiceField(
        label=_("Observer"), queryset=User.objects.none(), required=False, empty_label=None
    )

    class Meta:
        model = SupervisionSession
        fields = [
            "teacher",
            "planned_on",
            "planned_time",
            "grade",
            "group",
            "subject",
            "topic",
            "technique",
            "is_multigrade",
        ]
        field_classes = {"group": TextField, "subject": TextField, "topic": TextField}
        widgets = {
            "teacher": forms.HiddenInput,
            "subject": forms.TextInput(attrs={"list": "subjects"}),
        }

    def __init__(
        self,
        *args: Any,
        user: User,
        observers: Sequence[User] = (),
        with_class: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, teacher=User.objects.filter(access.teachers(user)).order_by("name", "pk"))
        self.fields["group"].help_text = _("The letter or name of the class, such as A or Melati.")
        in_class = ["grade", "group", "subject", "aspects"]
        shown = ["teacher", "planned_on", "planned_time"]
        shown += in_class if with_class else []
        if self._offer(observers, user):
            shown.append("observer")
        self.helper = helper(*shown)
        folded = ["topic", "technique", "is_multigrade"]
        self.more = helper(*(folded if with_class else [*in_class, *folded]))

    def _offer(self, observers: Sequence[User], user: User) -> bool:
        """Let one of several choose who comes; where only one can, nothing is asked."""
        teacher = str(self["teacher"].value() or "")
        people = [row for row in observers if str(row.pk) != teacher]
        if len(people) < 2:
            del self.fields["observer"]
            return False
        choosing.people(self, observer=User.objects.filter(pk__in=[row.pk for row in people]))
        if self.initial.get("observer") not in {row.pk for row in people}:
            self.initial["observer"] = comes_first(user, people)
        return True

    def clean_technique(self) -> str:
        return self.cleaned_data["technique"] or Technique.OBSERVATION

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        teacher = data.get("teacher")
        if data.get("technique") in IN_CLASS and not (teacher and leads_a_school(teacher)):
            for name in ("grade", "subject"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data

    @property
    def folded_open(self) -> bool:
        """Show the folded part at once where something in it has to be mended."""
        return any(name in self.errors for name in self.more.layout.fields)
