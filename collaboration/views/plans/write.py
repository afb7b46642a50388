from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import plan as actions
from collaboration.forms.plan import AboutForm, TextForm
from collaboration.models import LessonPlan, PlanVersion
from collaboration.views.plans.rows import editable, own_school
from portal import access
from portal.http import SignedInRequest, form_id
from supervision.forms.session import SUBJECTS


def plan_new(request: SignedInRequest) -> HttpResponse:
    school = own_school(request.user)
    access.require(school is not None)
    about, text = (
        AboutForm(request.POST or None),
        TextForm(request.POST or None, first=True),
    )
    if request.method == "POST" and about.is_valid() and text.is_valid() and school:
        plan = actions.write(
            form_id(request), by=request.user, school=school, sections=text.sections,
            **about.cleaned_data,
        )  # fmt: skip
        return redirect("plan-detail", plan.pk)
    context = {
        "about": about,
        "text": text,
        "form_id": form_id(request),
        "subjects": SUBJECTS,
    }
    return render(request, "collaboration/plan_edit.html", context)


def plan_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A new version from the newest one; a clash with a co-author shows both texts."""
    plan = editable(request, pk)
    newest = plan.versions.order_by("-number")[0]
    about = AboutForm(request.POST or None, instance=plan)
    text = TextForm(request.POST or None, initial=newest.sections)
    context = {
        "plan": plan,
        "about": about,
        "text": text,
        "subjects": SUBJECTS,
        "base": request.POST.get("base", newest.number),
        "form_id": form_id(request),
    }
    if request.method == "POST" and about.is_valid() and text.is_valid():
        try:
            save(request, plan, about, text)
        except actions.Conflict as clash:
            context |= {
                "clash": clash,
                "base": clash.newest.number,
                "rows": both(clash, text),
            }
            return render(request, "collaboration/plan_conflict.html", context, status=409)
        messages.success(request, _("A new version is saved."))
        return redirect("plan-detail", plan.pk)
    return render(request, "collaboration/plan_edit.html", context)


def save(
    request: SignedInRequest, plan: LessonPlan, about: AboutForm, text: TextForm
) -> PlanVersion:
    base = request.POST.get("base", "")
    version = actions.revise(
        plan,
        form_id(request),
        by=request.user,
        base=int(base) if base.isdecimal() and len(base) < 7 else 0,
        sections=text.sections,
        remark=text.cleaned_data["remark"],
    )
    actions.describe(plan, by=request.user, **about.cleaned_data)
    return version


def both(clash: actions.Conflict, text: TextForm) -> list[tuple[str, str, str, str, str]]:
    """Name, label, before, theirs, mine of each section that differs."""
    mine, rows = actions.filled(text.sections), []
    for name, label in PlanVersion.SECTIONS.items():
        before, theirs = (row.sections.get(name, "") for row in (clash.base, clash.newest))
        if theirs != mine.get(name, ""):
            rows.append((name, str(label), before, theirs, mine.get(name, "")))
    return rows


def agreed(clash: actions.Conflict, text: TextForm) -> list[tuple[str, str]]:
    """Name and text of each section on which both sides agree."""
    mine = actions.filled(text.sections)
    return [
        (name, mine.get(name, ""))
        for name in PlanVersion.SECTIONS
        if mine.get(name, "") == clash.newest.sections.get(name, "")
    ]
