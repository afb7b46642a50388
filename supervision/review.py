"""What a school's supervision showed in a year, in numbers and without names."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.models import School, SchoolYear
from supervision.models import FollowUp, Indicator, Rating, Scale, State, SupervisionSession
from supervision.models.session import RELEASED
from supervision.stats.suppression import MIN_TEACHERS

OFTEN = 3  # how many indicators are named at most


@dataclass(frozen=True, slots=True)
class Review:
    """Counts of one school and year; ``recurring`` are texts of indicators, most teachers first.

    An indicator recurs when at least two teachers stand at one of its two lower levels. None is
    named unless ``MIN_TEACHERS`` teachers have been rated, so that nobody is recognised.
    """

    year: str
    visits: int
    teachers: int
    talks: int
    steps: int
    steps_done: int
    recurring: tuple[str, ...]

    @property
    def text(self) -> str:
        """Sentences for the programme's chapter on the last year; "" if nothing was held."""
        if not self.visits:
            return ""
        lines = [
            _("In %(year)s:") % {"year": self.year},
            ngettext(
                "- %(n)s visit to %(teachers)s teachers was held;",
                "- %(n)s visits to %(teachers)s teachers were held;",
                self.visits,
            )
            % {"n": self.visits, "teachers": self.teachers},
            _("- %(talks)s of them led to a talk;") % {"talks": self.talks},
            _("- %(done)s of %(steps)s agreed steps were finished.")
            % {"done": self.steps_done, "steps": self.steps},
        ]
        if self.recurring:
            lines += ["", _("What several teachers would like to strengthen:")]
            lines += [f"- {text}" for text in self.recurring]
        return "\n".join(lines)


def review(school: School, year: SchoolYear) -> Review:
    """Four queries. Counts only: the sessions themselves are nobody's to read here."""
    sessions = SupervisionSession.objects.filter(school=school, term__year=year)
    held = Q(observed_at__isnull=False) | Q(state__in=RELEASED)
    counts = sessions.exclude(state=State.CANCELLED).aggregate(
        visits=Count("pk", filter=held),
        teachers=Count("teacher", filter=held, distinct=True),
        talks=Count("pk", filter=Q(state__in=RELEASED)),
    )
    steps = FollowUp.objects.filter(session__in=sessions).aggregate(
        steps=Count("pk"), steps_done=Count("pk", filter=Q(done_at__isnull=False))
    )
    return Review(year=str(year), **counts, **steps, recurring=recurring(school, year))


def recurring(school: School, year: SchoolYear) -> tuple[str, ...]:
    rows = Rating.objects.filter(
        rater=Rating.Rater.OBSERVER,
        level__isnull=False,
        indicator__scale=Scale.FOUR,
        session__school=school,
        session__term__year=year,
        session__state__in=RELEASED,
    ).order_by()
    if rows.aggregate(n=Count("session__teacher", distinct=True))["n"] < MIN_TEACHERS:
        return ()
    low = (
        rows.filter(level__lte=2)
        .values("indicator")
        .annotate(n=Count("session__teacher", distinct=True))
        .filter(n__gte=2)
        .order_by("-n", "indicator")[:OFTEN]
    )
    order = [row["indicator"] for row in low]
    found = Indicator.objects.in_bulk(order)
    return tuple(found[pk].name for pk in order)
