"""What a meeting of a forum or a school could take up: proposals, each taken with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from collaboration import needs
from collaboration.forms.activity import brought
from collaboration.models import Activity, Forum
from portal.models import School, User
from supervision.models import FollowUp

MOST = 6
LOOKED_BACK = 2  # meetings


@dataclass(frozen=True, slots=True)
class Proposals:
    """Pooled needs, open steps that may travel, and meetings whose decision waits for a look."""

    needs: Sequence[needs.Need]
    steps: Sequence[FollowUp]
    reviews: Sequence[Activity]

    @property
    def is_empty(self) -> bool:
        return not (self.needs or self.steps or self.reviews)


def proposals(place: Forum | School, user: User) -> Proposals:
    """Seven queries, whatever the number of rows."""
    held = Activity.objects.visible_to(user).filter(minuted_at__isnull=False, cancelled_at=None)
    held = held.filter(Q(forum=place) if isinstance(place, Forum) else Q(school=place))
    held = held.exclude(decision="", to_try="").order_by("-starts_at", "pk")
    return Proposals(
        needs=needs.proposed(place),
        steps=list(brought(place)[:MOST]),
        reviews=list(held[:LOOKED_BACK]),
    )


def taken(found: Proposals, asked: QueryDict) -> dict[str, Any]:
    """Initial values for the form that calls a meeting; what is not proposed is left out."""
    items, steps, back = (set(asked.getlist(name)) for name in ("butir", "langkah", "tinjau"))
    chosen = [need for need in found.needs if str(need.indicator.pk) in items]
    brought_along = [step for step in found.steps if str(step.pk) in steps]
    lines = [
        _("Looking back: %(title)s") % {"title": row.title}
        for row in found.reviews
        if str(row.pk) in back
    ]
    lines += [_("Learning together: %(item)s") % {"item": need.indicator.name} for need in chosen]
    lines += [_("A step to talk about: %(what)s") % {"what": row.what} for row in brought_along]
    return {
        "agenda": "\n".join(lines)[:2000],
        "aspects": sorted({need.aspect for need in chosen}),
        "indicators": [need.indicator.pk for need in chosen],
        "follow_ups": [row.pk for row in brought_along],
    }
