from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from collaboration import papers
from collaboration.models import Activity, LessonPlan, PlanReading, Suggestion
from collaboration.plans import contributions, differences
from collaboration.plans.sections import Part, Section, written
from collaboration.views.plans.rows import readable
from portal import access
from portal.http import SignedInRequest

PAGE = 20
Written = tuple[Part, list[tuple[Section, str]]]


def plan_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    versions = list(plan.versions.select_related("author").order_by("-number")[:5])
    suggestions = Suggestion.objects.visible_to(request.user).of(plan).open()
    parts, elsewhere = at_sections(written(versions[0].sections), suggestions)
    context = {
        "plan": plan,
        "can": access.allowed(request.user, "plan", plan),
        "version": versions[0],
        "versions": versions,
        "parts": parts,
        "elsewhere": elsewhere,
        "authors": list(plan.authors.order_by("authorships__since")),
        "readings": PlanReading.objects.visible_to(request.user).of(plan)[:5],
        "files": plan.attachments.as_list(),
        "activities": Activity.objects.visible_to(request.user).filter(plans=plan)[:5],
        "source": readable_source(request, plan),
        "new_id": uuid.uuid4(),
    }
    return render(request, "collaboration/plan_detail.html", context)


def at_sections(parts: list[Written], rows: Iterable[Suggestion]) -> tuple[list[Any], list[Any]]:
    """Suggestions at the sections they are about; those on sections still empty come last.

    Returns ``[(part, [(section, text, suggestions)])]`` and the others.
    """
    found: dict[str, list[Suggestion]] = {}
    for row in rows:
        found.setdefault(row.section, []).append(row)
    shown = [
        (part, [(section, text, found.pop(section.name, [])) for section, text in texts])
        for part, texts in parts
    ]
    return shown, [row for others in found.values() for row in others]


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
    authors = list(plan.authors.order_by("authorships__since"))
    printed = papers.Printed(plan, version, authors, "", request.user, timezone.now())
    context = {
        "plan": plan,
        "version": version,
        "parts": written(version.sections),
        "source": readable_source(request, plan),
        "files": plan.attachments.as_list(),
        "authors": authors,
        "signatures": printed.signatures,
    }
    return render(request, "collaboration/plan_print.html", context)
