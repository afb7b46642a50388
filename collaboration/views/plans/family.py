from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from collaboration.plans import family
from collaboration.views.plans.rows import readable
from portal.http import SignedInRequest


def plan_family(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Where a plan comes from and what came of it, drawn and as a list."""
    plan = readable(request, pk)
    root = family.of(plan, request.user)
    context = {"plan": plan, "drawing": family.drawn(root), "root": root}
    return render(request, "collaboration/plan_family.html", context)
