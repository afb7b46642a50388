from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import attendance as actions
from collaboration.actions import code as codes
from collaboration.forms.attendance import CodeForm, PaperForm
from collaboration.models import Activity, Attendance, AttendanceCode
from collaboration.models.attendance import GAVE
from collaboration.views.activity import editable, readable
from portal import access, periods, throttle
from portal.http import SignedInRequest

TRIES_OF_A_PERSON, TRIES_OF_AN_ADDRESS = 10, 120  # within an hour; a whole KKG may share one


def activity_attend(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The list with large boxes, or its numbers from paper; came and gave are marks apart."""
    activity = editable(request, pk)
    rows = listed(activity)
    known = {row.number for row in rows if row.number}
    form = PaperForm(request.POST or None, known=known)
    if request.method == "POST":
        marks(request, rows)
        if form.is_valid():
            try:
                save(request, activity, rows, form)
                messages.success(request, _("Attendance is saved."))
                return redirect(
                    "activity-minutes" if request.POST.get("then") else "activity-attend", pk
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
    context = {
        "activity": activity,
        "rows": rows,
        "form": form,
        "contributions": contributions(),
        "code": AttendanceCode.objects.filter(activity=activity).first(),
        "is_early": activity.day > periods.today(activity.zone),
        "is_today": activity.day == periods.today(activity.zone),
    }
    return render(request, "collaboration/activity_attend.html", context)


def listed(activity: Activity) -> list[Attendance]:
    """The list in its order, each row with ``shown``: its tick stands on the page."""
    rows = list(activity.attendance.as_list())
    for row in rows:
        row.shown = row.came  # type: ignore[attr-defined]
    return rows


def marks(request: SignedInRequest, rows: list[Attendance]) -> None:
    """Put what was ticked onto ``rows`` in memory: saved next, or shown again when refused.

    Who has typed the letters since the page was opened stays marked: only a tick that stood
    there can be taken away. Who gave something was there, unless her tick was taken away.
    """
    ticked, shown = set(request.POST.getlist("came")), set(request.POST.getlist("shown"))
    for row in rows:
        key, given = str(row.pk), request.POST.getlist(f"gave-{row.pk}")
        taken_away = key in shown and key not in ticked
        row.came = not taken_away and (key in ticked or row.came or bool(set(given) & set(GAVE)))
        for name in GAVE:
            setattr(row, name, row.came and name in given)
        row.shown = key in shown or row.came  # type: ignore[attr-defined]


def save(
    request: SignedInRequest, activity: Activity, rows: list[Attendance], form: PaperForm
) -> None:
    """Those marked, and those whose number came on paper, were there."""
    numbers = form.cleaned_data["numbers"]
    came = {row.pk for row in rows if row.came or row.number in numbers}
    actions.attend(
        activity,
        by=request.user,
        came=came,
        gave={row.pk: row.gave for row in rows},
        guest=form.cleaned_data["guest"],
    )


def contributions() -> list[tuple[str, str]]:
    """What somebody may have given: field of the attendance row, and its word."""
    fields = Attendance._meta
    return [(name, str(fields.get_field(name).verbose_name)) for name in GAVE]  # type: ignore[union-attr]


@require_POST
def activity_code(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """New letters for the day; whoever edits the list may make and see them."""
    activity = editable(request, pk)
    if activity.cancelled_at or activity.day < periods.today(activity.zone):
        messages.error(request, _("Letters are made until the day of the meeting, not after it."))
    else:
        codes.renew(activity, by=request.user)
    return redirect("activity-attend", pk)


def activity_present(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who came and what each gave, in the order of the list: behind each count of people."""
    activity = readable(request, pk)
    rows = list(activity.attendance.as_list())
    context = {
        "activity": activity,
        "came": [row for row in rows if row.came],
        "invited": len(rows),
        "can": access.allowed(request.user, "activity", activity),
        "readers": access.readers("activity", activity),
    }
    return render(request, "collaboration/activity_present.html", context)


def attendance_code(request: SignedInRequest) -> HttpResponse:
    """Mark oneself as present with the letters of the day."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if tried_too_often(request):
            text = _("Too many tries. Wait an hour, or ask the host to mark you on the list.")
            form.add_error(None, text)
            page = {"form": form}
            return render(request, "collaboration/attendance_code.html", page, status=429)
        if form.is_valid():
            try:
                row = codes.check_in(form.cleaned_data["code"], by=request.user, now=timezone.now())
                messages.success(request, _("You are marked as present. Thank you for coming."))
                return redirect("activity-detail", row.activity_id)
            except ValidationError as refusal:
                form.add_error("code", refusal.messages)
    return render(request, "collaboration/attendance_code.html", {"form": form})


def tried_too_often(request: SignedInRequest) -> bool:
    address = request.META.get("REMOTE_ADDR", "")
    by_person = throttle.too_often("attend", request.user.pk, TRIES_OF_A_PERSON)
    return throttle.too_often("attend-from", address, TRIES_OF_AN_ADDRESS) or by_person
