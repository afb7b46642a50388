"""How a sheet is called: its file, its receipt, its size."""

from __future__ import annotations

import re
from uuid import UUID

from portal.paper.engine import Size

READABLE = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: it is read over the telephone
SLASHES = re.compile(r"[\\/]+")
FORBIDDEN = re.compile(r'[:*?"<>|\x00-\x1f\x7f]+')


def receipt(kind: str, key: UUID) -> str:
    """A short code of a record, "OBS-7F3K"; it opens nothing and may be read aloud."""
    number = key.int >> 108  # its first 20 bits
    signs = [READABLE[number >> shift & 31] for shift in (15, 10, 5, 0)]
    return f"{kind}-{''.join(signs)}"


def file_name(*parts: object, ending: str = "pdf") -> str:
    """ "Supervisi - Siti Aminah - IPAS - 2026-11-26.pdf"; safe on every system."""
    words = [" ".join(FORBIDDEN.sub(" ", SLASHES.sub("-", str(part))).split()) for part in parts]
    return f"{' - '.join(word for word in words if word)[:150].rstrip('. ')}.{ending}"


def size_of(asked: str) -> Size:
    """The size that ``?kertas=`` asks for; anything unknown is A4."""
    return Size.F4 if asked.casefold() == "f4" else Size.A4
