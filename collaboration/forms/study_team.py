from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collaboration.actions.study_team import Tasks
from collaboration.meetings import circle
from collaboration.models import Forum, LessonStudy
from portal import choosing
from portal.fields import ManyField
from portal.forms import helper
from portal.models import School, User

ONE = ("model_teacher", "moderator", "scribe")


class TeamFields(forms.Form):
    """Who does what at an open lesson."""

    model_teacher = forms.ModelChoiceField(label=_("Model teacher"), queryset=User.objects.none())
    team = ManyField(
        label=_("Who observes"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    moderator = forms.ModelChoiceField(
        label=_("Moderator of the talk"), queryset=User.objects.none(), required=False
    )
    scribe = forms.ModelChoiceField(
        label=_("Who writes the talk down"), queryset=User.objects.none(), required=False
    )

    def offer(self, people: QuerySet[User]) -> None:
        """Let each task be given to ``people``, by name."""
        choosing.people(self, **dict.fromkeys((*ONE, "team"), people))


class TeamForm(TeamFields):
    """The people of an open lesson, of its forum or school; who is of the team stays a choice."""

    def __init__(self, *args: Any, study: LessonStudy, standing: Tasks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at: Forum | School = study.activity.forum or study.activity.school  # type: ignore[assignment]
        near = circle.people(at).values("pk")
        people = User.objects.filter(Q(pk__in=near) | Q(pk__in=standing))
        self.offer(people.order_by("name", "pk"))
        self.initial.update({name: getattr(study, f"{name}_id") for name in ONE})
        self.initial["team"] = [pk for pk, names in standing.items() if "watch" in names]
        self.helper = helper()
