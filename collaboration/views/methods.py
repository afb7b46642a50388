from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration import variety
from collaboration.actions import method as actions
from collaboration.actions import source
from collaboration.models import LessonPlan, MethodExchange
from collaboration.views.plans.rows import editable, own_school
from portal import access
from portal.http import SignedInRequest
from portal.models import School, User
from supervision.forms.method import MethodsForm
from supervision.models import Method

LATEST = 10


def method_variety(request: SignedInRequest) -> HttpResponse:
    """One's own methods term by term, and what one has taken over from colleagues."""
    own = User.objects.filter(access.where(request.user, "profile", "read_growth"))
    access.require(own.exists())
    exchanges = MethodExchange.objects.visible_to(request.user).for_list()
    context = {
        "terms": variety.own(request.user),
        "exchanges": exchanges.filter(writer=request.user)[:LATEST],
        "lent": exchanges.filter(lender=request.user)[:LATEST],
        "schools": School.objects.where_one_may(request.user, "read_methods")
        .filter(appointments__user=request.user)
        .distinct()
        .order_by("name")[:LATEST],
        "may_write": own_school(request.user) is not None,
    }
    return render(request, "collaboration/method_variety.html", context)


def school_methods(request: SignedInRequest, npsn: str) -> HttpResponse:
    """A school's methods from five teachers on, without names, and its latest exchanges."""
    school = get_object_or_404(
        School.objects.where_one_may(request.user, "read_methods"), npsn=npsn
    )
    terms, hidden = variety.school(school)
    exchanges = MethodExchange.objects.visible_to(request.user).for_list().filter(school=school)
    context = {
        "school": school,
        "terms": terms,
        "hidden": hidden,
        "least": variety.MIN_TEACHERS,
        "exchanges": exchanges[:LATEST],
    }
    return render(request, "collaboration/school_methods.html", context)


def method_list(request: SignedInRequest) -> HttpResponse:
    """The vocabulary: each method with its sentence, and the plans that use it."""
    methods = Method.objects.visible_to(request.user).in_use()
    return render(request, "collaboration/method_list.html", {"methods": methods})


def plan_methods(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The authors tick the methods their plan uses."""
    plan = editable(request, pk)
    sent = request.method == "POST"
    form = MethodsForm(
        request.POST if sent else None,
        offered=Method.objects.visible_to(request.user).in_use(),
        ticked=Method.objects.filter(plan_methods__plan=plan),
    )
    if sent and form.is_valid():
        actions.tag(plan, form.cleaned_data["methods"], by=request.user)
        return redirect("plan-detail", plan.pk)
    return render(request, "collaboration/plan_methods.html", {"plan": plan, "form": form})


@require_POST
def plan_source(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """An author names the plan hers comes from, or says that it does not."""
    plan = editable(request, pk)
    try:
        other = UUID(request.POST.get("sumber", ""))
    except ValueError:
        raise Http404 from None
    found = get_object_or_404(LessonPlan.objects.visible_to(request.user), pk=other)
    if request.POST.get("jawab") == "bukan":
        source.deny(plan, found, by=request.user)
        return redirect("plan-share", plan.pk)
    try:
        source.name(plan, found, by=request.user)
        messages.success(request, _("The source is named."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("plan-share", plan.pk)
