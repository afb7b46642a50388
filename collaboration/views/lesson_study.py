from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import lesson_study as actions
from collaboration.actions import study_team as teams
from collaboration.forms.lesson_study import NotesForm, RulesForm, SpokenForm, TalkForm
from collaboration.forms.study_team import TeamForm
from collaboration.models import LessonObserver, LessonStudy
from collaboration.views import words_page
from portal import access
from portal.http import SignedInRequest


def readable(request: SignedInRequest, pk: UUID, act: str) -> LessonStudy:
    rows = LessonStudy.objects.visible_to(request.user)
    study = get_object_or_404(rows.select_related("activity", "version__plan"), pk=pk)
    access.require(act in access.allowed(request.user, "lesson_study", study))
    return study


def place_of(request: SignedInRequest, pk: UUID) -> LessonObserver:
    """The reader's own place among the observers of a study she may read."""
    study = get_object_or_404(LessonStudy.objects.visible_to(request.user), pk=pk)
    rows = LessonObserver.objects.filter(
        access.where(request.user, "lesson_notes", "write"), study=study
    )
    found = rows.select_related("study__activity").first()
    access.require(found is not None)
    return found  # type: ignore[return-value]


def study_observe(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The rules for observers; whoever keeps them says by a code whom she follows."""
    place = place_of(request, pk)
    form = RulesForm(request.POST or None, instance=place)
    if request.method == "POST" and form.is_valid():
        actions.accept(place, by=request.user, follows=form.cleaned_data["follows"])
        return redirect("activity-detail", pk)
    context = {"activity": place.study.activity, "form": form}
    return render(request, "collaboration/study_observe.html", context)


def study_notes(request: SignedInRequest, pk: UUID) -> HttpResponse:
    place = place_of(request, pk)
    if not place.rules_read_at:
        return redirect("study-observe", pk)
    form = NotesForm(request.POST or None, instance=place)
    return words_page.answer(
        request,
        place.study.activity,
        form,
        lambda: actions.note(place, by=request.user, notes=form.cleaned_data["notes"]),
        title=_("What I saw of %(code)s") % {"code": place.follows},
        intro=_("Who does not take part? Who asks? Do they help each other? What is hard for them?"
                " Codes only, no names."),
        button=_("Save the notes"),
        draft=f"study-notes:{pk}",
        readers=[request.user.call, _("the team, once the model teacher has spoken")],
    )  # fmt: skip


def study_team(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who teaches, watches and leads the talk, until the lesson begins."""
    study = readable(request, pk, "change_team")
    standing, changed = teams.tasks(study), False
    form = TeamForm(request.POST or None, study=study, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get("seen", "")
            teams.change(study, by=request.user, seen=seen, **form.cleaned_data)
            messages.success(request, _("The team stands. Those it concerns have been told."))
            return redirect("activity-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            study, changed = readable(request, pk, "change_team"), True
            standing = teams.tasks(study)
    context = {
        "study": study,
        "form": form,
        "seen": teams.mark(standing),
        "watching": study.observers.select_related("user") if changed else (),
        "is_past": study.activity.starts_at <= timezone.now(),
        "readers": study.readers,
    }
    return render(request, "collaboration/study_team.html", context)


def study_speak(request: SignedInRequest, pk: UUID) -> HttpResponse:
    study = readable(request, pk, "speak")
    form = SpokenForm(request.POST or None, instance=study)
    return words_page.answer(
        request,
        study.activity,
        form,
        lambda: actions.speak(study, by=request.user, spoken=form.cleaned_data["spoken"]),
        title=_("How I lived the lesson"),
        intro=_("You speak first. Then the notes of the observers open for the team."),
        button=_("I have spoken"),
        draft=f"study-speak:{pk}",
        readers=study.readers,
    )


def study_talk(request: SignedInRequest, pk: UUID) -> HttpResponse:
    study = readable(request, pk, "discuss")
    form = TalkForm(request.POST or None, instance=study)
    return words_page.answer(
        request,
        study.activity,
        form,
        lambda: actions.discuss(study, by=request.user, **form.cleaned_data),
        title=_("The talk after the lesson"),
        intro=_("What was seen in pupils, and what the plan should say differently. Codes only, no"
                " names."),
        button=_("Save the talk"),
        draft=f"study-talk:{pk}",
        readers=study.readers,
    )  # fmt: skip


@require_POST
def study_revise(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Make the plan's next version of what the talk proposes; then its words can be fitted in."""
    rows = LessonStudy.objects.visible_to(request.user)
    study = get_object_or_404(rows.select_related("activity", "version__plan"), pk=pk)
    access.require("edit" in access.allowed(request.user, "plan", study.version.plan))
    try:
        actions.revise(study, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("activity-detail", pk)
    messages.success(request, _("A new version stands. Now fit the words into its steps."))
    return redirect("plan-edit", study.version.plan_id)
