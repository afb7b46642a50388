"""A province of 19,000 schools in the tables that dashboards read, and in no other."""

from __future__ import annotations

import datetime as dt

from collaboration.models import ActivityWeek, CollaborationSummary
from portal.demo import planner
from portal.models import Region, School, Term
from supervision.models import Aspect, TermSummary

REGENCIES, SUBDISTRICTS, SCHOOLS = 38, 20, 25  # of each other: 19,000 schools
CODE = "99"  # of no real province


def build(term: Term) -> list[str]:
    """Make it; returns the codes of the province, one regency and one subdistrict."""
    codes = [
        f"{CODE}.{regency:02}.{place:02}"
        for regency in range(1, REGENCIES + 1)
        for place in range(1, SUBDISTRICTS + 1)
    ]
    regencies = sorted({code[:5] for code in codes})
    Region.objects.bulk_create(
        [Region(code=code, name=f"Wilayah {code}") for code in (CODE, *regencies, *codes)]
    )
    School.objects.bulk_create(
        [
            School(
                npsn=f"9{number:07}", name=f"SDN {number}", subdistrict_id=codes[number // SCHOOLS]
            )
            for number in range(len(codes) * SCHOOLS)
        ],
        batch_size=500,
    )
    schools = list(School.objects.filter(subdistrict__code__startswith=CODE))
    TermSummary.objects.bulk_create(
        [
            TermSummary(
                school=school, term=term, aspect=aspect, region_code=school.subdistrict_id,
                planned=9, held=6, talked=5, closed=3, steps=6, steps_done=2, asked=1,
                teachers=6 if aspect else 0, level_sum=15.0 if aspect else 0,
                level_2=30 if aspect else 0, level_3=30 if aspect else 0,
            )
            for school in schools
            for aspect in ("", *Aspect.values)
        ],
        batch_size=500,
    )  # fmt: skip
    CollaborationSummary.objects.bulk_create(
        [
            CollaborationSummary(
                school=school, term=term, region_code=school.subdistrict_id,
                activities=2, person_minutes=600, barrier_time=1,
            )
            for school in schools
        ],
        batch_size=500,
    )  # fmt: skip
    monday = term.starts_on - dt.timedelta(days=term.starts_on.weekday())
    ActivityWeek.objects.bulk_create(
        [
            ActivityWeek(
                school=school, term=term, region_code=school.subdistrict_id, kind="meeting",
                week=monday + dt.timedelta(weeks=number % 20), activities=2, person_minutes=600,
            )
            for number, school in enumerate(schools)
        ],
        batch_size=500,
    )  # fmt: skip
    planner.learn()
    return [CODE, regencies[0], codes[0]]
