"""Texts that their authors may let be quoted: which are whose, and what they say now."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.findings.texts import KINDS, ORDER, Kind
from collaboration.models import Conclusion
from portal.models import User

WRITER = {
    "turn": "author",
    "note": "session__observer",
    "reflection": "author",
    "activity": "host",
    "exchange": "writer",
    "teaching": "author",
    "barrier": "written_by",
    "conclusion": "written_by",
}  # kind: the path to who wrote it


CONCLUSION = Kind(  # quoted like a text, and coded by nobody
    "conclusion",
    _("Conclusion"),
    Conclusion,
    "document",
    Q(state__in=(Conclusion.State.CHECKED, Conclusion.State.AGREED)),
    lambda school: Q(school=school),
    (),
    lambda row: [row.claim, row.weighing],
    lambda row: "leader",
    lambda row: row.written_by_id,
    lambda row: timezone.localtime(row.written_at).date(),
)
QUOTABLE = {**KINDS, "conclusion": CONCLUSION}
NEWEST = {**ORDER, "conclusion": ["-written_at"]}


def own(user: User, kind: Kind) -> QuerySet[Any]:
    """Shared texts of ``kind`` that ``user`` wrote and may still read, newest first."""
    rows: QuerySet[Any] = kind.model.objects.visible_to(user)  # type: ignore[attr-defined]
    mine = rows.filter(kind.shared, Q(**{WRITER[kind.key]: user}))
    return mine.select_related(*kind.related).order_by(*NEWEST[kind.key], "pk")


def key_of(kind: Kind, row: Model) -> str:
    return f"{kind.key}:{row.pk}"


def digest(kind: Kind, row: Model) -> str:
    """SHA-256 of what the text says now, as hex: a changed text has another."""
    return hashlib.sha256("\x1f".join(kind.words(row)).encode()).hexdigest()


def kind_named(name: str) -> Kind:
    """The kind of that name, else the first."""
    return QUOTABLE.get(name) or next(iter(QUOTABLE.values()))


def stand(kept: list[dict[str, Any]]) -> bool:
    """Are texts that a pack keeps, {"key", "digest"}, all shared still and unchanged?"""
    for kind in QUOTABLE.values():
        wanted = {
            row["key"].partition(":")[2]: row["digest"] for row in kept if row["kind"] == kind.key
        }
        if not wanted:
            continue
        rows = kind.model._default_manager.filter(kind.shared, pk__in=list(wanted))
        found = {
            str(row.pk): digest(kind, row) for row in rows.select_related(*kind.related)
        }  # fmt: skip
        if found != wanted:
            return False
    return True
