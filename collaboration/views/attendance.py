from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import attendance as actions
from collaboration.models import Attendance
from collaboration.models.attendance import GAVE
from collaboration.views.activity import editable
from portal.fields import clean_text
from portal.http import SignedInRequest


def activity_attend(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The list with large boxes; came and contributed are marks of their own."""
    activity = editable(request, pk)
    rows = activity.attendance.as_list()
    if request.method == "POST":
        marked = set(request.POST.getlist("came"))
        came = {row.pk for row in rows if str(row.pk) in marked}
        gave = {row.pk: request.POST.getlist(f"gave-{row.pk}") for row in rows}
        guest = clean_text(request.POST.get("guest", ""))
        actions.attend(activity, by=request.user, came=came, gave=gave, guest=guest)
        messages.success(request, _("Attendance is saved."))
        return redirect("activity-minutes" if request.POST.get("then") else "activity-attend", pk)
    context = {"activity": activity, "rows": rows, "contributions": contributions()}
    return render(request, "collaboration/activity_attend.html", context)


def contributions() -> list[tuple[str, str]]:
    """What somebody may have given: field of the attendance row, and its word."""
    fields = Attendance._meta
    return [(name, str(fields.get_field(name).verbose_name)) for name in GAVE]  # type: ignore[union-attr]
