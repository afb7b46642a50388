"""Kinds of activities as data: what each is for, which fields its form has, who is invited.

A kind with a record of its own (a peer visit, say) names the page that takes the place of the
minutes, and the part of the activity's page that shows the record. Who calls it, and by which
form, stands in ``collaboration.meetings.calls``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from collaboration.models import Activity

NAMES = Activity.Kind
ABOUT = ("agenda", "indicators", "follow_ups", "plans")  # what not every kind asks


@dataclass(frozen=True, slots=True)
class Kind:
    """``asks`` names fields beside title, day, hour, length, place and aspects.

    ``invited`` says in words who is told; ``of_two`` kinds are for people of the place alone.
    ``page`` is the URL name of the page that is written instead of the minutes, "" for minutes.
    ``word`` is what the link to it says, "" where the part has its own buttons. ``part`` is the
    template that shows the kind's own record, "" where it has none.
    """

    name: str
    label: Any
    sentence: Any
    invited: Any
    asks: tuple[str, ...] = ()
    minutes: int = 120
    of_two: bool = False
    in_forum_only: bool = False
    page: str = ""
    part: str = ""
    word: Any = ""

    @property
    def is_own(self) -> bool:
        """Are its words for the people of its record alone? The part says then who reads them."""
        return bool(self.page) and not self.word

    @property
    def told(self) -> str:
        """What to say once people have been invited."""
        if self.of_two:
            return str(_("Your colleague has been told."))
        if self.name == NAMES.LESSON_STUDY:
            return str(_("The team has been told."))
        return str(_("Everybody on the list has been told."))


ALL = _("Everybody on the list is told.")
MEETINGS = (NAMES.MEETING, NAMES.REFLECTIVE, NAMES.IN_ONE, NAMES.IN_TWO, NAMES.CO_PLANNING)
KINDS = (
    Kind(
        NAMES.MEETING,
        NAMES.MEETING.label,
        _("One problem, one decision, one thing to try, with the members of the forum."),
        ALL,
        asks=ABOUT,
        in_forum_only=True,
    ),
    Kind(
        NAMES.REFLECTIVE,
        NAMES.REFLECTIVE.label,
        _("Looking back in four questions and at most ten lines: what happened, how it felt, what"
          " we learned, what we will do."),
        ALL,
        asks=("agenda", "indicators", "follow_ups"),
        minutes=60,
        page="activity-look-back",
        word=_("Reflection on the meeting"),
        part="collaboration/kinds/look_back.html",
    ),
    Kind(
        NAMES.PEER_VISIT,
        NAMES.PEER_VISIT.label,
        _("Two colleagues and one lesson: a focus both agree on, what was seen, thanks. Nothing is"
          " rated."),
        _("Only your colleague is told."),
        asks=("class_name",),
        minutes=35,
        of_two=True,
        page="activity-detail",
        part="collaboration/kinds/peer_visit.html",
    ),
    Kind(
        NAMES.IN_ONE,
        _("In-On-In series"),
        _("Study and plan together (In-1), try it in one's own class (On), look back (In-2)."),
        _("Everybody on the list is told of both meetings."),
        asks=("agenda", "indicators"),
        part="collaboration/kinds/series.html",
    ),
    Kind(
        NAMES.LESSON_STUDY,
        NAMES.LESSON_STUDY.label,
        _("Planned together, taught by one, watched by the others by rules, talked over, revised."),
        _("Those you choose for the team are told."),
        asks=("class_name",),
        minutes=70,
        page="activity-detail",
        part="collaboration/kinds/lesson_study.html",
    ),
    Kind(
        NAMES.CO_PLANNING,
        NAMES.CO_PLANNING.label,
        _("Writing or mending a lesson plan together."),
        ALL,
        asks=("plans", "indicators", "agenda"),
        minutes=90,
    ),
    Kind(
        NAMES.WORKSHOP,
        NAMES.WORKSHOP.label,
        _("Learning something by doing it: who leads it, and what everybody takes home."),
        ALL,
        asks=("speaker", "agenda", "indicators"),
        minutes=180,
    ),
    Kind(
        NAMES.DEMONSTRATION,
        NAMES.DEMONSTRATION.label,
        _("One colleague shows a lesson or a way of teaching; the others watch and ask."),
        ALL,
        asks=("speaker", "class_name", "agenda", "plans", "indicators"),
        minutes=70,
    ),
)  # fmt: skip
CLOSING = Kind(  # called with the first meeting of its series, never alone
    NAMES.IN_TWO,
    NAMES.IN_TWO.label,
    _("Looking back on what everybody has tried."),
    ALL,
    asks=("agenda", "indicators"),
    part="collaboration/kinds/series.html",
)
BY_NAME = {str(kind.name): kind for kind in (*KINDS, CLOSING)}


def of(name: str) -> Kind:
    """The kind of that name; one without a form of its own is written like a meeting."""
    return BY_NAME.get(name, KINDS[0])


def offered(*, in_forum: bool, belongs: bool) -> list[Kind]:
    """Kinds somebody may choose; ``belongs`` says that she is of the forum or the school."""
    return [
        kind
        for kind in KINDS
        if (in_forum or not kind.in_forum_only) and (belongs or not kind.of_two)
    ]
