"""What stands behind each number of a school's dashboard: the records that it counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.models import Activity, Attendance, Barrier, LessonPlan
from portal import periods
from portal.models import School, Term, User
from supervision.models import Aspect, FollowUp, Rating, SupervisionSession, Wish
from supervision.models.session import HELD, RELEASED
from supervision.summaries import COUNTED, STAGES


@dataclass(frozen=True, slots=True)
class Place:
    """A school in a term; the ``calendar`` of all terms says which days the term holds."""

    school: School
    term: Term
    calendar: Sequence[Term]

    def within(self, field: str) -> Q:
        return periods.within(field, self.term, self.calendar, self.school.zone)


Rows = Callable[[Place], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Number:
    """One number of the page: its words, and what its list holds.

    ``right`` is what one must be allowed at the school to open it; of the ``rows`` a list shows
    those that the reader may read. ``sort`` names the template of a row.
    """

    title: Promise
    about: Promise
    right: str
    sort: str
    rows: Rows


def visits(where: Q) -> Rows:
    def rows(place: Place) -> QuerySet[SupervisionSession]:
        found = SupervisionSession.objects.filter(school=place.school, term=place.term)
        return found.filter(where).for_list()

    return rows


def steps(where: Q) -> Rows:
    def rows(place: Place) -> QuerySet[FollowUp]:
        found = FollowUp.objects.filter(session__school=place.school, session__term=place.term)
        found = found.filter(where).select_related("session__teacher", "owner")
        return found.order_by("due_on", "pk")

    return rows


def wishes(aspect: str = "") -> Rows:
    def rows(place: Place) -> QuerySet[Wish]:
        found = Wish.objects.filter(place.within("at"), school=place.school, withdrawn_at=None)
        if aspect:
            named = Wish.objects.filter(indicators__instrument__aspect=aspect)
            found = found.filter(pk__in=named.values("pk"))
        found = found.select_related("teacher", "session").prefetch_related("indicators")
        return found.order_by("-at", "pk")

    return rows


def activities(kind: str = "") -> Rows:
    """With ``people`` of the school who came."""

    def rows(place: Place) -> QuerySet[Activity]:
        came = Attendance.objects.that_count().filter(school=place.school)
        found = Activity.objects.filter(place.within("starts_at"), pk__in=came.values("activity"))
        found = found.filter(kind=kind) if kind else found
        here = Q(attendance__school=place.school, attendance__came=True)
        counted = found.annotate(people=Count("attendance", filter=here))
        return counted.select_related("forum", "school").order_by("-starts_at", "pk")

    return rows


def plans(place: Place) -> QuerySet[LessonPlan]:
    found = LessonPlan.objects.filter(place.within("shared_at"), school=place.school)
    return found.prefetch_related("authors").order_by(F("shared_at").desc(), "pk")


def teachers(aspect: str) -> Rows:
    """People with levels in a talk about ``aspect``, each with the visits they stand in."""

    def rows(place: Place) -> QuerySet[User]:
        counted = Rating.objects.filter(
            COUNTED,
            session__school=place.school,
            session__term=place.term,
            indicator__instrument__aspect=aspect,
        )
        seen = SupervisionSession.objects.filter(pk__in=counted.values("session"))
        return (
            User.objects.filter(Exists(counted.filter(session__teacher=OuterRef("pk"))))
            .prefetch_related(
                Prefetch("sessions_as_teacher", seen.order_by("planned_on"), to_attr="counted")
            )
            .order_by("name", "pk")
        )

    return rows


SEEN = Q(state__in=RELEASED)
NUMBERS: dict[str, Number] = {
    "direncanakan": Number(
        _("Visits planned: %(count)s"),
        _("Every visit of the term that has not been called off, also those that are over."),
        "list_work",
        "visits",
        visits(STAGES["planned"]),
    ),
    "terlaksana": Number(
        _("Visits held: %(count)s"),
        _("Visits that have taken place, talked over or not."),
        "list_work",
        "visits",
        visits(STAGES["held"]),
    ),
    "dibicarakan": Number(
        _("Visits talked over: %(count)s"),
        _("Visits whose talk has been held, also those that are finished."),
        "list_work",
        "visits",
        visits(STAGES["talked"]),
    ),
    "selesai": Number(
        _("Visits finished: %(count)s"),
        _("Visits whose talk has been held and whose cycle has been closed."),
        "list_work",
        "visits",
        visits(STAGES["closed"]),
    ),
    "berlanjut": Number(
        _("Visits talked over and still open: %(count)s"),
        _("The talk has been held, the steps after it are under way."),
        "list_work",
        "visits",
        visits(SEEN & ~STAGES["closed"]),
    ),
    "menunggu": Number(
        _("Visits that wait for their talk: %(count)s"),
        _("They have taken place; the talk is still to come."),
        "list_work",
        "visits",
        visits(HELD & ~SEEN),
    ),
    "mendatang": Number(
        _("Visits still to come: %(count)s"),
        _("Planned, and not held yet."),
        "list_work",
        "visits",
        visits(STAGES["planned"] & ~HELD),
    ),
    "langkah": Number(
        _("Steps agreed on: %(count)s"),
        _("Steps that came out of the talks about visits of the term."),
        "read_people",
        "steps",
        steps(Q()),
    ),
    "langkah-selesai": Number(
        _("Steps done: %(count)s"),
        _("Of the steps agreed on, those that somebody has marked as done."),
        "read_people",
        "steps",
        steps(Q(done_at__isnull=False)),
    ),
    "langkah-terbuka": Number(
        _("Steps not done yet: %(count)s"),
        _("Of the steps agreed on, those that nobody has marked as done."),
        "read_people",
        "steps",
        steps(Q(done_at=None)),
    ),
    "bantuan": Number(
        _("Requests for help: %(count)s"),
        _("Requests that teachers wrote in the term and did not withdraw."),
        "list_wishes",
        "wishes",
        wishes(),
    ),
    **{
        f"bantuan-{aspect.value}": Number(
            _("Requests for help with this aspect: %(count)s"),
            aspect.label,
            "list_wishes",
            "wishes",
            wishes(aspect.value),
        )
        for aspect in Aspect
    },
    "jam": Number(
        _("Hours together: %(hours)s, in %(count)s activities"),
        _("For each activity: how many of the school came, times how long it took."),
        "list_work",
        "activities",
        activities(),
    ),
    **{
        f"jam-{kind.value}": Number(
            _("Hours together: %(hours)s, in %(count)s activities"),
            kind.label,
            "list_work",
            "activities",
            activities(kind.value),
        )
        for kind in Activity.Kind
    },
    "modul": Number(
        _("Plans shared: %(count)s"),
        _("Plans of the school that were first shown to others in the term."),
        "list_work",
        "plans",
        plans,
    ),
    **{
        f"guru-{aspect.value}": Number(
            _("Teachers with levels in this aspect: %(count)s"),
            aspect.label,
            "read_live_figures",
            "teachers",
            teachers(aspect.value),
        )
        for aspect in Aspect
    },
}


OF_PLACES = (  # numbers that the table of places below adds up to
    "direncanakan", "terlaksana", "dibicarakan", "selesai", "langkah", "langkah-selesai", "jam",
    "modul", "sekolah",
)  # fmt: skip
OF_STAGES = ("at_closed", "at_talked", "at_held", "at_planned", "silent", "menunggu", "sendiri")


def of_area() -> dict[str, tuple[str, str]]:
    """Where on an area's own page the places stand that its numbers add up."""
    words = gettext("see the places it adds up")
    to_places = dict.fromkeys(OF_PLACES, ("#tempat", words))
    return to_places | dict.fromkeys(OF_STAGES, ("#tahap", words))


def of_barriers(school: School, term: Term) -> dict[str, tuple[str, str]]:
    """The lists of what stood in the way at ``school``, by kind."""
    at, words = reverse("barrier-school", args=[school.npsn]), gettext("open the list")
    return {
        f"hambatan-{kind}": (f"{at}?jenis={kind}&semester={term.pk}", words)
        for kind in Barrier.Kind.values
    }


def links(school: School, can: frozenset[str], query: str) -> dict[str, tuple[str, str]]:
    """The lists that may be opened at ``school`` by number: address with filters, and words."""
    found = {}
    for what, number in NUMBERS.items():
        if number.right in can:
            address = reverse("dashboard-school-number", args=[school.npsn, what]) + query
            words = gettext("open the list: %(what)s") % {"what": number.about}
            found[what] = address, words
    return found
