"""Background work of supervision. Arithmetic is imported by the worker alone, never by a page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_tasks import task

from portal import periods
from portal.models import School, Term
from supervision.models import SchoolTerm, SupervisionSession


@task
def reckon_term(school: int, term: int) -> None:
    """Reckon anew what one school shows of one term, and of the next, which is set beside it."""
    from supervision import over_time  # noqa: PLC0415  no page loads scipy

    place = School.objects.get(pk=school)
    own = Term.objects.get(pk=term)
    today = periods.today(place.zone)
    over_time.reckon(place, own, today)
    known = SchoolTerm.objects.filter(school=place, term__starts_on__gt=own.starts_on)
    after = known.select_related("term__year").order_by("term__starts_on").first()
    if after:
        over_time.reckon(place, after.term, today)


def after_levels(session: SupervisionSession, **kwargs: Any) -> None:
    """Receiver of ``levels_changed``: reckon once the release or withdrawal is safe."""
    transaction.on_commit(lambda: reckon_term.enqueue(session.school_id, session.term_id))
