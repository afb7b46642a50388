"""A session's indicators as boxes to tick, under the headings of their form."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from supervision.models import Agreement, Aspect, Indicator, SupervisionSession


@dataclass(frozen=True, slots=True)
class Box:
    key: int
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    boxes: list[Box]

    @property
    def is_open(self) -> bool:
        return any(box.ticked for box in self.boxes)


def of_session(session: SupervisionSession) -> list[Indicator]:
    """What the session asks, in the order of its forms, with ``in_focus``; one query."""
    agreed = Agreement.indicators.through.objects.filter(
        agreement__session=session, indicator=OuterRef("pk")
    )
    asked = Indicator.objects.asked_in(session).select_related("section", "instrument")
    return list(asked.annotate(in_focus=Exists(agreed)).order_by("instrument__parts__pk", "order"))


def groups(indicators: Collection[Indicator], ticked: Collection[int] = ()) -> list[Group]:
    found: dict[int, Group] = {}
    for row in indicators:
        name = f"{row.instrument.get_aspect_display()}: {row.section.name}"
        group = found.setdefault(row.section_id, Group(name, []))
        group.boxes.append(Box(row.pk, str(row), row.pk in ticked))
    return list(found.values())


def by_aspect(field: Any) -> list[Group]:
    """The boxes of a bound field of indicators by the aspect of their form, for a page to fold."""
    found: dict[str, Group] = {}
    for box in field:
        row = box.data["value"].instance
        aspect = Aspect(row.instrument.aspect)
        group = found.setdefault(aspect.value, Group(str(aspect.label), []))
        group.boxes.append(Box(row.pk, row.name, box.data["selected"]))
    return [found[key] for key in Aspect.values if key in found]


def chosen(indicators: Collection[Indicator], sent: Collection[str]) -> list[Indicator]:
    """The ticked ones of those that may be ticked; anything else that was sent is left out."""
    wanted = set(sent)
    return [row for row in indicators if str(row.pk) in wanted]
