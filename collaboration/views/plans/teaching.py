from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import teaching as actions
from collaboration.forms.teaching import TeachingForm
from collaboration.models import LessonPlan, TeachingNote
from collaboration.views.plans.rows import own_school, readable
from portal import access, periods
from portal.http import SignedInRequest, form_id
from supervision.models import SupervisionSession

PAGE = 20


def plan_taught(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """All notes of those who taught it, the newest lesson first."""
    plan = readable(request, pk)
    rows = TeachingNote.objects.visible_to(request.user).of(plan)
    rows = rows.select_related("author", "version", "became")
    context = {
        "plan": plan,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "can": access.allowed(request.user, "plan", plan),
        "sessions": SupervisionSession.objects.visible_to(request.user)
        .filter(taught_plan__version__plan=plan)
        .filter(access.where(request.user, "taught_plan"))
        .select_related("teacher")[:PAGE],
        "may_note": own_school(request.user) is not None,
    }
    return render(request, "collaboration/plan_taught.html", context)


def plan_teach(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Whoever serves at a school and reads the plan may tell how it went."""
    plan, school = readable(request, pk), own_school(request.user)
    access.require(school is not None)
    today = periods.today(plan.school.zone)
    form = TeachingForm(request.POST or None, today=today, initial={"taught_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note(plan, form_id(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Your note stands beside the plan."))
            return redirect("plan-taught", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "plan": plan,
        "form": form,
        "form_id": form_id(request),
        "draft": f"plan-teach:{plan.pk}",
    }
    return render(request, "collaboration/plan_teach.html", context)


def own_note(request: SignedInRequest, pk: UUID) -> TeachingNote:
    rows = TeachingNote.objects.visible_to(request.user).select_related("version__plan__school")
    row = get_object_or_404(rows, pk=pk)
    access.require("write" in access.allowed(request.user, "teaching_note", row))
    return row


def teaching_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = own_note(request, pk)
    plan = row.version.plan
    today = periods.today(plan.school.zone)
    form = TeachingForm(request.POST or None, today=today, initial=TeachingForm.of(row))
    if request.method == "POST" and form.is_valid():
        actions.change(row, by=request.user, **form.cleaned_data)
        return back(request, row)
    return render(
        request, "collaboration/plan_teach.html", {"plan": plan, "row": row, "form": form}
    )


def teaching_withdraw(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = own_note(request, pk)
    if request.method == "POST":
        actions.withdraw(row, by=request.user)
        messages.success(request, _("It is taken back."))
        return back(request, row)
    context = {"row": row, "plan": row.version.plan}
    return render(request, "collaboration/teaching_withdraw.html", context)


def back(request: SignedInRequest, row: TeachingNote) -> HttpResponse:
    """To the list, where the plan may still be read; else to the library."""
    plans = LessonPlan.objects.visible_to(request.user).filter(pk=row.version.plan_id)
    if plans.exists():
        return redirect("plan-taught", row.version.plan_id)
    return redirect("plan-library")
