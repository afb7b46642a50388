from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal import access
from portal.http import SignedInRequest, form_id
from portal.models import School, User
from supervision.actions import calibration as actions
from supervision.forms import rating
from supervision.forms.calibration import CalibrationForm
from supervision.mirrors import calibration as mirrors
from supervision.models import (
    Calibration,
    CalibrationLesson,
    CalibrationRater,
    CalibrationRating,
    Indicator,
    Instrument,
)

PAGE = 20
PEOPLE = 40


def one(request: SignedInRequest, pk: UUID) -> tuple[Calibration, CalibrationRater | None]:
    """The calibration and the reader's own part in it; else 404."""
    rows = Calibration.objects.visible_to(request.user).select_related("instrument", "made_by")
    calibration = get_object_or_404(rows, pk=pk)
    return calibration, calibration.raters.filter(user=request.user).first()


def calibration_list(request: SignedInRequest) -> HttpResponse:
    rows = (
        Calibration.objects.visible_to(request.user)
        .select_related("instrument", "made_by")
        .annotate(
            people=Count("raters", distinct=True),
            finished=Count("raters", filter=Q(raters__finished_at__isnull=False), distinct=True),
        )
        .order_by("-made_at")
    )
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "may_call": observed(request).exists(),
    }
    return render(request, "supervision/calibration_list.html", context)


def observed(request: SignedInRequest) -> QuerySet[School]:
    return School.objects.where_one_may(request.user, "observe")


def colleagues(request: SignedInRequest) -> QuerySet[User]:
    """Observers whom the reader may name: of the schools where he observes, by ``?cari=``."""
    words = request.GET.get("cari", "")
    may = Q(pk__in=[])
    for school in observed(request).select_related("subdistrict").order_by("name", "pk")[:PEOPLE]:
        may |= access.observers(school)
    people = User.objects.filter(may).exclude(pk=request.user.pk)
    people = people.named(words) if words else people
    return people.distinct().order_by("name", "pk")


def calibration_new(request: SignedInRequest) -> HttpResponse:
    access.require(observed(request).exists())
    people = colleagues(request)
    known = Instrument.objects.visible_to(request.user).in_use()
    form = CalibrationForm(
        request.POST or None,
        people=people,
        instruments=known.filter(kind__in=("standard", "short")).order_by("aspect", "key"),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = actions.call(
                form_id(request),
                by=request.user,
                title=data["title"],
                instrument=data["instrument"],
                lessons=form.lessons(),
                raters=list(data["raters"]),
            )
            return redirect("calibration-detail", row.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "form_id": form_id(request)}
    return render(request, "supervision/calibration_new.html", context)


def calibration_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    calibration, mine = one(request, pk)
    own = Q(ratings__rater=mine) if mine else Q(pk__in=[])
    context = {
        "calibration": calibration,
        "mine": mine,
        "lessons": calibration.lessons.annotate(answered=Count("ratings", filter=own)),
        "items": calibration.instrument.indicators.count(),
        "raters": calibration.raters.select_related("user"),
        "may_close": "edit" in access.allowed(request.user, "calibration", calibration)
        and not calibration.closed_at,
    }
    return render(request, "supervision/calibration_detail.html", context)


def calibration_rate(request: SignedInRequest, pk: UUID, order: int) -> HttpResponse:
    """One lesson on the same form as a visit; evidence helps the talk and is not demanded."""
    calibration, mine = one(request, pk)
    access.require(mine is not None)
    lesson = get_object_or_404(calibration.lessons, order=min(order, 99))
    lesson.calibration = calibration
    if mine and (mine.finished_at or calibration.closed_at):
        return redirect("calibration-detail", pk)
    items = list(calibration.instrument.indicators.select_related("section").order_by("order"))
    if request.method == "POST":
        given = rating.sent(items, request.POST)
        if kept(request, lesson, items, given):
            return after(request, calibration, lesson)
    rows = CalibrationRating.objects.filter(lesson=lesson, rater=mine)
    stands = rating.stored(list(rows))
    if request.method != "POST":
        given = stands
    questions = rating.questions(items, given)
    context = {
        "calibration": calibration,
        "lesson": lesson,
        "questions": questions,
        "seen": rating.marks(items, stands),
        "answered": sum(question.answered for question in questions),
    }
    return render(request, "supervision/calibration_rate.html", context)


def kept(
    request: SignedInRequest,
    lesson: CalibrationLesson,
    items: list[Indicator],
    given: dict[int, tuple[str, str]],
) -> bool:
    levels, evidence = rating.answers(items, given)
    try:
        seen = rating.marks_of(request.POST)
        joined = actions.rate(lesson, by=request.user, levels=levels, evidence=evidence, seen=seen)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return False
    if joined:
        messages.warning(request, rating.both_kept(joined))
    if any(rating.loose(*answer) for answer in given.values()):
        messages.error(request, _("Choose a level first, so that this note can be saved with it."))
        return False
    return True


def after(
    request: SignedInRequest, calibration: Calibration, lesson: CalibrationLesson
) -> HttpResponse:
    following = calibration.lessons.filter(order__gt=lesson.order).first()
    if following and "later" not in request.POST:
        return redirect("calibration-rate", calibration.pk, following.order)
    messages.success(request, _("Saved. Only you can read this for now."))
    return redirect("calibration-detail", calibration.pk)


@require_POST
def calibration_finish(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Finish one's own part, or with ``close`` the whole calibration."""
    calibration, _mine = one(request, pk)
    try:
        if "close" in request.POST:
            access.require("edit" in access.allowed(request.user, "calibration", calibration))
            actions.close(calibration, by=request.user)
            return redirect("calibration-detail", pk)
        actions.finish(calibration, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("calibration-detail", pk)
    return redirect("calibration-result", pk)


def calibration_result(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """What was seen alike; open to a rater once her own part is finished."""
    calibration, mine = one(request, pk)
    if mine is None or not mine.finished_at:
        messages.error(request, _("Finish your own levels first; then you see those of others."))
        return redirect("calibration-detail", pk)
    waiting = calibration.raters.filter(finished_at=None).annotate(name=F("user__name"))
    context = {
        "calibration": calibration,
        "found": mirrors.result(calibration),
        "waiting": waiting.order_by("user__name").values_list("name", flat=True),
    }
    return render(request, "supervision/calibration_result.html", context)
