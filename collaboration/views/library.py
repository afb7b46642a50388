from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from collaboration.models import LessonPlan
from collaboration.views.plans.rows import own_school
from portal.http import SignedInRequest

PAGE = 20


def plan_library(request: SignedInRequest) -> HttpResponse:
    """Plans one may read, newest first; filters by words, phase and class."""
    plans = (
        LessonPlan.objects.visible_to(request.user)
        .select_related("school")
        .prefetch_related("authors")
        .annotate(uses=Count("versions__adaptations", distinct=True))
        .order_by("-made_at", "pk")
    )
    mine = request.GET.get("milik") == "saya"
    plans = plans.filter(authors=request.user) if mine else plans.filter(archived_at=None)
    context = {
        "page": Paginator(narrowed(plans, request), PAGE).get_page(request.GET.get("hal")),
        "mine": mine,
        "words": request.GET.get("cari", ""),
        "grade": request.GET.get("kelas", ""),
        "grades": [str(grade) for grade in range(1, 7)],
        "may_write": own_school(request.user) is not None,
    }
    return render(request, "collaboration/plan_library.html", context)


def narrowed(plans: QuerySet[LessonPlan], request: SignedInRequest) -> QuerySet[LessonPlan]:
    words, grade = (
        request.GET.get("cari", "").replace("\x00", "")[:80],
        request.GET.get("kelas"),
    )
    if words:
        plans = plans.filter(
            Q(title__icontains=words) | Q(subject__icontains=words) | Q(topic__icontains=words)
        )
    return plans.filter(grade=int(grade)) if grade in {"1", "2", "3", "4", "5", "6"} else plans
