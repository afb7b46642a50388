"""Fixes the figures of ratings that pages above the school read, once a month and term."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction

from portal.models import Term
from supervision.models import Aspect, Publication, PublishedFigure, TermSummary
from supervision.stats import publication
from supervision.stats.publication import Group, Levels, Part

SUBDISTRICT, REGENCY, PROVINCE = 8, 5, 2  # lengths of region codes


@transaction.atomic
def publish(today: dt.date) -> int:
    """Fix what this month has to fix; returns the number of terms. Again is harmless."""
    month = today.replace(day=1)
    done = 0
    for term in Term.objects.filter(starts_on__lte=today).order_by("starts_on"):
        if Publication.objects.filter(term=term, is_final=True).exists():
            continue
        final = today > term.ends_on
        made, fresh = Publication.objects.get_or_create(
            term=term, month=month, defaults={"made_on": today, "is_final": final}
        )
        if not fresh and not final:
            continue
        if not fresh:  # the month's figures were fixed before the term ended
            made.is_final, made.made_on = True, today
            made.save()
        for aspect in Aspect.values:
            _fix(term, aspect, today, final=final)
        done += 1
    return done


def _fix(term: Term, aspect: str, today: dt.date, *, final: bool) -> None:
    schools = _schools(term, aspect)
    live = {code: _group(rows.values()) for code, rows in schools.items()}
    before = _parts(term, aspect)
    parts = publication.settle(live, before, final=final)
    changed = {code: part for code, part in parts.items() if before.get(code) != part}
    areas: dict[str, list[Group]] = defaultdict(list)
    for code, part in parts.items():
        for length in (REGENCY, PROVINCE):
            areas[code[:length]].append(part.group)
    renewed = {code[:length] for code in changed for length in (REGENCY, PROVINCE)}
    rows = [
        _row(code, term, aspect, part.group, today, is_shown=not part.pooled)
        for code, part in changed.items()
    ]
    rows += [
        _row(code, term, aspect, publication.total(groups), today)
        for code, groups in areas.items()
        if code in renewed
    ]
    if final:
        rows += _school_rows(term, aspect, schools, parts, today)
    _keep(term, aspect, rows)


def _schools(term: Term, aspect: str) -> dict[str, dict[str, Levels]]:
    """By subdistrict and NPSN what the schools have now; one query."""
    found: dict[str, dict[str, Levels]] = defaultdict(dict)
    rows = TermSummary.objects.filter(term=term, aspect=aspect, teachers__gt=0).values_list(
        "region_code", "school__npsn", "teachers", "level_sum",
        "level_1", "level_2", "level_3", "level_4",
    )  # fmt: skip
    for code, npsn, teachers, level_sum, *counts in rows:
        one, two, three, four = counts
        found[code][npsn] = Levels(teachers, level_sum, (one, two, three, four))
    return found


def _group(schools: Iterable[Levels]) -> Group:
    return publication.total(Group(row.teachers, 1, row.teachers, row.level_sum) for row in schools)


def _parts(term: Term, aspect: str) -> dict[str, Part]:
    rows = PublishedFigure.objects.filter(term=term, aspect=aspect, place__regex=r"^.{2}\..{2}\.")
    return {
        row.place: Part(
            Group(row.teachers, row.schools, row.most, row.level_sum), pooled=not row.is_shown
        )
        for row in rows
    }


def _row(
    place: str, term: Term, aspect: str, group: Group, today: dt.date, *, is_shown: bool = True
) -> PublishedFigure:
    return PublishedFigure(
        place=place,
        term=term,
        aspect=aspect,
        is_shown=is_shown,
        teachers=group.teachers,
        schools=group.schools,
        most=group.most,
        level_sum=group.level_sum,
        fixed_on=today,
    )


def _school_rows(
    term: Term,
    aspect: str,
    schools: Mapping[str, Mapping[str, Levels]],
    parts: Mapping[str, Part],
    today: dt.date,
) -> list[PublishedFigure]:
    """Level shares of each school, told once: when its term is over."""
    within: dict[tuple[str, bool], dict[str, Levels]] = defaultdict(dict)
    for code, rows in schools.items():
        part = parts.get(code)
        pool = part is not None and part.pooled
        within[code[:REGENCY] if pool else code, part is not None] |= rows
    found = []
    for (_code, published), group in within.items():
        shown = publication.shown_schools(group, within=published)
        for npsn, row in group.items():
            tenths = row.tenths if npsn in shown else (0, 0, 0, 0)
            found.append(
                PublishedFigure(
                    place=npsn,
                    term=term,
                    aspect=aspect,
                    is_shown=npsn in shown,
                    teachers=row.teachers,
                    schools=1,
                    fixed_on=today,
                    **{f"level_{at}": share for at, share in enumerate(tenths, 1)},
                )
            )
    return found


def _keep(term: Term, aspect: str, rows: list[PublishedFigure]) -> None:
    kept = PublishedFigure.objects.filter(term=term, aspect=aspect)
    kept.filter(place__in=[row.place for row in rows]).delete()
    PublishedFigure.objects.bulk_create(rows, batch_size=500)
