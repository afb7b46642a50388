from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q

from portal.models import School, Term, User
from supervision.models import Agreement, FollowUp, Indicator

LEAST = 3  # teachers from which something recurs; fewer would point at somebody
MOST = 6


@dataclass(frozen=True, slots=True)
class Recurring:
    """An indicator that several teachers of a school chose as focus or agreed a step on."""

    indicator: Indicator
    focus: int  # teachers
    steps: int  # teachers


def recurring(user: User, school: School, term: Term) -> list[Recurring]:
    """Those of at least ``LEAST`` teachers, the most frequent first, as one query.

    It counts what people chose to work on, never how anybody was rated.
    """
    here = {"session__school": school, "session__term": term}
    agreements = Agreement.objects.visible_to(user).filter(**here).values("pk")
    steps = FollowUp.objects.visible_to(user).filter(**here).values("pk")
    rows = (
        Indicator.objects.annotate(
            in_focus=Count(
                "agreements__session__teacher", filter=Q(agreements__in=agreements), distinct=True
            ),
            in_steps=Count(
                "follow_ups__session__teacher", filter=Q(follow_ups__in=steps), distinct=True
            ),
        )
        .filter(Q(in_focus__gte=LEAST) | Q(in_steps__gte=LEAST))
        .order_by((F("in_focus") + F("in_steps")).desc(), "code")
    )
    return [Recurring(row, row.in_focus, row.in_steps) for row in rows[:MOST]]
