"""Which coded sentences still stand, whoever may read them: shared, and still in their text."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from collaboration.findings.texts import KINDS


def shared(path: str = "") -> Q:
    """Codings at ``path`` whose text is there and shared with somebody today.

    It opens no word: whoever shows one asks ``CodedExcerpt.visible_to`` besides.
    """
    found = Q(pk__in=[])
    for kind in KINDS.values():
        there = Q(**{f"{path}{kind.key}__isnull": False})
        found |= there & moved(kind.shared, f"{path}{kind.key}__")
    return found


def moved(rows: Q, path: str) -> Q:
    """The same condition on what lies at ``path``."""
    children: list[Any] = [
        moved(child, path) if isinstance(child, Q) else _moved(child, path)
        for child in rows.children
    ]
    return Q(*children, _connector=rows.connector, _negated=rows.negated)


def _moved(lookup: Any, path: str) -> tuple[str, Any]:
    name, value = lookup
    return f"{path}{name}", value
