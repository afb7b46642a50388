from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import plan as plans
from collaboration.actions import suggestion as actions
from collaboration.forms.suggestion import SuggestionForm
from collaboration.models import LessonPlan, PlanRemark, PlanVersion, Suggestion
from collaboration.plans.sections import SECTIONS
from collaboration.views.plans import meeting
from collaboration.views.plans.rows import readable
from portal import access
from portal.http import SignedInRequest, form_id

PAGE = 20


def plan_suggestions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """All suggestions one may read: the authors' of the plan, and one's own."""
    plan = readable(request, pk)
    rows = Suggestion.objects.visible_to(request.user).of(plan).select_related("answered_by")
    context = {
        "plan": plan,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "can": access.allowed(request.user, "plan", plan),
        "remarks": PlanRemark.objects.visible_to(request.user).of(plan)[:PAGE],
    }
    return render(request, "collaboration/plan_suggestions.html", context)


def plan_suggest(request: SignedInRequest, pk: UUID, section: str) -> HttpResponse:
    plan = readable(request, pk)
    access.require("suggest" in access.allowed(request.user, "plan", plan))
    if section not in SECTIONS or SECTIONS[section].kind != "text":
        raise Http404
    quoted = quoted_by(request, plan)
    before = quoted.sections.get(section, "")
    form = SuggestionForm(request.POST or None, before=before, initial={"text": before})
    if request.method == "POST" and form.is_valid():
        try:
            actions.suggest(
                quoted, form_id(request), by=request.user, section=section, **form.cleaned_data
            )
            messages.success(request, _("Your suggestion has been passed on. Thank you."))
            return redirect("plan-suggestions", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    context = {
        "plan": plan,
        "section": SECTIONS[section],
        "quoted": quoted,
        "form": form,
        "form_id": form_id(request),
    }
    return render(request, "collaboration/plan_suggest.html", context)


def quoted_by(request: SignedInRequest, plan: LessonPlan) -> PlanVersion:
    """The version the suggester had before her; else the newest."""
    sent = meeting.version(plan, request.POST.get("base", ""))
    return sent or plan.versions.order_by("-number")[0]


def answerable(request: SignedInRequest, pk: UUID) -> Suggestion:
    rows = Suggestion.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("version__plan__school", "author"), pk=pk)
    access.require("edit" in access.allowed(request.user, "plan", row.version.plan))
    return row


@require_POST
def suggestion_accept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Take it over into a new version; where the section changed since, both texts are shown."""
    row = answerable(request, pk)
    plan = row.version.plan
    if row.answered_at is None:
        access.require("answer" in access.allowed(request.user, "suggestion", row))
        ours = {**row.version.text, row.section: row.text}
        remark = _("Suggested by %(name)s") % {"name": row.author.call}
        try:
            version = meeting.save(request, plan, row.version, ours, remark=remark)
        except plans.Conflict as clash:
            return meeting.page(request, plan, clash, remark=remark, writer=row.author.call)
        actions.accept(row, version, by=request.user)
        thanked = _("It stands in the plan. %(name)s is told and thanked.")
        messages.success(request, thanked % {"name": row.author.call})
    return redirect("plan-detail", plan.pk)


@require_POST
def suggestion_keep(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = answerable(request, pk)
    if row.answered_at is None:
        access.require("answer" in access.allowed(request.user, "suggestion", row))
        actions.keep(row, by=request.user)
        thanked = _("It is kept for later. %(name)s is told and thanked.")
        messages.success(request, thanked % {"name": row.author.call})
    return redirect("plan-suggestions", row.version.plan_id)
