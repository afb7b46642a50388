"""How often something may be tried within an hour, counted in the shared cache."""

from __future__ import annotations

import time

from django.core.cache import cache

HOUR = 3600  # seconds


def too_often(what: str, who: object, most: int) -> bool:
    """Count one try of ``what`` by ``who`` (a person or an address); more than ``most``?

    Hours are those of the clock, so a burst across one may be twice as large.
    """
    key = f"{what}:{who}:{int(time.time()) // HOUR}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > most
