from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import attachment as actions
from collaboration.forms.attachment import AttachmentForm
from collaboration.models import Attachment
from collaboration.views.activity import readable
from portal import access, files
from portal.http import SignedInRequest, form_id
from portal.models import StoredFile

MOST = 60  # files shown beside one activity


def activity_files(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Files beside an activity for whoever reads it, and the form for whoever takes part."""
    activity = readable(request, pk)
    may_add = "attach" in access.allowed(request.user, "activity", activity)
    length = request.META.get("CONTENT_LENGTH") or "0"
    sent = int(length) if length.isdecimal() else 0
    form = AttachmentForm(request.POST or None, request.FILES or None, sent=sent)
    if request.method == "POST":
        access.require(may_add)
        if form.is_valid():
            try:
                actions.add(activity, form_id(request), by=request.user, **form.cleaned_data)
                messages.success(request, _("The file stands beside the activity."))
                return redirect("activity-files", pk)
            except ValidationError as refusal:
                form.add_error("file", refusal.messages)
    rows = Attachment.objects.visible_to(request.user).filter(activity=activity)
    removable = Attachment.objects.removable_by(request.user).filter(activity=activity)
    used = StoredFile.objects.filter(owner=request.user).aggregate(total=Sum("size"))["total"] or 0
    context = {
        "activity": activity,
        "form": form,
        "may_add": may_add,
        "rows": rows.select_related("file", "added_by")[:MOST],
        "removable": set(removable.values_list("pk", flat=True)),
        "left": max(files.OF_USER - used, 0),
        "form_id": form_id(request),
        "readers": access.readers("activity", activity),
    }
    return render(request, "collaboration/activity_files.html", context)


def attachment_file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The bytes, for whoever may read what they stand beside; a download, never a page."""
    row = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("file"), pk=pk
    )
    try:
        with row.file.content.open() as content:
            response = HttpResponse(content.read(), content_type=row.file.kind)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=row.file.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
def attachment_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    visible = Attachment.objects.visible_to(request.user).filter(activity__isnull=False)
    row = get_object_or_404(visible.select_related("activity", "file"), pk=pk)
    own = Attachment.objects.removable_by(request.user)
    access.require(own.filter(pk=row.pk).exists())
    activity = row.activity_id
    actions.remove(row, by=request.user)
    messages.success(request, _("The file is taken away."))
    return redirect("activity-files", activity)
