"""Who uses a lesson plan: teachers who adapted it or taught it, each counted once.

A list behind a number is as long as the number: what its reader may not open stands in it as a
row without a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.models import LessonPlan, PlanVersion
from portal import access
from portal.models import User
from supervision.models import SupervisionSession

TAUGHT, ADAPTED = "diajarkan", "diadaptasi"


@dataclass(slots=True)
class Use:
    """One row of the list: a teacher or an adapted plan, and what of it may be opened.

    ``name`` is "" where nothing of it may be; ``pages`` are (text, address).
    """

    name: str = ""
    pages: list[tuple[str, str]] = field(default_factory=list)


def users_of(plans: Iterable[UUID]) -> dict[UUID, set[int]]:
    """Keys of the teachers who use each of ``plans``; one query, for counting only."""
    fields = ("plan", "adaptations__authorships__user", "taught__session__teacher")
    versions = PlanVersion.objects.filter(plan__in=list(plans)).order_by()
    found: dict[UUID, set[int]] = defaultdict(set)
    for plan, *users in versions.values_list(*fields).distinct():
        found[plan].update(user for user in users if user is not None)
    return found


Found = tuple[Hashable, str, str, str]  # whose row, her name, text, address; "" if not to be opened


def rows(plan: LessonPlan, reader: User, way: str = "") -> list[Use]:
    """Who uses ``plan``, by name, the nameless last: as many rows as the number beside it says.

    ``way`` narrows it to teachers who taught from it, or to the plans adapted from it; else each
    teacher who did either stands there once. At most four queries.
    """
    found: dict[Hashable, Use] = defaultdict(Use)
    parts: list[Found] = []
    if way != ADAPTED:
        parts += _taught(plan, reader)
    if way != TAUGHT:
        parts += _adapted(plan, reader, by_plan=way == ADAPTED)
    for key, name, text, address in parts:
        use = found[key]
        if address:
            use.name = name
            use.pages.append((text, address))
    return sorted(found.values(), key=lambda use: (not use.name, use.name))


def _taught(plan: LessonPlan, reader: User) -> Iterator[Found]:
    visits = SupervisionSession.objects.filter(taught_plan__version__plan=plan)
    may = SupervisionSession.objects.visible_to(reader).filter(access.where(reader, "taught_plan"))
    open_ones = _keys(may.filter(taught_plan__version__plan=plan))
    for visit in visits.select_related("teacher").order_by("-planned_on", "pk"):
        text = _("taught on %(day)s") % {"day": date_format(visit.planned_on, "j F Y")}
        address = reverse("session-detail", args=[visit.pk]) if visit.pk in open_ones else ""
        yield visit.teacher_id, visit.teacher.name, text, address


def _adapted(plan: LessonPlan, reader: User, *, by_plan: bool) -> Iterator[Found]:
    """Plans adapted from ``plan``: a row for each author, or for each plan."""
    copies = LessonPlan.objects.filter(adapted_from__plan=plan)
    open_ones = _keys(LessonPlan.objects.visible_to(reader).filter(adapted_from__plan=plan))
    fields = ("pk", "title", "authorships__user", "authorships__user__name")
    for pk, title, author, name in copies.order_by("-made_at", "pk").values_list(*fields):
        address = reverse("plan-detail", args=[pk]) if pk in open_ones else ""
        if not by_plan:
            yield author, name, title, address
        else:
            yield pk, title, name, address


def _keys(rows: QuerySet[SupervisionSession] | QuerySet[LessonPlan]) -> set[UUID]:
    return set(rows.order_by().values_list("pk", flat=True))
