"""What was fixed about indicators and plans: pages read stored figures and no ratings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration import needs
from collaboration.models import Activity, Forum, IndicatorFigure, PlanFigure, TeachingNote
from collaboration.views.forum import readable
from collaboration.views.plans.rows import readable as readable_plan
from portal import charts
from portal.http import SignedInRequest
from portal.models import School
from supervision.models import Indicator, Instrument

PAGE = 20
NOTES = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A forum or a school, and the addresses of its pages by indicator."""

    row: Forum | School
    url: str

    @property
    def of_activities(self) -> Q:
        return Q(forum=self.row) if isinstance(self.row, Forum) else Q(school=self.row)

    @property
    def name(self) -> str:
        return self.row.name


@dataclass(frozen=True, slots=True)
class Row:
    indicator: Indicator
    activities: int
    teachers: int
    url: str


def forum_indicators(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return listed(request, of_forum(request, pk))


def forum_indicator(request: SignedInRequest, pk: UUID, item: int) -> HttpResponse:
    return shown(request, of_forum(request, pk), item)


def school_indicators(request: SignedInRequest, npsn: str) -> HttpResponse:
    return listed(request, of_school(request, npsn))


def school_indicator(request: SignedInRequest, npsn: str, item: int) -> HttpResponse:
    return shown(request, of_school(request, npsn), item)


def of_forum(request: SignedInRequest, pk: UUID) -> Place:
    return Place(readable(request, pk), reverse("forum-indicators", args=[pk]))


def of_school(request: SignedInRequest, npsn: str) -> Place:
    rows = School.objects.where_one_may(request.user, "read_item_figures")
    return Place(get_object_or_404(rows, npsn=npsn), reverse("school-indicators", args=[npsn]))


def held(request: SignedInRequest, place: Place) -> QuerySet[Activity]:
    """Activities of the place that the reader may open and that were not called off."""
    rows = Activity.objects.visible_to(request.user).filter(place.of_activities)
    return rows.filter(cancelled_at=None)


def figures(request: SignedInRequest, place: Place) -> QuerySet[IndicatorFigure]:
    return IndicatorFigure.objects.visible_to(request.user).filter(place.of_activities)


def listed(request: SignedInRequest, place: Place) -> HttpResponse:
    """Each indicator that activities of the place named: how many, and how many rated twice."""
    counted = (
        held(request, place)
        .filter(indicators__isnull=False)
        .order_by()
        .values_list("indicators__instrument__aspect", "indicators__code")
        .annotate(n=Count("pk", distinct=True))
    )
    activities = {(aspect, code): n for aspect, code, n in counted}
    teachers = {(row.aspect, row.code): row.teachers for row in figures(request, place)}
    rows = [
        Row(item, activities[key], teachers.get(key, 0), f"{place.url}{item.pk}/")
        for key, item in needs.newest(list(activities)).items()
    ]
    rows.sort(key=lambda row: (row.indicator.instrument.aspect, row.indicator.code))
    context = {"place": place, "page": Paginator(rows, PAGE).get_page(request.GET.get("hal"))}
    return render(request, "collaboration/indicator_list.html", context)


def shown(request: SignedInRequest, place: Place, item: int) -> HttpResponse:
    """One indicator at the place: what moved for those rated twice, and its activities."""
    forms = Instrument.objects.visible_to(request.user)
    items = Indicator.objects.filter(instrument__in=forms).select_related("instrument")
    indicator = get_object_or_404(items, pk=item)
    key = {"aspect": indicator.instrument.aspect, "code": indicator.code}
    named = Activity.objects.filter(
        indicators__code=indicator.code, indicators__instrument__aspect=key["aspect"]
    )
    activities = held(request, place).filter(pk__in=named.values("pk")).order_by("-starts_at", "pk")
    figure = figures(request, place).filter(**key).first()
    context = {
        "place": place,
        "indicator": indicator,
        "figure": figure,
        "rated": figure.teachers if figure else 0,
        "chart": drawn(figure) if figure and figure.is_told else None,
        "page": Paginator(activities, PAGE).get_page(request.GET.get("hal")),
    }
    return render(request, "collaboration/indicator_impact.html", context)


def drawn(row: IndicatorFigure) -> charts.Chart:
    notes = [f"n={row.teachers}"] * 2
    columns = [_("Before"), _("After")]
    return charts.levels(columns, [("", 1, [row.before, row.after], notes)])


def plan_impact(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was seen where a plan was taught, pooled, and what its teachers noted."""
    plan = readable_plan(request, pk)
    rows = PlanFigure.objects.visible_to(request.user).filter(plan=plan).select_related("plan")
    context = {
        "plan": plan,
        "figures": [(row, charts.shares(row.counts)) for row in rows],
        "notes": TeachingNote.objects.visible_to(request.user)
        .of(plan)
        .select_related("author", "version")[:NOTES],
    }
    return render(request, "collaboration/plan_impact.html", context)
