"""Who adapted from whom: the plans around one plan as a tree, and its drawing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from collaboration.models import LessonPlan
from portal.models import User

UP, DOWN = 4, 6  # generations looked at, so that the questions to the database stay two
MOST = 40  # plans shown
STEP, ROW, LEFT, WIDTH = 22, 34, 14, 360


@dataclass(slots=True)
class Node:
    """A plan in the tree; ``plan`` is None where the reader may not read it."""

    plan: LessonPlan | None
    own: bool
    depth: int
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Mark:
    """A node drawn: its circle, its label, and the line from its parent (None for the root)."""

    node: Node
    x: int
    y: int
    parent_x: int | None
    parent_y: int | None

    @property
    def text_x(self) -> int:
        return self.x + 14

    @property
    def text_y(self) -> int:
        return self.y + 5

    @property
    def letters(self) -> int:
        """How many signs of a title fit beside the circle."""
        return max((WIDTH - self.text_x) // 9, 8)


@dataclass(frozen=True, slots=True)
class Drawing:
    marks: list[Mark]
    height: int
    width: int = WIDTH


def of(plan: LessonPlan, user: User) -> Node:
    """The tree from the oldest plan that can be reached, ``plan`` itself being ``own``."""
    root = _oldest(plan.pk)
    rows = _descendants(root)
    readable = {
        row.pk: row
        for row in LessonPlan.objects.visible_to(user)
        .filter(pk__in=[root, *rows])
        .select_related("school")
        .prefetch_related("authors")
    }
    return _grow(root, rows, readable, plan.pk, 0)


def _oldest(pk: UUID) -> UUID:
    names = ["adapted_from" + "__plan__adapted_from" * n + "__plan" for n in range(UP)]
    above = LessonPlan.objects.filter(pk=pk).values_list(*names)[0]
    return next((found for found in reversed(above) if found), pk)


def _descendants(root: UUID) -> dict[UUID, UUID]:
    """For each plan below ``root`` its parent, the oldest first; at most ``MOST``."""
    below = Q()
    for n in range(DOWN):
        below |= Q(**{"adapted_from__plan" + "__adapted_from__plan" * n: root})
    rows = LessonPlan.objects.filter(below).order_by("made_at", "pk")
    return dict(rows.values_list("pk", "adapted_from__plan")[:MOST])


def _grow(
    pk: UUID,
    parents: dict[UUID, UUID],
    readable: dict[UUID, LessonPlan],
    own: UUID,
    depth: int,
) -> Node:
    below = [child for child, parent in parents.items() if parent == pk]
    children = [_grow(child, parents, readable, own, depth + 1) for child in below]
    return Node(readable.get(pk), pk == own, depth, children)


def drawn(root: Node) -> Drawing:
    """One row a plan, one step to the right a generation."""
    marks: list[Mark] = []
    _place(root, None, marks)
    return Drawing(marks, len(marks) * ROW + 8)


def _place(node: Node, parent: Mark | None, marks: list[Mark]) -> None:
    x, y = LEFT + node.depth * STEP, 20 + len(marks) * ROW
    mark = Mark(node, x, y, parent.x if parent else None, parent.y if parent else None)
    marks.append(mark)
    for child in node.children:
        _place(child, mark, marks)
