"""Records and people that are decided by more than one row of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from portal.access.rights import where
from portal.access.standing.people import serving
from portal.roles import AT_SCHOOL, Role

if TYPE_CHECKING:
    from portal.models import School, User


def ratings(user: User | AnonymousUser) -> Q:
    """Both sides' once released; until then each side's own, by the rules S08 to S12."""
    of_self, of_observer = Q(rater="self"), Q(rater="observer")
    return (of_self & where(user, "self_assessment", path="session__")) | (
        of_observer & where(user, "notes", path="session__")
    )


def follow_ups(user: User | AnonymousUser) -> Q:
    return where(user, "follow_up", path="session__") | where(user, "step")


def reflections(user: User | AnonymousUser) -> Q:
    return where(user, "own_reflection") | where(user, "shared_reflection")


def coded_texts(user: User | AnonymousUser, path: str = "") -> Q:
    """Codings at ``path``, of a place whose findings one reads, of texts one may read oneself.

    A text that is not shared any more takes what was coded in it along.
    """
    released = ("discussed", "following_up", "closed")
    kinds = {
        "turn": where(user, "words", path=f"{path}turn__session__"),
        "note": where(user, "notes", path=f"{path}note__session__")
        & Q(**{f"{path}note__session__state__in": released}),
        "reflection": where(user, "shared_reflection", path=f"{path}reflection__"),
        "activity": where(user, "activity", path=f"{path}activity__"),
        "exchange": where(user, "exchange", path=f"{path}exchange__")
        | where(user, "plan_exchange", path=f"{path}exchange__")
        | where(user, "activity_exchange", path=f"{path}exchange__"),
        "teaching": where(user, "plan", path=f"{path}teaching__version__plan__")
        & ~Q(**{f"{path}teaching__version__plan__scope": "authors"}),
        "barrier": where(user, "barrier", path=f"{path}barrier__"),
    }
    texts = Q(pk__in=[])
    for kind, rows in kinds.items():
        texts |= Q(**{f"{path}{kind}__isnull": False}) & rows
    return where(user, "coded", path=path) & texts


def links(user: User | AnonymousUser) -> Q:
    """Links one may read: one's own, those to a readable session, aspect-only ones of an activity.

    What a teacher means to try is her own until she says what came of it in a session.
    """
    bound = Q(session__isnull=False) & where(user, "link_to_session", path="session__")
    loose = Q(session=None, teacher=None) & where(user, "activity", path="activity__")
    return bound | loose | where(user, "link")


def attachments(user: User | AnonymousUser) -> Q:
    """Files beside what one may read; those kept with the plan of a visit as that plan."""
    of_activity = Q(activity__isnull=False) & where(user, "activity", path="activity__")
    of_plan = Q(plan__isnull=False) & where(user, "plan", path="plan__")
    seen = where(user, "taught_plan", path="taught__session__")
    return of_activity | of_plan | (Q(taught__isnull=False) & seen)


def teaching_notes(user: User | AnonymousUser) -> Q:
    """Notes on plans one may read, and one's own."""
    return where(user, "plan", path="version__plan__") | where(user, "teaching_note", "write")


def attachments_to_remove(user: User | AnonymousUser) -> Q:
    """One's own files, and those beside what one may change; never those kept with a visit."""
    return (
        (Q(taught=None) & where(user, "attachment", "remove"))
        | (Q(activity__isnull=False) & where(user, "activity", "edit", path="activity__"))
        | (Q(plan__isnull=False) & where(user, "plan", "edit", path="plan__"))
    )


def exchanges(user: User | AnonymousUser) -> Q:
    """Method exchanges one may read: one's own, and as the plan, activity or school they are of."""
    return where(user, "exchange") | where(user, "plan_exchange") | where(user, "activity_exchange")


def teachers(user: User | AnonymousUser) -> Q:
    """People with whom ``user`` may plan a session; never himself."""
    return serving(where(user, "school", "plan_session", "school__")) & ~Q(pk=user.pk)


def observers(school: School) -> Q:
    """People who may observe at ``school`` today: its principal, supervisors and delegates."""
    appointments = apps.get_model("portal.Appointment").objects.on(timezone.localdate())
    delegates = apps.get_model("supervision.Delegate").objects.on(timezone.localdate())
    here = appointments.filter(school=school, role__in=AT_SCHOOL)
    parts = school.subdistrict_id.split(".")
    around = [".".join(parts[: n + 1]) for n in range(len(parts))]
    places = Q(school=school) | Q(region__code__in=around)
    if school.cluster_id:
        places |= Q(cluster=school.cluster_id)
    supervisors = appointments.filter(places, role=Role.SUPERVISOR)
    named = delegates.filter(programme__school=school, user__in=here.values("user"))
    return (
        Q(pk__in=here.filter(role=Role.PRINCIPAL).values("user"))
        | Q(pk__in=supervisors.values("user"))
        | Q(pk__in=named.values("user"))
    )


def second_readers(code: str, school: School | None = None) -> Q:
    """People who may check a conclusion today: supervisors of the region ``code`` and above it.

    Of ``school`` (in that region) also who lead it and who assist it or its cluster.
    """
    appointments = apps.get_model("portal.Appointment").objects.on(timezone.localdate())
    parts = code.split(".")
    places = Q(region__code__in=[".".join(parts[: n + 1]) for n in range(len(parts))])
    here = Q()
    if school:
        places |= Q(school=school)
        places |= Q(cluster=school.cluster_id) if school.cluster_id else Q()
        here = Q(school=school, role__in=(Role.PRINCIPAL, Role.COORDINATOR))
    found = appointments.filter((places & Q(role=Role.SUPERVISOR)) | here)
    return Q(pk__in=found.values("user"))
