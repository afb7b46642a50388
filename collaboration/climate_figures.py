"""The climate of a region in a closed term: the sum of what its schools show of themselves."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Count

from collaboration import climate
from collaboration.models import ClimateCount, ClimateFigure, ClimateToken
from portal.models import Term
from supervision.stats.suppression import MIN_SCHOOLS, MIN_TEACHERS


@transaction.atomic
def publish(today: dt.date) -> int:
    """Write the figures of closed terms that have none yet; returns how many terms."""
    done = 0
    known = ClimateFigure.objects.values("term")
    for term in Term.objects.filter(ends_on__lt=today).exclude(pk__in=known):
        rows = _of_term(term)
        ClimateFigure.objects.bulk_create(rows, batch_size=500)
        done += bool(rows)
    return done


def _of_term(term: Term) -> list[ClimateFigure]:
    """Only schools of five answers that show their levels go in: nobody is behind a difference."""
    tokens = ClimateToken.objects.filter(term=term).values("school").annotate(n=Count("pk"))
    large = {row["school"] for row in tokens if row["n"] >= MIN_TEACHERS}
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    schools: dict[tuple[str, str], int] = defaultdict(int)
    kept = ClimateCount.objects.filter(term=term, school__in=large).select_related("school")
    for row in kept:
        numbers = climate.counted([row])
        for shares in climate.told(numbers) if numbers else []:
            if shares.one_side:
                continue
            code = row.school.subdistrict_id
            for place in (code[:2], code[:5], code):
                key = (place, shares.statement.value)
                schools[key] += 1
                sums[key] = [a + b for a, b in zip(sums[key], shares.counts, strict=True)]
    return [
        ClimateFigure(
            place=place,
            term=term,
            statement=statement,
            schools=schools[place, statement],
            **{f"level_{at}": count for at, count in enumerate(counts, 1)},
        )
        for (place, statement), counts in sums.items()
        if schools[place, statement] >= MIN_SCHOOLS
    ]
