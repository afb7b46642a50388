"""Hours together beside the change of levels in a subdistrict: figures as they were fixed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from collaboration.models import DoseFigure
from collaboration.views import dose
from portal import access
from portal.http import SignedInRequest
from portal.models import Region


def region_dose(request: SignedInRequest, code: str) -> HttpResponse:
    """Each aspect: the slope over schools with its range, and groups of teachers by hours."""
    regions = Region.objects.filter(access.where(request.user, "region", "read_figures"))
    region = get_object_or_404(regions, pk=code)
    figures = DoseFigure.objects.visible_to(request.user).filter(region=region)
    context = {"region": region, "doses": dose.drawn(figures)}
    return render(request, "dashboards/dose.html", context)
