"""The first plans that hold given roots and that a reader may see, by full-text index.

Both engines are led to walk from new to old, or by name, and to stop when there are enough:
what a search costs hangs on what is shown, not on how common its words are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import F, OrderBy, OuterRef, QuerySet, Subquery

from collaboration.models import HEADS, WORDS, Holds, LessonPlan, PlanText

Order = Sequence[str | OrderBy]
Columns = Mapping[str, Sequence[str]]  # names of ``PlanText`` fields: roots each must hold
KEY, NAME = "key", "name"
ORDERS: Mapping[str, Order] = {KEY: ("-key",), NAME: ("name", "-key")}
BATCHES = (3, 12)  # times what is wanted


class Text(NamedTuple):
    """The part of an index row that answers are put in order by."""

    key: int
    title: str
    about: str


def first(plans: QuerySet[LessonPlan], order: str, columns: Columns, most: int) -> list[Text]:
    """Up to ``most`` of ``plans`` that hold all roots, from new to old or in order of ``NAME``.

    Mostly one query, at most three on PostgreSQL.
    """
    if connection.vendor != "sqlite":
        found = _walked(plans, ORDERS[order], columns, most)
        if found is not None:
            return found
    return _joined(narrowed(plans, order, columns), most)


def rare(
    plans: QuerySet[LessonPlan], narrow: Columns, roots: Sequence[str], most: int
) -> list[Text] | None:
    """Up to ``most`` of ``plans`` with ``roots`` among their facts, those in titles first.

    For roots that few rows hold there: no index gives this order, so PostgreSQL finds them by
    full text and then sorts, instead of meeting them on a walk. None where two looks are better.
    """
    if connection.vendor == "sqlite":
        return None
    order = (Holds("title", roots).desc(), F("key").desc())
    return _walked(plans, order, {**narrow, "about": roots}, most)


def narrowed(plans: QuerySet[LessonPlan], order: str, columns: Columns) -> QuerySet[LessonPlan]:
    """All of ``plans`` that hold all roots, in that order, as one query."""
    found = _sqlite if connection.vendor == "sqlite" else _postgresql
    return found(plans, order, columns)


def _ordered(plans: QuerySet[LessonPlan], order: str) -> QuerySet[LessonPlan]:
    by = ("-text__key",) if order == KEY else ("text__name", "-text__key")
    return plans.filter(text__isnull=False).order_by(*by)


def _joined(rows: QuerySet[LessonPlan], most: int) -> list[Text]:
    fields = ("text__key", "text__title", "text__about")
    return [Text(*row) for row in rows.values_list(*fields)[:most]]


def _sqlite(plans: QuerySet[LessonPlan], order: str, columns: Columns) -> QuerySet[LessonPlan]:
    rows = _ordered(plans, order)
    if not columns:
        return rows
    spoken = {name: " AND ".join(f'"{root}"' for root in roots) for name, roots in columns.items()}
    asked = " AND ".join(f"({{{name}}} : ({roots}))" for name, roots in spoken.items())
    index = WORDS if "body" in columns else HEADS
    text = f'"{PlanText._meta.db_table}"."key"'
    if order == NAME:  # walks the index of names and looks each row up among those found
        found = f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'  # noqa: S608  constants
        return rows.extra(where=[f"+{text} IN ({found})"], params=[asked])  # noqa: S610
    return rows.extra(  # noqa: S610  constants; FTS5 itself gives its rows from new to old
        tables=[index],
        where=[f'"{index}" MATCH %s', f'"{index}".rowid = {text}'],
        params=[asked],
        order_by=[f"-{index}.rowid"],
    )


def _postgresql(plans: QuerySet[LessonPlan], order: str, columns: Columns) -> QuerySet[LessonPlan]:
    held = [Holds(f"text__{name}", roots) for name, roots in columns.items()]
    return _ordered(plans, order).filter(*held)


def _walked(
    plans: QuerySet[LessonPlan], order: Order, columns: Columns, most: int
) -> list[Text] | None:
    """The answer from a few hundred rows of the index, each with whether she may read it.

    Joined to the plans, the planner reads all of them first, since it counts the search for a
    reader's own ones anew for each row; a scalar of the row it can only ask row by row, of rows
    that are within the limit. None if few of many are hers: then the joined query is quicker.
    """
    texts = PlanText.objects.filter(*(Holds(name, roots) for name, roots in columns.items()))
    hers = plans.order_by().filter(pk=OuterRef("plan")).values("pk")[:1]
    ordered = texts.order_by(*order).annotate(hers=Subquery(hers))
    rows = ordered.values_list("key", "title", "about", "hers")
    found: list[Text] = []
    begun = 0
    for times in BATCHES:
        size = times * most
        batch = list(rows[begun : begun + size])
        found += [Text(key, title, about) for key, title, about, plan in batch if plan]
        if len(found) >= most or len(batch) < size:
            return found[:most]
        begun += size
    return None
