"""Plans and steps to choose from; those of one name with what tells them apart."""

from __future__ import annotations

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.models import Authorship, LessonPlan
from portal import choosing
from supervision.models import FollowUp


def plans(form: forms.BaseForm, **querysets: QuerySet[LessonPlan]) -> None:
    """Offer plans; those of one title with class, first author and day."""
    first = Authorship.objects.filter(plan=OuterRef("pk")).order_by("since", "pk")
    author = Subquery(first.values("user__name")[:1])
    rows = {name: found.annotate(author=author) for name, found in querysets.items()}
    choosing.offer(form, beside_plan, **rows)


def beside_plan(plan: LessonPlan) -> str:
    """ "kelas 4, Siti Aminah, 3 Agustus 2026"."""
    made = date_format(timezone.localtime(plan.made_at), "j F Y")
    author: str | None = plan.author  # type: ignore[attr-defined]
    return ", ".join(filter(None, [_("class %(name)s") % {"name": plan.grade}, author, made]))


def steps(form: forms.BaseForm, **querysets: QuerySet[FollowUp]) -> None:
    """Offer steps; those of one wording with the day they are due."""
    choosing.offer(form, beside_step, **querysets)


def beside_step(step: FollowUp) -> str:
    return _("by %(day)s") % {"day": date_format(step.due_on, "j F Y")}
