from __future__ import annotations

import datetime as dt
from uuid import UUID

import icalendar
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collaboration.meetings import mails
from collaboration.models import Activity
from portal import ics
from portal.calendar import events, feeds
from portal.http import SignedInRequest
from portal.models import User
from supervision.models import GroupVisit, SupervisionSession

KIND = "text/calendar; charset=utf-8"


def settings_page(request: SignedInRequest) -> HttpResponse:
    """Own address: make one, seen only in the answer, or stop it."""
    address = ""
    if request.method == "POST":
        token = feeds.make(request.user)
        address = request.build_absolute_uri(reverse("calendar-feed", args=[token]))
    context = {"address": address, "feed": feeds.working(request.user)}
    return render(request, "calendar/settings.html", context)


@require_POST
def revoke(request: SignedInRequest) -> HttpResponse:
    feeds.revoke(request.user)
    messages.success(request, _("The address has stopped. Nobody sees your dates with it."))
    return redirect("calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The dates of whoever made the address, as they may be seen at this moment.

    Whatever does not work is answered alike, so that nothing can be learnt from it.
    """
    owner = feeds.owner(token)
    with translation.override(settings.LANGUAGE_CODE):
        if owner is None:
            gone = HttpResponse(_("There is no calendar here."), status=404)
            return unlisted(gone, "text/plain; charset=utf-8")
        return unlisted(HttpResponse(ics.calendar(all_of(request, owner))), KIND)


def unlisted(response: HttpResponse, kind: str) -> HttpResponse:
    response["Content-Type"] = kind
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def all_of(request: HttpRequest, user: User) -> list[icalendar.Event]:
    since = timezone.localdate() - events.BACK
    begun = timezone.now() - events.BACK

    def link(page: str, pk: UUID) -> str:
        return request.build_absolute_uri(reverse(page, args=[pk]))

    visits = events.sessions(user).filter(planned_on__gte=since)[: events.MOST]
    groups = events.groups(user).filter(planned_on__gte=since)[: events.MOST]
    meetings = events.activities(user).filter(starts_at__gte=begun)[: events.MOST]
    return [
        *(events.of_session(row, user, link("session-detail", row.pk)) for row in visits),
        *(events.of_group(row, link("group-detail", row.pk)) for row in groups),
        *(mails.event_of(row, link("activity-detail", row.pk)) for row in meetings),
    ]


@require_safe
def session_calendar(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One visit, to put into a calendar with one tap."""
    rows = events.with_moves(SupervisionSession.objects.visible_to(request.user))
    session = get_object_or_404(rows, pk=pk)
    url = request.build_absolute_uri(reverse("session-detail", args=[pk]))
    return download(events.of_session(session, request.user, url), _("visit"), session.planned_on)


@require_safe
def group_calendar(request: SignedInRequest, pk: UUID) -> HttpResponse:
    rows = events.with_group_moves(GroupVisit.objects.visible_to(request.user))
    group = get_object_or_404(rows, pk=pk)
    url = request.build_absolute_uri(reverse("group-detail", args=[pk]))
    return download(events.of_group(group, url), _("visit"), group.planned_on)


@require_safe
def activity_calendar(request: SignedInRequest, pk: UUID) -> HttpResponse:
    rows = Activity.objects.visible_to(request.user).select_related(
        "school", "forum__cluster", "forum__school", "forum__subdistrict"
    )
    activity = get_object_or_404(rows, pk=pk)
    url = request.build_absolute_uri(reverse("activity-detail", args=[pk]))
    return download(mails.event_of(activity, url), _("activity"), activity.day)


def download(row: icalendar.Event, name: str, day: dt.date) -> HttpResponse:
    response = HttpResponse(ics.calendar([row]), content_type=KIND)
    response["Content-Disposition"] = f'attachment; filename="{name}-{day.isoformat()}.ics"'
    return response
