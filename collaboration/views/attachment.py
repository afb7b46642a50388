from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.actions import attachment as actions
from collaboration.forms.attachment import AttachmentForm, CaptionForm
from collaboration.models import Attachment
from collaboration.views.activity import readable
from collaboration.views.plans import rows as plans
from portal import access, files
from portal.http import SignedInRequest, form_id
from portal.models import StoredFile
from supervision import content

MOST = 60  # files shown beside one activity


def activity_files(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Files beside an activity for whoever reads it, and the form for whoever takes part."""
    activity = readable(request, pk)
    may_add = "attach" in access.allowed(request.user, "activity", activity)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        access.require(may_add)
        if added(request, form, activity):
            messages.success(request, _("The file stands beside the activity."))
            return redirect("activity-files", pk)
    context = {
        "activity": activity,
        "form": form,
        "may_add": may_add,
        "readers": access.readers("activity", activity),
        **listed(request, activity=activity),
    }
    return render(request, "collaboration/activity_files.html", context)


def plan_files(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Worksheets and material of a lesson plan for whoever reads it; its authors add them."""
    plan = plans.readable(request, pk)
    can = access.allowed(request.user, "plan", plan)
    form = AttachmentForm.of_plan(request.POST or None, request.FILES or None)
    if request.method == "POST":
        access.require("attach" in can)
        if added(request, form, plan):
            messages.success(request, _("The file stands beside the plan."))
            return redirect("plan-files", pk)
    context = {
        "plan": plan,
        "form": form,
        "can": can,
        "most": actions.MOST_OF_PLAN,
        **listed(request, plan=plan),
    }
    return render(request, "collaboration/plan_files.html", context)


def added(request: SignedInRequest, form: AttachmentForm, place: actions.Place) -> bool:
    """Whether the file of ``form`` is kept; what stands against it is said beside the field."""
    if not form.is_valid():
        return False
    try:
        actions.add(place, form_id(request), by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error("file", refusal.messages)
        return False
    return True


def listed(request: SignedInRequest, **place: Any) -> dict[str, Any]:
    """What both pages show: the files, which of them the reader may take away, her room."""
    rows = Attachment.objects.visible_to(request.user).filter(**place).as_list()[:MOST]
    removable = Attachment.objects.removable_by(request.user).filter(**place)
    used = StoredFile.objects.filter(owner=request.user).aggregate(total=Sum("size"))["total"] or 0
    return {
        "rows": rows,
        "removable": set(removable.values_list("pk", flat=True)),
        "left": max(files.OF_USER - used, 0),
        "form_id": form_id(request),
    }


def attachment_file(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The bytes, for whoever may read what they stand beside; a download, never a page."""
    row = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("file"), pk=pk
    )
    return files.download(request, row.file)


def own(request: SignedInRequest, pk: UUID) -> Attachment:
    """A file whose words the reader may change and which she may take away."""
    visible = Attachment.objects.visible_to(request.user)
    row = get_object_or_404(visible.select_related("activity", "plan", "file"), pk=pk)
    access.require(Attachment.objects.removable_by(request.user).filter(pk=row.pk).exists())
    return row


def page_of(row: Attachment) -> str:
    if row.activity_id:
        return reverse("activity-files", args=[row.activity_id])
    return reverse("plan-files", args=[row.plan_id])


def attachment_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Change what a file is called and what it is; the file itself stays as it was sent."""
    row = own(request, pk)
    now = actions.said(row)
    base = request.POST.get("base", content.base_of(now))
    form = CaptionForm(request.POST or None, initial=now, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe(row, by=request.user, base=base, **form.cleaned_data)
            messages.success(request, _("The words beside the file are changed."))
            return redirect(page_of(row))
        except content.Stale as stale:
            base = form.show(stale)
    beside = row.activity or row.plan
    context = {"row": row, "beside": beside, "form": form, "base": base, "back": page_of(row)}
    return render(request, "collaboration/attachment_edit.html", context)


@require_http_methods(["GET", "POST"])
def attachment_remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Asks once before the file goes, since nobody brings it back."""
    row = own(request, pk)
    page = page_of(row)
    if request.method == "GET":
        context = {"row": row, "beside": row.activity or row.plan, "back": page}
        return render(request, "collaboration/attachment_remove.html", context)
    actions.remove(row, by=request.user)
    messages.success(request, _("The file is taken away."))
    return redirect(page)
