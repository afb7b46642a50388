from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from collaboration.actions import method as actions
from collaboration.forms.exchange import ExchangeForm
from collaboration.models import Activity, LessonPlan, Membership, MethodExchange
from collaboration.views.plans.rows import own_school
from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import School, User
from supervision.models import Method

PAGE = 20
NOTHING = UUID(int=0)  # the key of no row


def readable(request: SignedInRequest, pk: UUID) -> MethodExchange:
    rows = MethodExchange.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows.select_related("school"), pk=pk)


def exchange_list(request: SignedInRequest) -> HttpResponse:
    """Exchanges one may read, newest first: all, or those of one plan or one activity."""
    rows = MethodExchange.objects.visible_to(request.user).for_list()
    plan, activity = hangs_on(request)
    query = ""
    for name, row in (("modul", plan), ("kegiatan", activity)):
        if row:
            query = f"{name}={row.pk}&"
    if request.GET.get("modul") or request.GET.get("kegiatan"):
        rows = rows.filter(plan=plan) if plan else rows.filter(activity=activity, plan=None)
        rows = rows if query else rows.none()
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "query": query,
        "plan": plan,
        "activity": activity,
        "may_write": own_school(request.user) is not None,
    }
    return render(request, "collaboration/exchange_list.html", context)


def exchange_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = readable(request, pk)
    plans, activities = LessonPlan.objects, Activity.objects
    context = {
        "exchange": row,
        "can": access.allowed(request.user, "exchange", row),
        "plan": plans.visible_to(request.user).filter(pk=row.plan_id or NOTHING).first(),
        "activity": activities.visible_to(request.user)
        .filter(pk=row.activity_id or NOTHING)
        .first(),
    }
    return render(request, "collaboration/exchange_detail.html", context)


def exchange_new(request: SignedInRequest) -> HttpResponse:
    """Something taken over and tried; it may hang on a plan or an activity one can read."""
    school = own_school(request.user)
    access.require(school is not None)
    plan, activity = hangs_on(request)
    given = choices(request, school)
    initial = {
        "method": request.GET.get("metode"),
        "grade": plan.grade if plan else None,
        "tried_on": given["today"],
    }
    form = ExchangeForm(request.POST or None, initial=initial, **given)
    if request.method == "POST" and form.is_valid() and school:
        row = actions.exchange(
            form_id(request),
            by=request.user,
            school=school,
            plan=plan,
            activity=activity,
            **form.cleaned_data,
        )
        return redirect("exchange-detail", row.pk)
    context = {"form": form, "form_id": form_id(request), "plan": plan, "activity": activity}
    return render(request, "collaboration/exchange_form.html", context)


def hangs_on(request: SignedInRequest) -> tuple[LessonPlan | None, Activity | None]:
    """The plan or, without one, the activity that the address names and the reader may read."""

    plan, activity = key(request, "modul"), key(request, "kegiatan")
    plans, activities = LessonPlan.objects, Activity.objects
    found = plans.visible_to(request.user).filter(pk=plan).first() if plan else None
    if found or not activity:
        return found, None
    return None, activities.visible_to(request.user).filter(pk=activity).first()


def key(request: SignedInRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def choices(request: SignedInRequest, school: School | None) -> dict[str, Any]:
    return {
        "methods": Method.objects.visible_to(request.user).in_use(),
        "colleagues": colleagues(request.user),
        "today": periods.today(school.zone if school else "Asia/Jakarta"),
    }


def colleagues(user: User) -> QuerySet[User]:
    """People of one's schools and forums whom one may see, by name."""
    schools = [school for _role, school in user.scope.schools]
    forums = Membership.objects.filter(user=user, ended_on=None).values("forum")
    members = Membership.objects.filter(forum__in=forums, ended_on=None).values("user")
    near = User.objects.visible_to(user).exclude(pk=user.pk)
    near = near.filter(Q(appointments__school__in=schools) | Q(pk__in=members)).distinct()
    return near.order_by("name", "pk")


def exchange_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    row = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "exchange", row))
    initial = {
        "method": row.method_id,
        "lender": row.lender_id,
        "grade": row.grade,
        "tried_on": row.tried_on,
        "happened": row.happened,
    }
    given = choices(request, row.school)
    given["methods"] = (given["methods"] | Method.objects.filter(pk=row.method_id)).distinct()
    given["colleagues"] = User.objects.filter(
        Q(pk__in=given["colleagues"].order_by().values("pk")) | Q(pk=row.lender_id)
    ).order_by("name", "pk")
    form = ExchangeForm(request.POST or None, initial=initial, **given)
    if request.method == "POST" and form.is_valid():
        actions.change(row, by=request.user, **form.cleaned_data)
        return redirect("exchange-detail", row.pk)
    context = {"form": form, "exchange": row, "plan": row.plan, "activity": row.activity}
    return render(request, "collaboration/exchange_form.html", context)
