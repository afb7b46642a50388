"""What homes say of vision, climate and company: at most one line each, in one query."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from collaboration import company, visions
from collaboration.models import Barrier, ClimateToken, CollaborationSummary
from portal.models import School, Term, User


def of_school(school: School, term: Term | None, today: dt.date) -> School | None:
    """The school with counts of its term; None before the first term. One query.

    ``term_key``; ``held`` and ``plans_shared`` of the summary; ``ask_key`` and ``ask_title`` of
    the oldest activity without a part of the vision; ``barriers_named``; ``pulse_answers`` of the
    last closed term, which says whether there is a result to open.
    """
    if term is None:
        return None
    here = {"school": OuterRef("pk"), "term": term}
    summary = CollaborationSummary.objects.filter(**here)
    asked = visions.untied(school, timezone.now(), term).filter(school__visions__ended_at=None)
    asked = asked.filter(school__visions__isnull=False)
    named = Barrier.objects.filter(
        school=OuterRef("pk"), month__gte=term.starts_on.replace(day=1), month__lte=term.ends_on
    )
    closed = company.closed(today).values("pk")[:1]
    tokens = ClimateToken.objects.filter(school=OuterRef("pk"), term=Subquery(closed))
    return (
        School.objects.filter(pk=school.pk)
        .annotate(
            term_key=Value(term.pk),
            held=Coalesce(Subquery(summary.values("activities")), 0),
            plans_shared=Coalesce(Subquery(summary.values("plans_shared")), 0),
            ask_key=Subquery(asked.values("pk")[:1]),
            ask_title=Subquery(asked.values("title")[:1]),
            barriers_named=number_of(named, "school"),
            pulse_answers=number_of(tokens, "school"),
        )
        .first()
    )


def number_of(rows: QuerySet, by: str) -> Coalesce:  # type: ignore[type-arg]
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def of_person(user: User, school: School, today: dt.date) -> list[Term]:
    """The running term and the one before, each with ``answered`` and ``alone``. One query."""
    return list(company.beside(Term.objects.filter(starts_on__lte=today), user, school)[:2])
