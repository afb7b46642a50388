"""Texts that may be coded: what kinds there are, who wrote them, how they were come by."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.models import Activity, Barrier, MethodExchange, TeachingNote
from portal.models import School, User
from supervision.models import EvidenceNote, Reflection, Turn

RELEASED = ("discussed", "following_up", "closed")
END = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+|\n+")

SOURCES = {"teacher": _("Teacher"), "leader": _("Observer"), "peer": _("Colleagues")}
TECHNIQUES = {"observation": _("Observation"), "talk": _("Talk"), "document": _("Document")}
MARKS = {"observation": "\u25b2", "talk": "\u25cf", "document": "\u25a0"}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text. ``source`` and ``technique`` are what triangulation counts."""

    key: str
    label: object
    model: type[Model]
    technique: str
    shared: Q
    at_school: Callable[[School], Q]
    related: tuple[str, ...]
    words: Callable[[Any], list[str]]
    source: Callable[[Any], str]
    writer: Callable[[Any], int]
    day: Callable[[Any], dt.date]

    @property
    def technique_label(self) -> object:
        return TECHNIQUES[self.technique]


def _local(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def _of_activity(school: School) -> Q:
    found = Q(school=school)
    return found | Q(forum__cluster=school.cluster_id) if school.cluster_id else found


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "turn",
            _("Talk after a visit"),
            Turn,
            "talk",
            Q(session__state__in=RELEASED),
            lambda school: Q(session__school=school),
            ("session",),
            lambda row: [row.text],
            lambda row: "teacher" if row.author_id == row.session.teacher_id else "leader",
            lambda row: row.author_id,
            lambda row: _local(row.at),
        ),
        Kind(
            "note",
            _("Evidence from a visit"),
            EvidenceNote,
            "observation",
            Q(session__state__in=RELEASED),
            lambda school: Q(session__school=school),
            ("session",),
            lambda row: [row.text],
            lambda row: "leader",
            lambda row: row.session.observer_id,
            lambda row: _local(row.at),
        ),
        Kind(
            "reflection",
            _("Shared reflection"),
            Reflection,
            "document",
            Q(shared_at__isnull=False, session__state__in=RELEASED),
            lambda school: Q(session__school=school),
            ("session",),
            lambda row: [words for _question, words in row.parts],
            lambda row: "teacher",
            lambda row: row.author_id,
            lambda row: _local(row.written_at),
        ),
        Kind(
            "activity",
            _("Minutes"),
            Activity,
            "document",
            Q(minuted_at__isnull=False, cancelled_at=None),
            _of_activity,
            (),
            lambda row: [row.problem, row.decision, row.to_try],
            lambda row: "peer",
            lambda row: row.host_id,
            lambda row: _local(row.starts_at),
        ),
        Kind(
            "exchange",
            _("Method tried"),
            MethodExchange,
            "document",
            ~Q(happened=""),
            lambda school: Q(school=school),
            (),
            lambda row: [row.happened],
            lambda row: "teacher",
            lambda row: row.writer_id,
            lambda row: row.tried_on,
        ),
        Kind(
            "teaching",
            _("Note on a plan taught"),
            TeachingNote,
            "document",
            ~Q(version__plan__scope="authors"),
            lambda school: Q(version__plan__school=school),
            (),
            lambda row: [row.worked, row.change],
            lambda row: "teacher",
            lambda row: row.author_id,
            lambda row: row.taught_on,
        ),
        Kind(
            "barrier",
            _("What stood in the way"),
            Barrier,
            "document",
            ~Q(words=""),
            lambda school: Q(school=school),
            (),
            lambda row: [row.words],
            lambda row: "peer",
            lambda row: row.written_by_id,
            lambda row: row.month,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Sentence:
    digest: str
    words: str


def sentences(kind: Kind, row: Model) -> list[Sentence]:
    """The sentences of a text in their order, each once."""
    found: dict[str, Sentence] = {}
    for part in kind.words(row):
        for words in END.split(part):
            words = " ".join(words.split())
            if words:
                digest = hashlib.sha256(words.encode()).hexdigest()[:32]
                found.setdefault(digest, Sentence(digest, words))
    return list(found.values())


def readable(user: User, school: School, kind: Kind) -> QuerySet[Any]:
    """Shared texts of ``kind`` at ``school`` that ``user`` may read, newest first."""
    rows: QuerySet[Any] = kind.model.objects.visible_to(user)  # type: ignore[attr-defined]
    found = rows.filter(kind.shared, kind.at_school(school)).select_related(*kind.related)
    return found.order_by(*ORDER[kind.key], "pk")


ORDER = {
    "turn": ["-at"],
    "note": ["-at"],
    "reflection": ["-written_at"],
    "activity": ["-starts_at"],
    "exchange": ["-tried_on"],
    "teaching": ["-taught_on"],
    "barrier": ["-month"],
}
