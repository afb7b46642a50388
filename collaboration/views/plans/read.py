from __future__ import annotations

import uuid
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from collaboration import contributions, differences
from collaboration.models import Activity, LessonPlan, TeachingNote
from collaboration.sections import written
from collaboration.views.plans.rows import readable
from portal import access
from portal.http import SignedInRequest
from supervision.models import SupervisionSession

PAGE = 20


def plan_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    versions = list(plan.versions.select_related("author").order_by("-number")[:5])
    can = access.allowed(request.user, "plan", plan)
    context = {
        "plan": plan,
        "can": can,
        "version": versions[0],
        "versions": versions,
        "parts": written(versions[0].sections),
        "authors": list(plan.authors.order_by("authorships__since")),
        "taught": SupervisionSession.objects.visible_to(request.user)
        .filter(taught_plan__version__plan=plan)
        .filter(access.where(request.user, "taught_plan"))
        .select_related("teacher")[:5],
        "activities": Activity.objects.visible_to(request.user).filter(plans=plan)[:5],
        "adaptations": LessonPlan.objects.visible_to(request.user).filter(adapted_from__plan=plan)[
            :5
        ],
        "taught_times": TeachingNote.objects.visible_to(request.user).of(plan).count(),
        "source": readable_source(request, plan),
        "new_id": uuid.uuid4(),
    }
    return render(request, "collaboration/plan_detail.html", context)


def readable_source(request: SignedInRequest, plan: LessonPlan) -> LessonPlan | None:
    if not plan.adapted_from:
        return None
    return LessonPlan.objects.visible_to(request.user).filter(pk=plan.adapted_from.plan_id).first()


def plan_versions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    rows = plan.versions.select_related("author").defer("sections").order_by("-number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    context = {"plan": plan, "page": page, "contributions": contributions.of(plan)}
    return render(request, "collaboration/plan_versions.html", context)


def plan_compare(request: SignedInRequest, pk: UUID, old: int, new: int) -> HttpResponse:
    plan = readable(request, pk)
    left = get_object_or_404(plan.versions.select_related("author"), number=old)
    right = get_object_or_404(plan.versions.select_related("author"), number=new)
    context = {
        "plan": plan,
        "old": left,
        "new": right,
        "sections": differences.compare(left.text, right.text),
    }
    return render(request, "collaboration/plan_compare.html", context)


def plan_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    version = plan.versions.select_related("author").order_by("-number")[0]
    context = {
        "plan": plan,
        "version": version,
        "parts": written(version.sections),
        "authors": plan.authors.order_by("authorships__since"),
    }
    return render(request, "collaboration/plan_print.html", context)
