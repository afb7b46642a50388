from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery

from portal.models import School, Term
from supervision.models import Programme


def with_programme(school: School | None) -> Any:
    """Terms, each with the key of the school's ``programme`` for its year; no query of its own."""
    own = Programme.objects.filter(school=school, year=OuterRef("year"))
    return Term.objects.select_related("year").annotate(programme=Subquery(own.values("pk")[:1]))
