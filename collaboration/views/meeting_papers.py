from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from collaboration import meeting_papers as sheets
from collaboration.views.activity import readable
from portal import access, audit
from portal.http import SignedInRequest
from portal.paper import as_pdf, file_name, size_of


def activity_invite(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A text for WhatsApp, and the sheets to print."""
    activity = readable(request, pk)
    address = request.build_absolute_uri(reverse("activity-detail", args=[pk]))
    text = sheets.message(activity, address)
    context = {
        "activity": activity,
        "text": text,
        "link": sheets.link(text),
        "is_past": activity.starts_at < timezone.now(),
        "readers": access.readers("activity", activity),
    }
    return render(request, "collaboration/activity_invite.html", context)


def activity_sheet(request: SignedInRequest, pk: UUID, paper: str) -> HttpResponse:
    """Invitation, attendance list or minutes as PDF, with the numbers of the screen."""
    activity = readable(request, pk)
    draw = sheets.SHEETS.get(paper)
    if draw is None or (paper == "notulen" and not activity.minuted_at):
        raise Http404
    rows = list(activity.attendance.as_list())
    drawn = draw(activity, rows, timezone.now())
    audit.record("activity_print", activity, by=request.user)
    size = size_of(request.GET.get("kertas", ""))
    response = HttpResponse(as_pdf(drawn, size), content_type="application/pdf")
    name = file_name(drawn.title, activity.title, activity.day.isoformat())
    header = content_disposition_header(as_attachment=False, filename=name)
    response["Content-Disposition"] = header or "inline"
    return response
