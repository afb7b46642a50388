"""Lesson plans as the library lists them, read as plain values: a page costs four queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _

from collaboration.models import Attachment, Authorship, PlanMethod, PlanText
from collaboration.plans import uses, words
from supervision.models import Method

PHASES = "ABC"  # two classes each
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Row:
    """A plan in the library; words that were looked for are marked in ``title``, ``excerpt``."""

    pk: UUID
    title: Pieces
    excerpt: Pieces
    about: list[str]
    methods: list[str]
    users: int
    files: int


FIELDS = (
    "key",
    "plan",
    "plan__title",
    "plan__subject",
    "plan__grade",
    "plan__topic",
    "plan__school__name",
    "plan__archived_at",
    "files",
)
BESIDE = Attachment.objects.filter(plan=OuterRef("plan")).order_by().values("plan")
FILES = Subquery(BESIDE.annotate(files=Count("pk")).values("files"))


def rows(keys: list[int], roots: list[str], methods: Iterable[Method]) -> list[Row]:
    """The plans of ``keys``, which the reader may read, in that order; four queries.

    With ``roots`` an excerpt of the text around the first of them is added.
    """
    fields = (*FIELDS, "version__sections") if roots else FIELDS
    texts_of = PlanText.objects.filter(key__in=keys).annotate(files=FILES)
    found = {row[0]: row[1:] for row in texts_of.values_list(*fields)}
    plans = [row[0] for row in found.values()]
    authors, tagged, users = authors_of(plans), methods_of(plans, methods), uses.users_of(plans)
    listed = []
    for key in keys:
        if key not in found:
            continue
        pk, title, subject, grade, topic, school, archived_at, files, *texts = found[key]
        excerpt = words.excerpt(texts[0].values(), roots) if texts else ""
        listed.append(
            Row(
                pk=pk,
                title=list(words.pieces(title, roots)) if roots else [(title, False)],
                excerpt=list(words.pieces(excerpt, roots)),
                about=[
                    subject,
                    _("class %(grade)s, phase %(phase)s")
                    % {"grade": grade, "phase": PHASES[(grade - 1) // 2]},
                    *([topic] if topic and topic != title else []),
                    ", ".join(authors[pk]),
                    school,
                    *([_("put away")] if archived_at else []),
                ],
                methods=tagged[pk],
                users=len(users[pk]),
                files=files or 0,
            )
        )
    return listed


def authors_of(plans: list[UUID]) -> dict[UUID, list[str]]:
    """Names of each plan's authors, who began it first; one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Authorship.objects.filter(plan__in=plans).order_by("since", "pk")
    for plan, name in rows.values_list("plan", "user__name"):
        found[plan].append(name)
    return found


def methods_of(plans: list[UUID], methods: Iterable[Method]) -> dict[UUID, list[str]]:
    """Names of each plan's methods in the order of the vocabulary; one query."""
    names = {row.pk: str(row) for row in methods}
    pairs = set(PlanMethod.objects.filter(plan__in=plans).order_by().values_list("plan", "method"))
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, name in names.items():
        for plan in plans:
            if (plan, key) in pairs:
                found[plan].append(name)
    return found
