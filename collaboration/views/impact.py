from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.meetings.forum_page import YEAR
from collaboration.models import Activity, DoseFigure, EffectEstimate, LessonPlan, Link, Trial
from collaboration.models.attendance import counted
from collaboration.views import dose
from collaboration.views.forum import readable
from portal import access, charts
from portal.http import SignedInRequest
from supervision.models import Aspect, SupervisionSession

QUOTES, TRACES = 6, 20


def activity_impact(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What moved around an activity, with n; the way to each rating the reader may open."""
    rows = counted(Activity.objects.with_impact_for(request.user)).annotate(
        may_read=ExpressionWrapper(
            access.where(request.user, "activity"), output_field=BooleanField()
        )
    )
    activity = get_object_or_404(
        rows.select_related(
            "school", "forum__cluster", "forum__school", "forum__subdistrict"
        ).prefetch_related("aspects"),
        pk=pk,
    )
    whole, number = activity.may_read, activity.came  # type: ignore[attr-defined]
    came = activity.attendance.filter(came=True)
    estimates = EffectEstimate.objects.visible_to(request.user).filter(activity=activity)
    context = {
        "activity": activity,
        "whole": whole,
        "movements": [(row, drawn(row)) for row in estimates],
        "hours": round(number * activity.minutes / 60),
        "came": number,
        "sessions": SupervisionSession.objects.visible_to(request.user)
        .filter(access.where(request.user, "words"))
        .filter(
            teacher__in=came.values("user"),
            parts__aspect__in=[row.aspect for row in activity.aspects.all()],
            planned_on__gt=activity.day,
        )
        .select_related("teacher")
        .distinct()
        .order_by("-planned_on")[:20],
        **(around(request, activity) if whole else {}),
    }
    return render(request, "collaboration/activity_impact.html", context)


def around(request: SignedInRequest, activity: Activity) -> dict[str, object]:
    """What was tried, written and is still open around an activity, as its reader may read it.

    Quotations are those whose readers include this one, without a name: numbers stand near.
    """
    seen = Q(observed_at__isnull=False) | Q(let_go_at=None)
    links = list(Link.objects.visible_to(request.user).filter(seen, activity=activity)[:TRACES])
    told = Trial.objects.visible_to(request.user).filter(
        activity=activity, answered_at__isnull=False
    )
    quotes = list(told.order_by("answered_at", "pk")[:QUOTES])
    since = Q(versions__made_at__gt=activity.starts_at)
    plans = LessonPlan.objects.visible_to(request.user).filter(activities=activity)
    return {
        "quotes": quotes,
        "readers": access.readers("trial", quotes[0]) if quotes else [],
        "links": [row for row in links if row.observed_at],
        "intentions": [row for row in links if not row.observed_at],
        "plans": plans.annotate(
            rewritten=Count("versions", filter=since, distinct=True),
            last=Max("versions__made_at", filter=since),
        ).order_by("title", "pk")[:10],
        "steps": activity.follow_ups.filter(done_at=None),
    }


def drawn(row: EffectEstimate) -> charts.Chart | None:
    """The slope of both groups; a group below the limit is left out."""
    sides = (
        (_("Took part"), 1, row.joined_before, row.joined_after, row.joined),
        (_("Others"), 2, row.others_before, row.others_after, row.others),
    )
    series = [
        (label, style, [before, after], [f"n={complete}"] * 2)
        for label, style, before, after, complete in sides
        if after is not None
    ]
    return charts.levels([_("Before"), _("After")], series) if series else None


def forum_impact(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A forum over a year: what moved around each activity, an aspect at a time, by date."""
    forum = readable(request, pk)
    rows = (
        EffectEstimate.objects.visible_to(request.user)
        .filter(activity__forum=forum, activity__starts_at__gte=timezone.now() - YEAR)
        .select_related("activity__forum__cluster", "activity__forum__school")
        .select_related("activity__forum__subdistrict")
        .order_by("aspect", "first_on", "last_on", "activity__starts_at", "activity")
    )
    parts: dict[str, list[Block]] = {aspect: [] for aspect in Aspect.values}
    for (aspect, *_span), found in groupby(rows, key=span):
        parts[aspect].append(Block(list(found)))
    context = {
        "forum": forum,
        "parts": [(aspect, found, forest(found)) for aspect, found in parts.items() if found],
        "doses": dose.drawn(DoseFigure.objects.visible_to(request.user).filter(forum=forum)),
    }
    return render(request, "collaboration/forum_impact.html", context)


def span(row: EffectEstimate) -> tuple[str, dt.date, dt.date]:
    return row.aspect, row.first_on, row.last_on


@dataclass(frozen=True, slots=True)
class Block:
    """Activities that lie so near to each other that there is one estimate for all of them."""

    rows: list[EffectEstimate]

    @property
    def estimate(self) -> EffectEstimate:
        return self.rows[0]

    @property
    def days(self) -> str:
        """ "11 Agu 2026", or "11 Agu - 24 Agu 2026" from the first day to the last."""
        first, last = self.estimate.first_on, self.estimate.last_on
        if first == last:
            return date_format(last, "j M Y")
        return f"{date_format(first, 'j M')} \N{EN DASH} {date_format(last, 'j M Y')}"


def forest(blocks: list[Block]) -> charts.Forest | None:
    """A line for each estimate that was made; None without any."""
    lines = [
        (block.days, block.estimate.low, block.estimate.high, block.estimate.points)
        for block in blocks
        if block.estimate.low is not None and block.estimate.high is not None
    ]
    return charts.forest(lines) if lines else None
