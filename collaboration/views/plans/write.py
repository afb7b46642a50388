from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaboration.actions import plan as actions
from collaboration.actions import teaching
from collaboration.forms.plan_text import MOST, AboutForm, TextForm
from collaboration.models import LessonPlan, PlanVersion, TeachingNote
from collaboration.plans import subjects
from collaboration.views.plans import meeting
from collaboration.views.plans.rows import editable, own_school
from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import Draft

REFLECTED = "reflection_teacher"  # the section that takes what a lesson has taught


def plan_new(request: SignedInRequest) -> HttpResponse:
    school = own_school(request.user)
    access.require(school is not None)
    about, text = AboutForm(request.POST or None), TextForm(request.POST or None, first=True)
    if request.method == "POST" and about.is_valid() and text.is_valid() and school:
        plan = actions.write(
            form_id(request), by=request.user, school=school, sections=text.sections,
            **about.cleaned_data,
        )  # fmt: skip
        mention(request, plan)
        return redirect("plan-detail", plan.pk)
    context = {
        "about": about,
        "text": text,
        "form_id": form_id(request),
        "subjects": subjects.offered(),
        "draft": "plan-new",
    }
    return render(request, "collaboration/plan_edit.html", context)


def plan_edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A new version from the newest one; a clash with a co-author shows both texts."""
    plan = editable(request, pk)
    begun = begun_at(request, plan)
    about = AboutForm(request.POST or None, instance=plan, initial=begun.about or plan.about)
    note = note_of(request, plan)
    text = TextForm(
        request.POST or None, begun=begun.sections, initial=carried(note, begun.sections)
    )
    if request.method == "POST" and about.is_valid() and text.is_valid():
        try:
            version = meeting.save(
                request,
                plan,
                begun,
                {**about.about, **text.sections},
                remark=text.cleaned_data["remark"],
            )
        except actions.Conflict as clash:
            return meeting.page(request, plan, clash, remark=text.cleaned_data["remark"])
        if note:
            teaching.taken_up(note, version)
        messages.success(request, _("A new version is saved."))
        mention(request, LessonPlan.objects.visible_to(request.user).get(pk=pk))
        return redirect("plan-detail", pk)
    context: dict[str, Any] = {
        "plan": plan,
        "about": about,
        "text": text,
        "subjects": subjects.offered(plan.grade),
        "note": note,
        "base": begun.number,
        "form_id": form_id(request),
        "draft": f"plan-edit:{plan.pk}:v{begun.number}",
    }
    return render(request, "collaboration/plan_edit.html", context)


def note_of(request: SignedInRequest, plan: LessonPlan) -> TeachingNote | None:
    """The note on a lesson that this version is to be made of: named by the button or sent on."""
    named = request.POST.get("catatan") or request.GET.get("catatan") or ""
    rows = TeachingNote.objects.visible_to(request.user).of(plan).select_related("author")
    try:
        return rows.filter(pk=UUID(named)).first()
    except ValueError:
        return None


def remark_from(note: TeachingNote | None) -> str:
    if note is None:
        return ""
    taught = {"name": note.class_name, "change": note.change}
    return (_("After class %(name)s: %(change)s") % taught)[:200]


def carried(note: TeachingNote | None, sections: dict[str, str]) -> dict[str, str]:
    """What a note brings into the form: why this version, and its words for the next lesson."""
    remark = remark_from(note)
    if note is None or not note.change or note.change in sections.get(REFLECTED, ""):
        return {"remark": remark}
    kept = sections.get(REFLECTED, "")
    return {"remark": remark, REFLECTED: f"{kept}\n{note.change}".strip()[:MOST]}


def begun_at(request: SignedInRequest, plan: LessonPlan) -> PlanVersion:
    """The version that the text of the form comes from: what was sent, drafted, or the newest.

    An unsent text is kept under the version it was begun at. Opened again after a co-author has
    saved, it must be merged with hers, not laid over it.
    """
    newest = plan.versions.order_by("-number")[0]
    if request.method == "POST":
        return meeting.version(plan, request.POST.get("base", "")) or plan.versions.get(number=1)
    kept = Draft.objects.visible_to(request.user).filter(form__startswith=f"plan-edit:{plan.pk}:v")
    for row in kept:
        found = meeting.version(plan, row.form.rpartition(":v")[2])
        if found:
            return found
    return newest


def mention(request: SignedInRequest, plan: LessonPlan) -> None:
    """A kind word when the subject is unusual for the class; nothing is refused."""
    word = subjects.surprise(plan.subject, plan.grade)
    if word:
        messages.info(request, word)
