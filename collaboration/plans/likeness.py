"""How alike two texts are: MinHash over runs of words (Broder 1997), found by bands.

Two signatures agree in a share of their numbers that estimates the share of runs both texts
have in common (Jaccard, 0.0 to 1.0). Texts that agree in a whole band are candidates: with 12
bands of 4 numbers a pair of 0.6 is found in 4 of 5 cases, one of 0.8 nearly always.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence

RUN = 4  # words in a run
BANDS, ROWS = 12, 4
SIZE = BANDS * ROWS
LEAST = 25  # runs below which nothing is said: short texts are alike by chance
PRIME = (1 << 61) - 1
ALIKE = 0.6

_SEED = hashlib.shake_128(b"rembuk").digest(SIZE * 16)
_PAIRS = [(a | 1, b) for a, b in struct.iter_unpack("<QQ", _SEED)]

Signature = tuple[int, ...]


def signature(words: Sequence[str]) -> Signature:
    """``SIZE`` numbers below 2**31 for a text's words in order; empty for a short text."""
    runs = {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    if len(runs) < LEAST:
        return ()
    numbers = [
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs
    ]
    return tuple(
        min((a * number + b) % PRIME for number in numbers) & 0x7FFFFFFF for a, b in _PAIRS
    )


def bands(found: Signature) -> list[int]:
    """One number, of 63 bits, for each band; texts that share one are candidates."""
    return [
        int.from_bytes(
            hashlib.blake2b(
                struct.pack(f"<{ROWS + 1}I", at, *found[at : at + ROWS]), digest_size=8
            ).digest(),
            "big",
        )
        >> 1
        for at in range(0, len(found), ROWS)
    ]


def alike(left: Sequence[int], right: Sequence[int]) -> float:
    """Estimated share of runs in common, 0.0 to 1.0; 0.0 if one side says nothing."""
    if not left or not right:
        return 0.0
    return sum(a == b for a, b in zip(left, right, strict=True)) / SIZE
