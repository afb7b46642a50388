from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import invitations
from collaboration.actions import answer as actions
from collaboration.forms.answer import AnswerForm
from collaboration.models import Activity, Attendance
from collaboration.views.activity import readable
from portal import access
from portal.http import SignedInRequest


def activity_answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that one comes, or cannot; until the activity begins the answer may change."""
    own = Attendance.objects.visible_to(request.user).filter(user=request.user)
    places = ("activity__school", "activity__forum__cluster", "activity__forum__subdistrict")
    row = get_object_or_404(
        own.select_related(*places, "activity__forum__school", "activity__host"), activity=pk
    )
    access.require("answer" in access.allowed(request.user, "attendance", row))
    begin = {"answer": row.answer or Attendance.Answer.CANNOT, "words": row.answer_words}
    form = AnswerForm(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        said, words = form.cleaned_data["answer"], form.cleaned_data["words"]
        if "words" not in request.POST and said == row.answer:
            words = row.answer_words  # one tap, from a page that asks for none
        try:
            actions.answer(row, by=request.user, said=said, words=words, now=timezone.now())
            messages.success(request, _("Thank you, your answer has been sent."))
            back = invitations.PAGES.get(request.POST.get("dari", ""))
            return redirect(back) if back else redirect("activity-detail", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    page = {"form": form, "activity": row.activity, "readers": readers(row.activity)}
    return render(request, "collaboration/activity_answer.html", page)


def activity_answers(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who comes and who cannot, with their words, for those who may prepare the activity."""
    activity = readable(request, pk)
    access.require("read_answers" in access.allowed(request.user, "activity", activity))
    rows = list(activity.attendance.as_list())
    context = {
        "activity": activity,
        "coming": [row for row in rows if row.answer == Attendance.Answer.COMING],
        "cannot": [row for row in rows if row.answer == Attendance.Answer.CANNOT],
        "silent": sum(not row.answer for row in rows),
        "readers": readers(activity),
    }
    return render(request, "collaboration/activity_answers.html", context)


def readers(activity: Activity) -> list[str]:
    """Who reads the answers, in words: by the row of those who may prepare the activity."""
    return [
        activity.host.call,
        *([_("the KKG chair")] if activity.forum_id else []),
        *([_("the principal"), _("the curriculum coordinator")] if activity.school_id else []),
    ]
