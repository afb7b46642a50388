"""Twelve numbers in one piece of bytes that only the holder of the portal's key can read.

A seal is a fresh nonce of 16 bytes, the numbers (two bytes each) hidden under HMAC-SHA512 of the
nonce, and HMAC-SHA256 over both as proof. The keys are derived from ``SECRET_KEY``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
from collections.abc import Sequence

from django.conf import settings

NUMBERS = 12
LAYOUT = struct.Struct(f">{NUMBERS}H")
NONCE, PROOF = 16, 32


class Broken(Exception):
    """The seal was made with another key, or for another place, or has been touched."""


def _key(secret: str, use: bytes) -> bytes:
    return hmac.new(secret.encode(), b"climate " + use, hashlib.sha256).digest()


def _hide(text: bytes, secret: str, nonce: bytes) -> bytes:
    pad = hmac.new(_key(secret, b"pad"), nonce, hashlib.sha512).digest()
    return bytes(a ^ b for a, b in zip(text, pad, strict=False))


def _proof(body: bytes, secret: str, place: str) -> bytes:
    return hmac.new(_key(secret, b"proof"), place.encode() + body, hashlib.sha256).digest()


def seal(numbers: Sequence[int], place: str) -> bytes:
    """``numbers`` (0 to 65,535 each) sealed for ``place``; never twice the same bytes."""
    nonce = secrets.token_bytes(NONCE)
    body = nonce + _hide(LAYOUT.pack(*numbers), settings.SECRET_KEY, nonce)
    return body + _proof(body, settings.SECRET_KEY, place)


def unseal(sealed: bytes, place: str) -> list[int]:
    """The numbers of a seal made for ``place``, also with an earlier key. Raises ``Broken``."""
    body, proof = bytes(sealed[:-PROOF]), bytes(sealed[-PROOF:])
    for secret in (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)):
        if hmac.compare_digest(proof, _proof(body, secret, place)):
            return list(LAYOUT.unpack(_hide(body[NONCE:], secret, body[:NONCE])))
    raise Broken
