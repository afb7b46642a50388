from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import plan as actions
from collaboration.forms.plan import AuthorForm, ShareForm
from collaboration.views.plans.rows import editable, own_school, readable
from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import User

PAGE = 20


def plan_share(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = editable(request, pk)
    initial = {"scope": plan.scope, "forum": plan.forum_id}
    form = ShareForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.share(plan, by=request.user, **form.cleaned_data)
            return redirect("plan-detail", plan.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(request, "collaboration/plan_share.html", {"plan": plan, "form": form})


def plan_authors(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = editable(request, pk)
    words = request.GET.get("cari", "").replace("\x00", "")[:80]
    people = User.objects.visible_to(request.user).exclude(authorships__plan=plan)
    people = people.named(words) if words else people
    shown = people.order_by("name", "pk")
    form = AuthorForm(request.POST or None, people=shown if request.POST else shown[:PAGE])
    if request.method == "POST" and form.is_valid():
        actions.add_author(plan, form.cleaned_data["person"], by=request.user)
        return redirect("plan-detail", plan.pk)
    context = {"plan": plan, "form": form, "words": words}
    return render(request, "collaboration/plan_authors.html", context)


@require_POST
def plan_adapt(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    can, school = access.allowed(request.user, "plan", plan), own_school(request.user)
    access.require("adapt" in can or "edit" in can)
    access.require(school is not None)
    newest = plan.versions.order_by("-number")[0]
    copy = actions.adapt(newest, form_id(request), by=request.user, school=school)  # type: ignore[arg-type]
    messages.success(request, _("The copy is yours; the source stays named."))
    return redirect("plan-edit", copy.pk)


@require_POST
def plan_archive(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = editable(request, pk)
    actions.archive(plan, by=request.user, away=request.POST.get("kembali") != "1")
    return redirect("plan-detail", plan.pk)
