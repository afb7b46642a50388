from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from collaboration.meetings import dossiers, mails, sheets
from collaboration.models import Activity, Attachment, Attendance, LessonPlan
from collaboration.views.activity import readable
from portal import access, audit
from portal.http import SignedInRequest
from portal.paper import Sheet, as_pdf, file_name, size_of


def activity_invite(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A text for WhatsApp, and the sheets to print."""
    activity = readable(request, pk)
    address = request.build_absolute_uri(reverse("activity-detail", args=[pk]))
    text = sheets.message(activity, address)
    context = {
        "activity": activity,
        "text": text,
        "link": sheets.link(text),
        "mail": sheets.letter_link(text),
        "is_past": activity.starts_at < timezone.now(),
        "told": mails.told(activity),
        "may_name": "edit" in access.allowed(request.user, "activity", activity),
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
    drawn = draw(sheets.Meeting(activity), rows, timezone.now())
    audit.record("activity_print", activity, by=request.user)
    return sent(request, activity, drawn)


def sent(request: SignedInRequest, activity: Activity, drawn: Sheet) -> HttpResponse:
    size = size_of(request.GET.get("kertas", ""))
    response = HttpResponse(as_pdf(drawn, size), content_type="application/pdf")
    name = file_name(drawn.title, activity.title, activity.day.isoformat())
    header = content_disposition_header(as_attachment=False, filename=name)
    response["Content-Disposition"] = header or "inline"
    return response


def dossier_of(
    request: SignedInRequest, meeting: sheets.Meeting
) -> tuple[list[Attendance], list[Attachment], Sheet]:
    """People, files and whole document of a meeting, as far as the reader may read them."""
    activity = meeting.activity
    rows = list(activity.attendance.as_list())
    files = Attachment.objects.visible_to(request.user).filter(activity=activity)
    kept = list(files.select_related("file"))
    plans = LessonPlan.objects.visible_to(request.user).filter(activities=activity)
    return rows, kept, dossiers.whole(meeting, rows, kept, list(plans), timezone.now())


def activity_dossier(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everything about one meeting as one PDF."""
    activity = readable(request, pk)
    *_parts, drawn = dossier_of(request, sheets.Meeting(activity))
    audit.record("activity_print", activity, by=request.user)
    return sent(request, activity, drawn)


def activity_archive(request: SignedInRequest, pk: UUID) -> FileResponse:
    """Everything about one meeting as one .zip, its files with it."""
    activity = readable(request, pk)
    meeting = sheets.Meeting(activity)
    rows, files, drawn = dossier_of(request, meeting)
    packed = dossiers.archive(meeting, rows, files, drawn, timezone.now())
    audit.record("activity_print", activity, by=request.user)
    name = file_name(drawn.title, activity.title, activity.day.isoformat(), ending="zip")
    response = FileResponse(packed, as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    response["X-Content-Type-Options"] = "nosniff"
    return response
