from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration import differences
from collaboration.actions import plan as actions
from collaboration.forms.plan import (
    AboutForm,
    AttachForm,
    AuthorForm,
    ShareForm,
    TextForm,
)
from collaboration.models import Activity, LessonPlan, PlanVersion
from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import School, User
from portal.roles import AT_SCHOOL
from supervision.forms.session import SUBJECTS
from supervision.models import SupervisionSession

PAGE = 20


def own_school(user: User) -> School | None:
    """The school a person's new plans belong to: where he works today."""
    return School.objects.filter(user.scope.at(*AT_SCHOOL)).order_by("name").first()


def readable(request: SignedInRequest, pk: UUID) -> LessonPlan:
    plans = LessonPlan.objects.visible_to(request.user)
    return get_object_or_404(plans.select_related("school", "forum", "adapted_from__plan"), pk=pk)


def editable(request: SignedInRequest, pk: UUID) -> LessonPlan:
    plan = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "plan", plan))
    return plan


def plan_library(request: SignedInRequest) -> HttpResponse:
    """Plans one may read, newest first; filters by words, phase and class."""
    plans = (
        LessonPlan.objects.visible_to(request.user)
        .select_related("school")
        .prefetch_related("authors")
        .annotate(uses=Count("versions__adaptations", distinct=True))
        .order_by("-made_at", "pk")
    )
    mine = request.GET.get("milik") == "saya"
    plans = plans.filter(authors=request.user) if mine else plans.filter(archived_at=None)
    context = {
        "page": Paginator(narrowed(plans, request), PAGE).get_page(request.GET.get("hal")),
        "mine": mine,
        "words": request.GET.get("cari", ""),
        "grade": request.GET.get("kelas", ""),
        "grades": [str(grade) for grade in range(1, 7)],
        "may_write": own_school(request.user) is not None,
    }
    return render(request, "collaboration/plan_library.html", context)


def narrowed(plans: QuerySet[LessonPlan], request: SignedInRequest) -> QuerySet[LessonPlan]:
    words, grade = (
        request.GET.get("cari", "").replace("\x00", "")[:80],
        request.GET.get("kelas"),
    )
    if words:
        plans = plans.filter(
            Q(title__icontains=words) | Q(subject__icontains=words) | Q(topic__icontains=words)
        )
    return plans.filter(grade=int(grade)) if grade in {"1", "2", "3", "4", "5", "6"} else plans


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


def plan_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    versions = list(plan.versions.select_related("author").order_by("-number")[:5])
    can = access.allowed(request.user, "plan", plan)
    sections = versions[0].sections
    context = {
        "plan": plan,
        "can": can,
        "version": versions[0],
        "versions": versions,
        "sections": [
            (label, sections[name])
            for name, label in PlanVersion.SECTIONS.items()
            if sections.get(name)
        ],
        "authors": list(plan.authors.order_by("authorships__since")),
        "shares": contributions(plan) if "edit" in can else [],
        "taught": SupervisionSession.objects.visible_to(request.user)
        .filter(taught_plan__version__plan=plan)
        .filter(access.where(request.user, "taught_plan"))
        .select_related("teacher")[:5],
        "activities": Activity.objects.visible_to(request.user).filter(plans=plan)[:5],
        "adaptations": LessonPlan.objects.visible_to(request.user).filter(adapted_from__plan=plan)[
            :5
        ],
        "source": readable_source(request, plan),
        "new_id": uuid.uuid4(),
    }
    return render(request, "collaboration/plan_detail.html", context)


def readable_source(request: SignedInRequest, plan: LessonPlan) -> LessonPlan | None:
    if not plan.adapted_from:
        return None
    return LessonPlan.objects.visible_to(request.user).filter(pk=plan.adapted_from.plan_id).first()


def contributions(plan: LessonPlan) -> list[tuple[str, int]]:
    """Name and number of versions of each author, by name."""
    rows = plan.versions.order_by().values("author__name").annotate(count=Count("pk"))
    return sorted((row["author__name"], row["count"]) for row in rows)


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


def plan_versions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    rows = plan.versions.select_related("author").order_by("-number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    return render(request, "collaboration/plan_versions.html", {"plan": plan, "page": page})


def plan_compare(request: SignedInRequest, pk: UUID, old: int, new: int) -> HttpResponse:
    plan = readable(request, pk)
    left = get_object_or_404(plan.versions.select_related("author"), number=old)
    right = get_object_or_404(plan.versions.select_related("author"), number=new)
    context = {
        "plan": plan,
        "old": left,
        "new": right,
        "sections": differences.compare(left.sections, right.sections),
    }
    return render(request, "collaboration/plan_compare.html", context)


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


def plan_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    plan = readable(request, pk)
    version = plan.versions.select_related("author").order_by("-number")[0]
    context = {
        "plan": plan,
        "version": version,
        "sections": [
            (label, version.sections.get(name, "")) for name, label in PlanVersion.SECTIONS.items()
        ],
        "authors": plan.authors.order_by("authorships__since"),
    }
    return render(request, "collaboration/plan_print.html", context)


def session_plan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The teacher ties one of her plans to the visit it is taught in."""
    sessions = SupervisionSession.objects.visible_to(request.user)
    session = get_object_or_404(sessions.select_related("teacher"), pk=pk)
    access.require("attach" in access.allowed(request.user, "taught_plan", session))
    plans = LessonPlan.objects.filter(authors=request.user, archived_at=None)
    form = AttachForm(request.POST or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach(session, form.cleaned_data["plan"], by=request.user)
            return redirect("session-prepare", session.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"session": session, "form": form, "plans": plans.exists()}
    return render(request, "collaboration/session_plan.html", context)
