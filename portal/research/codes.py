"""Codes in place of names: keyed, so that nobody finds a person by hashing what is known."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Codes:
    """HMAC-SHA256 under the secret of one pack; another pack gives other codes."""

    secret: str

    def _digest(self, kind: str, key: object) -> str:
        return hmac.new(self.secret.encode(), f"{kind}:{key}".encode(), sha256).hexdigest()

    def of(self, kind: str, key: object) -> str:
        """A letter for the kind and ten hex digits: "P3fa9c01b77"."""
        return f"{kind}{self._digest(kind, key)[:10]}"

    def guid(self, kind: str, key: object) -> str:
        return str(uuid.UUID(hex=self._digest(f"guid {kind}", key)[:32], version=5))
