from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.actions import forum as actions
from collaboration.forms.forum import FoundForm
from collaboration.meetings import host_turn
from collaboration.meetings.forum_page import page_of, with_counts
from collaboration.models import Activity, EffectEstimate, Forum, ForumInvitation, Membership
from collaboration.models.attendance import with_answer_of
from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import Cluster, Region, School

PAGE = 20
PLACES = ("cluster", "subdistrict", "school")
SUBDISTRICT = 8  # signs of its code, "35.14.16"


def forum_list(request: SignedInRequest) -> HttpResponse:
    """Forums one may read, invitations that wait, and where one belonged before."""
    user = request.user
    forums = Forum.objects.visible_to(user).annotate(
        members=Count("memberships", filter=Q(memberships__ended_on=None), distinct=True),
        last=Max("activities__starts_at", filter=Q(activities__starts_at__lt=timezone.now())),
    )
    page = Paginator(forums.order_by("name", "pk"), PAGE).get_page(request.GET.get("hal"))
    chaired = Cluster.objects.filter(access.where(user, "cluster", "found_forum"))
    kombel = School.objects.where_one_may(user, "found_kombel")
    context = {
        "page": page,
        "first": chaired.filter(forums=None).order_by("name")[:3],
        "clusters": chaired.order_by("name")[:10],
        "regions": subdistricts(request).order_by("name")[:10],
        "schools": kombel.order_by("name")[:3],
        "invitations": ForumInvitation.objects.visible_to(user).open().select_related("forum"),
        "before": Membership.objects.visible_to(user)
        .filter(user=user, ended_on__isnull=False)
        .select_related("forum")
        .order_by("-ended_on")[:PAGE],
    }
    return render(request, "collaboration/forum_list.html", context)


def subdistricts(request: SignedInRequest) -> QuerySet[Region]:
    """Subdistricts whose forums the reader may found."""
    rows = Region.objects.filter(access.where(request.user, "region", "found_forum"))
    return rows.filter(code__regex=rf"^.{{{SUBDISTRICT}}}$")


def forum_found(request: SignedInRequest, cluster: int) -> HttpResponse:
    """Found a KKG of a cluster that the reader chairs."""
    place = get_object_or_404(Cluster.objects.visible_to(request.user), pk=cluster)
    chaired = Cluster.objects.filter(access.where(request.user, "cluster", "found_forum"))
    access.require(chaired.filter(pk=place.pk).exists())
    return founding(request, place)


def forum_found_region(request: SignedInRequest, code: str) -> HttpResponse:
    """Found a KKG of a subdistrict that the reader chairs."""
    place = get_object_or_404(Region.objects.visible_to(request.user), code=code)
    access.require(subdistricts(request).filter(pk=place.pk).exists())
    return founding(request, place)


def school_kombel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin a learning community at one's own school."""
    place = get_object_or_404(School.objects.visible_to(request.user), pk=pk)
    access.require(
        School.objects.where_one_may(request.user, "found_kombel").filter(pk=pk).exists()
    )
    return founding(request, place)


def founding(request: SignedInRequest, place: Cluster | Region | School) -> HttpResponse:
    form = FoundForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        key = form_id(request)
        forum = actions.found(
            key,
            place,
            by=request.user,
            on=periods.today(place.zone),
            **form.cleaned_data,
        )
        if not Forum.objects.visible_to(request.user).filter(pk=forum.pk).exists():
            raise Http404  # the key of somebody else's form
        if forum.pk != key:
            messages.info(request, _("There is one of this kind already: this is it."))
        return redirect("forum-members", forum.pk)
    context = {"form": form, "place": place, "form_id": form_id(request)}
    return render(request, "collaboration/forum_found.html", context)


def readable(request: SignedInRequest, pk: UUID) -> Forum:
    forums = Forum.objects.visible_to(request.user)
    return get_object_or_404(forums.select_related(*PLACES), pk=pk)


def editable(request: SignedInRequest, pk: UUID) -> Forum:
    forum = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "forum", forum))
    return forum


def forum_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One problem that needs a view, the next meeting, what is tried, plans, who gave what."""
    forums = with_counts(Forum.objects.visible_to(request.user), request.user)
    forums = host_turn.with_turn(forums, timezone.localdate())
    forum = get_object_or_404(forums.select_related(*PLACES), pk=pk)
    context = {
        "forum": forum,
        "can": access.allowed(request.user, "forum", forum),
        "zone": forum.place.zone,
        "turn": host_turn.turn_of(forum, timezone.now()),
        "readers": access.readers("forum", forum),
        **page_of(forum, request.user, timezone.now()),
    }
    return render(request, "collaboration/forum_detail.html", context)


def activity_list(request: SignedInRequest) -> HttpResponse:
    """Activities one may read, newest first; ``?forum=`` those of one forum.

    ``?tampil=dampak`` are those around which something was reckoned, also for who may read the
    figures of an activity and not its minutes.
    """
    moved = request.GET.get("tampil") == "dampak"
    seen = Activity.objects.visible_to(request.user)
    if moved:
        reckoned = EffectEstimate.objects.filter(activity=OuterRef("pk"))
        seen = Activity.objects.with_impact_for(request.user).filter(Exists(reckoned))
    rows = (
        with_answer_of(seen, request.user)
        .select_related("forum", "school", "host")
        .prefetch_related("aspects")
        .order_by("-starts_at", "pk")
    )
    forum = chosen_forum(request)
    page = Paginator(rows.filter(forum=forum) if forum else rows, PAGE)
    context = {
        "page": page.get_page(request.GET.get("hal")),
        "now": timezone.now(),
        "forum": forum,
        "moved": moved,
        "query": query_of(forum, moved=moved),
        "may_call": School.objects.where_one_may(request.user, "convene").exists(),
    }
    return render(request, "collaboration/activity_list.html", context)


def query_of(forum: Forum | None, *, moved: bool) -> str:
    """What the pages of a list keep in their addresses, with "&" behind it."""
    kept = [f"forum={forum.pk}&"] if forum else []
    return "".join([*kept, "tampil=dampak&"] if moved else kept)


def chosen_forum(request: SignedInRequest) -> Forum | None:
    try:
        wanted = UUID(request.GET.get("forum", ""))
    except ValueError:
        return None
    return Forum.objects.visible_to(request.user).filter(pk=wanted).first()
