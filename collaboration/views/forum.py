from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from collaboration.actions import forum as actions
from collaboration.forms.activity import ForumForm
from collaboration.models import Activity, Forum, LessonPlan, Membership
from portal import access, periods
from portal.http import SignedInRequest, form_id
from portal.models import Cluster, School, User
from portal.roles import AT_SCHOOL

PAGE = 20


def forum_list(request: SignedInRequest) -> HttpResponse:
    forums = Forum.objects.visible_to(request.user).annotate(
        members=Count("memberships", filter=Q(memberships__ended_on=None), distinct=True),
        last=Max("activities__starts_at", filter=Q(activities__starts_at__lt=timezone.now())),
    )
    founding = Cluster.objects.filter(
        access.where(request.user, "cluster", "found_forum"), forums=None
    )
    page = Paginator(forums.order_by("name"), PAGE).get_page(request.GET.get("hal"))
    return render(
        request,
        "collaboration/forum_list.html",
        {"page": page, "founding": founding[:10]},
    )


def forum_found(request: SignedInRequest, cluster: int) -> HttpResponse:
    """Found the KKG of a cluster that the reader chairs."""
    clusters = Cluster.objects.visible_to(request.user)
    place = get_object_or_404(clusters, pk=cluster)
    chaired = Cluster.objects.filter(access.where(request.user, "cluster", "found_forum"))
    access.require(chaired.filter(pk=place.pk).exists())
    form = ForumForm(request.POST or None, initial={"name": f"KKG {place.name}"})
    if request.method == "POST" and form.is_valid():
        forum = actions.found(
            form_id(request),
            place,
            by=request.user,
            name=form.cleaned_data["name"],
            on=periods.today(place.zone),
        )
        return redirect("forum-members", forum.pk)
    context = {"form": form, "cluster": place, "form_id": form_id(request)}
    return render(request, "collaboration/forum_found.html", context)


def readable(request: SignedInRequest, pk: UUID) -> Forum:
    forums = Forum.objects.visible_to(request.user)
    return get_object_or_404(forums.select_related("cluster", "subdistrict", "school"), pk=pk)


def forum_detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The next meeting, what is being tried, plans, and who gave what."""
    forum = readable(request, pk)
    activities = forum.activities.filter(cancelled_at=None).prefetch_related("aspects")
    past = activities.filter(starts_at__lt=timezone.now()).order_by("-starts_at")
    context = {
        "forum": forum,
        "can": access.allowed(request.user, "forum", forum),
        "next": activities.filter(starts_at__gte=timezone.now())
        .order_by("starts_at")
        .select_related("host")
        .first(),
        "past": past.select_related("host")[:6],
        "plans": LessonPlan.objects.visible_to(request.user).filter(forum=forum, archived_at=None)[
            :6
        ],
        "members": Membership.objects.filter(forum=forum, ended_on=None)
        .select_related("user")
        .order_by("user__name")[:60],
        "count": Membership.objects.filter(forum=forum, ended_on=None).count(),
        "zone": forum.place.zone,
    }
    return render(request, "collaboration/forum_detail.html", context)


def schools_of(forum: Forum) -> QuerySet[School]:
    """The schools whose people may belong to the forum."""
    if forum.cluster_id:
        return School.objects.filter(cluster=forum.cluster_id)
    if forum.subdistrict_id:
        return School.objects.filter(subdistrict=forum.subdistrict_id)
    return School.objects.filter(pk=forum.school_id or 0)


def forum_members(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The chair chooses members among the people of the cluster's schools."""
    forum = readable(request, pk)
    access.require("edit" in access.allowed(request.user, "forum", forum))
    people = list(
        User.objects.visible_to(request.user)
        .filter(
            appointments__role__in=AT_SCHOOL,
            appointments__ended_on=None,
            appointments__school__in=schools_of(forum),
        )
        .distinct()
        .order_by("name", "pk")
    )
    if request.method == "POST":
        wanted = set(request.POST.getlist("member"))
        chosen = [person for person in people if str(person.pk) in wanted]
        today = periods.today(forum.place.zone)
        actions.set_members(forum, chosen, people, by=request.user, on=today)
        return redirect("forum-detail", pk)
    members = set(
        Membership.objects.filter(forum=forum, ended_on=None).values_list("user", flat=True)
    )
    context = {"forum": forum, "people": people, "members": members}
    return render(request, "collaboration/forum_members.html", context)


def activity_list(request: SignedInRequest) -> HttpResponse:
    """Activities one may read, newest first."""
    rows = (
        Activity.objects.visible_to(request.user)
        .select_related("forum", "school", "host")
        .prefetch_related("aspects")
        .order_by("-starts_at", "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("hal"))
    return render(
        request,
        "collaboration/activity_list.html",
        {"page": page, "now": timezone.now()},
    )
