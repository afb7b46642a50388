"""How a person comes to a forum and leaves it: by code, by invitation, by her own will."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaboration.actions import forum as actions
from collaboration.actions import join_code
from collaboration.forms.forum import CodeForm
from collaboration.models import ForumInvitation
from collaboration.views.forum import readable
from portal import access, periods
from portal.http import SignedInRequest
from portal.models import School


def forum_join(request: SignedInRequest) -> HttpResponse:
    """Type the code that the chair reads aloud."""
    access.require(School.objects.where_one_may(request.user, "join_forum").exists())
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if join_code.too_often(request.user):
            form.add_error(
                "code", _("That was many tries. Wait an hour, or ask for an invitation.")
            )
            return render(request, "collaboration/forum_join.html", {"form": form}, status=429)
        try:
            row = join_code.use(form.cleaned_data["code"], request.user)
            messages.success(request, _("You belong to the forum now."))
            return redirect("forum-detail", row.forum_id)
        except ValidationError as refusal:
            form.add_error("code", refusal.messages)
    return render(request, "collaboration/forum_join.html", {"form": form})


@require_POST
def forum_join_own(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Join the learning community of one's own school."""
    forum = readable(request, pk)
    access.require("join" in access.allowed(request.user, "forum", forum))
    on = periods.today(forum.place.zone)
    actions.join(forum, request.user, by=request.user, on=on)
    messages.success(request, _("You belong to the forum now."))
    return redirect("forum-detail", pk)


def forum_leave(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Leave, after reading what stays."""
    forum = readable(request, pk)
    access.require("leave" in access.allowed(request.user, "forum", forum))
    if request.method == "POST":
        row = forum.memberships.running().filter(user=request.user).first()
        if row:
            actions.end(row, by=request.user, on=periods.today(forum.place.zone))
        messages.success(request, _("You have left the forum. What you wrote there stays."))
        return redirect("forum-list")
    return render(request, "collaboration/forum_leave.html", {"forum": forum})


def membership_invitation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A forum asks; yes or no, once."""
    rows = ForumInvitation.objects.visible_to(request.user)
    places = ("forum__cluster", "forum__subdistrict", "forum__school")
    row = get_object_or_404(rows.select_related("by", *places), pk=pk)
    if request.method == "POST" and row.answered_at is None:
        accept = request.POST.get("answer") == "yes"
        actions.answer(row, accept=accept, on=periods.today(row.forum.place.zone))
        if accept:
            messages.success(request, _("You belong to the forum now."))
            return redirect("forum-detail", row.forum_id)
        messages.success(request, _("Your answer has been passed on. No reason is asked."))
        return redirect("forum-list")
    return render(request, "collaboration/membership_invitation.html", {"row": row})
