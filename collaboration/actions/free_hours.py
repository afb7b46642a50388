from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from collaboration.models import FreeHour
from portal.models import User


@transaction.atomic
def mark(user: User, wanted: Collection[tuple[int, str]]) -> None:
    """Keep exactly ``wanted``, pairs of weekday (0 is Monday) and part; a repeat changes none.

    The person's row is locked, so that two pages saved at once end as one of them, never mixed.
    """
    User.objects.select_for_update().get(pk=user.pk)
    kept = Q(pk__in=[])
    for weekday, part in wanted:
        kept |= Q(weekday=weekday, part=part)
    FreeHour.objects.filter(user=user).exclude(kept).delete()
    rows = [FreeHour(user=user, weekday=weekday, part=part) for weekday, part in wanted]
    FreeHour.objects.bulk_create(rows, ignore_conflicts=True)
