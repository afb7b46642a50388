"""How a person stands to each kind of record: relations of the access table as ``Q`` objects."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from portal.access.standing.culture import to_barrier, to_offer, to_pledge, to_pulse
from portal.access.standing.findings import to_coded, to_conclusion, to_theme
from portal.access.standing.methods import (
    to_activity_exchange,
    to_exchange,
    to_method,
    to_plan_exchange,
)
from portal.access.standing.people import owned, to_appointment, to_import, to_person
from portal.access.standing.places import (
    to_area_report,
    to_cluster,
    to_others_pack,
    to_own_place,
    to_own_region,
    to_region,
    to_research_pack,
    to_school,
)
from portal.access.standing.relations import OBS, SUB, Stands
from portal.access.standing.together import (
    to_activity,
    to_forum,
    to_lesson_notes,
    to_lesson_study,
    to_link,
    to_on_task,
    to_peer_visit,
    to_plan,
    to_remark,
    to_suggestion,
    to_trial,
)
from portal.access.standing.visits import (
    observing,
    to_calibration,
    to_group,
    to_reflection,
    to_session,
    to_step,
    to_wish,
)
from portal.scope import Scope

PARTS = (
    "session",
    "agreement",
    "self_assessment",
    "notes",
    "words",
    "turn",
    "reply",
    "stance",
    "follow_up",
    "reflection",
    "correction",
    "word",
)  # of a session, each with rules of its own

RELATIONS: dict[str, Callable[[Scope, str], Stands]] = {
    "school": lambda scope, path: {
        **to_school(scope, path),
        OBS: observing(scope, path),
    },
    "cluster": to_cluster,
    "region": to_region,
    "person": to_person,
    "profile": lambda scope, path: {SUB: Q(**{f"{path}pk": scope.user_id})},
    "appointment": to_appointment,
    "notification": owned("to"),
    "draft": owned("owner"),
    "attendance": owned("user"),
    "free_hours": owned("user"),
    "letter": owned("attendance__user"),
    "trial": to_trial,
    "import": to_import,
    "instrument": to_own_place,
    "ready_step": to_own_region,
    "programme": lambda scope, path: to_school(scope, f"{path}school__"),
    "report": lambda scope, path: to_school(scope, f"{path}school__"),
    "area_report": to_area_report,
    "research_consent": owned("user"),
    "research_pack": to_research_pack,
    "others_pack": to_others_pack,
    "quotation": owned("user"),
    "group": to_group,
    "calibration": to_calibration,
    "wish": to_wish,
    "phrase": owned("owner"),
    "talk_word": owned("observer"),
    "step": to_step,
    "own_reflection": to_reflection,
    "shared_reflection": to_reflection,
    "forum": to_forum,
    "forum_programme": lambda scope, path: to_forum(scope, f"{path}forum__"),
    "forum_invitation": owned("user"),
    "activity": to_activity,
    "plan": to_plan,
    "method": to_method,
    "exchange": to_exchange,
    "plan_exchange": to_plan_exchange,
    "activity_exchange": to_activity_exchange,
    "link": to_link,
    "lesson_study": to_lesson_study,
    "lesson_notes": to_lesson_notes,
    "peer_visit": to_peer_visit,
    "on_task": to_on_task,
    "attachment": owned("added_by"),
    "teaching_note": owned("author"),
    "suggestion": to_suggestion,
    "plan_remark": to_remark,
    "vision": lambda scope, path: to_school(scope, f"{path}school__"),
    "pledge": to_pledge,
    "barrier": to_barrier,
    "offer": to_offer,
    "theme": to_theme,
    "coded": to_coded,
    "conclusion": to_conclusion,
    "nudge": owned("user"),
    "time": owned("user"),
    "pulse": to_pulse,
    **dict.fromkeys((*PARTS, "taught_plan", "link_to_session"), to_session),
}
