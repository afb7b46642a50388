"""When people of the demo's forums can usually come; most have said so, some have not."""

from __future__ import annotations

import random

from collaboration.models import FreeHour
from portal.models import User
from portal.roles import AT_SCHOOL

SEED = 6191
OWN = (2, 4, 5)  # days on which the one who is invited could come
SHARE = 0.75  # of the people who have marked a week


def mark() -> None:
    """Afternoons above all, for a day after lessons suits most."""
    chance = random.Random(SEED)  # noqa: S311  the same demo each time
    rows = []
    people = User.objects.filter(appointments__role__in=AT_SCHOOL).distinct()
    for user in people.order_by("pk").only("pk"):
        if chance.random() > SHARE:
            continue
        days = sorted(chance.sample(range(6), 3))
        parts = chance.choices(["afternoon", "noon"], weights=[4, 1], k=len(days))
        rows += [
            FreeHour(user=user, weekday=day, part=part)
            for day, part in zip(days, parts, strict=True)
        ]
    guru = User.objects.get(username="guru2")
    rows += [FreeHour(user=guru, weekday=day, part="afternoon") for day in OWN]
    FreeHour.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
