from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from collaboration import effects
from collaboration.models import Activity, LessonPlan, Link
from portal import access, charts
from portal.http import SignedInRequest
from supervision.models import SupervisionSession


def activity_impact(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What moved around an activity, with n; the way to each rating the reader may open."""
    rows = Activity.objects.with_impact_for(request.user)
    activity = get_object_or_404(
        rows.select_related("forum", "school").prefetch_related("aspects"), pk=pk
    )
    whole = "read" in access.allowed(request.user, "activity", activity)
    came = activity.attendance.filter(came=True)
    context = {
        "activity": activity,
        "whole": whole,
        "movements": [(row, drawn(row)) for row in effects.around(activity)],
        "hours": round(came.count() * activity.minutes / 60),
        "came": came.count(),
        "sessions": SupervisionSession.objects.visible_to(request.user)
        .filter(access.where(request.user, "words"))
        .filter(
            teacher__in=came.values("user"),
            parts__aspect__in=[row.aspect for row in activity.aspects.all()],
            planned_on__gt=activity.starts_at.date(),
        )
        .select_related("teacher")
        .distinct()
        .order_by("-planned_on")[:20],
        "links": Link.objects.visible_to(request.user).filter(activity=activity)[:10]
        if whole
        else [],
        "plans": LessonPlan.objects.visible_to(request.user).filter(activities=activity)[:10]
        if whole
        else [],
        "steps": activity.follow_ups.filter(done_at=None) if whole else [],
    }
    return render(request, "collaboration/activity_impact.html", context)


def drawn(row: effects.AspectMovement) -> charts.Chart | None:
    """The slope of both groups; a group below the limit is left out."""
    series = [
        (label, style, [side.before, side.after], [f"n={side.complete}"] * 2)
        for label, style, side in (
            (_("Took part"), 1, row.joined),
            (_("Others"), 2, row.others),
        )
        if side.after is not None
    ]
    return charts.levels([_("Before"), _("After")], series) if series else None
