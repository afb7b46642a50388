"""How an activity of each kind is called: by which form, and by which act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from collaboration.actions import activity, peer_visit
from collaboration.forms.activity import ActivityForm
from collaboration.forms.peer_visit import PeerVisitCallForm
from collaboration.models import Activity


@dataclass(frozen=True, slots=True)
class Call:
    form: type[ActivityForm]
    act: Callable[..., Activity]


PLAIN = Call(ActivityForm, activity.convene)
CALLS = {
    Activity.Kind.PEER_VISIT: Call(PeerVisitCallForm, peer_visit.propose),
}


def of(name: str) -> Call:
    return CALLS.get(Activity.Kind(name), PLAIN)
