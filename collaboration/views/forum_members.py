"""Who belongs to a forum: found by name, asked, kept, ended; offices with their terms."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaboration.actions import forum as actions
from collaboration.actions import join_code
from collaboration.actions import office as offices
from collaboration.forms.forum import OfficeEndForm, OfficeForm
from collaboration.models import Forum, JoinCode, Membership, Officer
from collaboration.views.forum import editable, readable
from portal import access, periods
from portal.http import SignedInRequest
from portal.models import Appointment, User
from portal.roles import AT_SCHOOL

PAGE = 20
FOUND = 12


def forum_members(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everybody with the own school; who leads the forum finds people by name and asks them."""
    forum = readable(request, pk)
    can = access.allowed(request.user, "forum", forum)
    words = request.GET.get("cari", "").replace("\x00", "").strip()[:80]
    past = request.GET.get("dulu") == "1"
    searching = bool(words) and "edit" in can  # then the page shows who was found, no more
    rows = members(forum, past=past, asking="edit" in can)
    context = {
        "forum": forum,
        "can": can,
        "page": None if searching else Paginator(rows, PAGE).get_page(request.GET.get("hal")),
        "past": past,
        "query": "dulu=1&" if past else "",
        "words": words,
        "readers": access.readers("forum", forum),
    }
    if "edit" in can:
        context |= leading(request, forum, words)
    return render(request, "collaboration/forum_members.html", context)


def leading(request: SignedInRequest, forum: Forum, words: str) -> dict[str, Any]:
    """What stands on the page for who leads the forum: search, open questions, the code."""
    codes = JoinCode.objects.visible_to(request.user).filter(
        forum=forum, expires_at__gt=timezone.now()
    )
    return {
        "found": people(request, forum, words) if words else None,
        "waiting": forum.invitations.open().select_related("user")[:PAGE],
        "code": codes.first(),
    }


def members(forum: Forum, *, past: bool, asking: bool) -> QuerySet[Membership]:
    """Memberships by name, each with the person's schools of today, ``is_near`` and ``then_at``.

    ``is_near`` is False for who serves at none of the forum's schools any more; ``then_at`` names
    the last of them at which she served while she belonged, None for none. ``asking`` puts first
    those who moved away and of whom nobody has said yet whether they stay.
    """
    today = periods.today(forum.place.zone)
    serving = Appointment.objects.on(today).filter(role__in=AT_SCHOOL)
    near = serving.filter(user=OuterRef("user"), school__in=forum.schools)
    until = Coalesce(OuterRef("ended_on"), Value(today))
    then = Appointment.objects.filter(
        user=OuterRef("user"), role__in=AT_SCHOOL, school__in=forum.schools, began_on__lte=until
    )
    rows = forum.memberships.filter(ended_on__isnull=not past)
    waits = Case(When(Exists(near) | Q(kept_at__isnull=False), then=1), default=0)
    now = Prefetch(
        "user__appointments",
        serving.select_related("school").order_by("school__name", "pk"),
        to_attr="serving",
    )
    return (
        rows.annotate(
            is_near=Exists(near),
            then_at=Subquery(then.order_by("-began_on", "-pk").values("school__name")[:1]),
        )
        .select_related("user")
        .prefetch_related(now)
        .order_by(*[waits] * asking, "user__name", "pk")
    )


def people(request: SignedInRequest, forum: Forum, words: str) -> list[User]:
    """People of the forum's schools whose name holds ``words`` and who do not belong yet."""
    today = periods.today(forum.place.zone)
    rows = User.objects.visible_to(request.user).filter(actions.serving(forum, today))
    rows = rows.exclude(pk__in=forum.memberships.running().values("user"))
    at = Appointment.objects.on(today).filter(role__in=AT_SCHOOL).select_related("school")
    now = Prefetch("appointments", at.order_by("school__name", "pk"), to_attr="serving")
    asked = forum.invitations.open().filter(user=OuterRef("pk"))
    named = rows.named(words).annotate(is_asked=Exists(asked)).prefetch_related(now)
    return list(named.order_by("name", "pk")[:FOUND])


@require_POST
def forum_invite(request: SignedInRequest, pk: UUID) -> HttpResponse:
    forum = editable(request, pk)
    wanted = request.POST.get("person", "")
    number = int(wanted) if wanted.isdecimal() and wanted.isascii() and len(wanted) < 10 else 0
    today = periods.today(forum.place.zone)
    near = User.objects.visible_to(request.user).filter(actions.serving(forum, today))
    person = get_object_or_404(near, pk=number)
    if actions.invite(forum, person, by=request.user):
        text = _("%(who)s has been asked and answers from the own home page.")
        messages.success(request, text % {"who": person.call})
    return redirect("forum-members", pk)


@require_POST
def forum_gather(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Everybody of the cluster or subdistrict becomes a member: for a KKG of all teachers."""
    forum = editable(request, pk)
    access.require(forum.kind in (Forum.Kind.CLUSTER, Forum.Kind.SUBDISTRICT))
    new = actions.gather(forum, by=request.user, on=periods.today(forum.place.zone))
    text = ngettext("%(n)s person has been added.", "%(n)s people have been added.", new)
    messages.success(request, text % {"n": new})
    return redirect("forum-members", pk)


@require_POST
def forum_code(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A new code to read aloud; the one before stops working."""
    forum = editable(request, pk)
    join_code.renew(forum, by=request.user)
    messages.success(request, _("The new code works for two weeks."))
    return redirect("forum-members", pk)


def member_of(forum: Forum, member: int) -> Membership:
    rows = forum.memberships.select_related("user")
    return get_object_or_404(rows, pk=member, ended_on=None)


def forum_member_end(request: SignedInRequest, pk: UUID, member: int) -> HttpResponse:
    """End a membership, with what stays on a page of its own."""
    forum = editable(request, pk)
    row = member_of(forum, member)
    if request.method == "POST":
        actions.end(row, by=request.user, on=periods.today(forum.place.zone))
        text = _("The membership of %(who)s has ended. What was written together stays.")
        messages.success(request, text % {"who": row.user.call})
        return redirect("forum-members", pk)
    context = {"forum": forum, "row": row}
    return render(request, "collaboration/forum_member_end.html", context)


@require_POST
def forum_member_keep(request: SignedInRequest, pk: UUID, member: int) -> HttpResponse:
    forum = editable(request, pk)
    actions.keep(member_of(forum, member), by=request.user)
    return redirect("forum-members", pk)


def forum_member_office(request: SignedInRequest, pk: UUID, member: int) -> HttpResponse:
    """Give a member an office from - to, with the number of its letter."""
    forum = editable(request, pk)
    row = member_of(forum, member)
    form = OfficeForm(request.POST or None, today=periods.today(forum.place.zone))
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint(row, by=request.user, **form.cleaned_data)
            text = _("%(who)s has the office and has been told.")
            messages.success(request, text % {"who": row.user.call})
            return redirect("forum-officers", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"forum": forum, "row": row, "form": form}
    return render(request, "collaboration/forum_member_office.html", context)


def forum_officers(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Who leads the forum now, who did before, each with term and letter."""
    forum = readable(request, pk)
    today = periods.today(forum.place.zone)
    rows = Officer.objects.visible_to(request.user).filter(forum=forum).select_related("user")
    over = Q(ended_on__lt=today)
    context = {
        "forum": forum,
        "can": access.allowed(request.user, "forum", forum),
        "running": rows.exclude(over).order_by("began_on", "pk"),
        "page": Paginator(rows.filter(over), PAGE).get_page(request.GET.get("hal")),
        "today": today,
        "readers": access.readers("forum", forum),
    }
    return render(request, "collaboration/forum_officers.html", context)


def forum_officer_end(request: SignedInRequest, pk: UUID, officer: int) -> HttpResponse:
    """The last day of a term, and who follows, on a page of its own."""
    forum = editable(request, pk)
    rows = Officer.objects.visible_to(request.user).select_related("user")
    row = get_object_or_404(rows, pk=officer, forum=forum)
    today = periods.today(forum.place.zone)
    form = OfficeEndForm(request.POST or None, row=row, user=request.user, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            offices.close(row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The last day is entered. The term stays in the history."))
            return redirect("forum-officers", pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"forum": forum, "row": row, "form": form, "is_own": row.user_id == request.user.pk}
    return render(request, "collaboration/forum_officer_end.html", context)
