"""What is told: a sentence for each kind of news, and the page it opens."""

from django.utils.translation import gettext_noop

# kind: (sentence with %(actor)s, name of the page it leads to, or "" for none)
KINDS: dict[str, tuple[str, str]] = {
    "session_planned": (
        gettext_noop("%(actor)s has planned a visit with you."),
        "session-detail",
    ),
    "session_moved": (
        gettext_noop("%(actor)s has moved the date of a visit."),
        "session-detail",
    ),
    "session_cancelled": (
        gettext_noop("%(actor)s has cancelled a visit."),
        "session-detail",
    ),
    "group_planned": (
        gettext_noop("%(actor)s has planned a supervision of several together with you."),
        "group-detail",
    ),
    "group_moved": (
        gettext_noop("%(actor)s has moved the date of a supervision together."),
        "group-detail",
    ),
    "group_cancelled": (
        gettext_noop("%(actor)s has cancelled a supervision together."),
        "group-detail",
    ),
    "wish_written": (
        gettext_noop("%(actor)s asks for a visit or for help."),
        "wish-detail",
    ),
    "focus_written": (
        gettext_noop("%(actor)s has written the focus."),
        "session-prepare",
    ),
    "focus_confirmed": (
        gettext_noop("%(actor)s has confirmed the focus."),
        "session-prepare",
    ),
    "self_assessed": (
        gettext_noop("%(actor)s has finished the self-assessment."),
        "session-detail",
    ),
    "session_released": (
        gettext_noop("%(actor)s has shared the notes of the visit with you."),
        "session-discuss",
    ),
    "turn_written": (
        gettext_noop("%(actor)s has written in your talk."),
        "session-discuss",
    ),
    "reply_written": (
        gettext_noop("%(actor)s has replied to the record."),
        "session-record",
    ),
    "steps_agreed": (
        gettext_noop("You have both agreed on the next steps."),
        "session-follow",
    ),
    "step_done": (gettext_noop("%(actor)s has finished a step."), "session-follow"),
    "session_closed": (
        gettext_noop("%(actor)s has closed the cycle."),
        "session-record",
    ),
    "reflection_shared": (
        gettext_noop("%(actor)s has shared a reflection with you."),
        "session-record",
    ),
    "session_reopened": (
        gettext_noop("%(actor)s has opened the cycle again."),
        "session-follow",
    ),
    "correction_written": (
        gettext_noop("%(actor)s has put a note of correction beside the record."),
        "session-record",
    ),
    "visit_soon": (gettext_noop("A visit is three days away."), "session-detail"),
    "visit_near": (gettext_noop("A visit is a day away."), "session-detail"),
    "step_soon": (gettext_noop("A step has three days left."), "step-prove"),
    "step_near": (gettext_noop("A step has a day left."), "step-prove"),
    "step_due": (
        gettext_noop("A step has come to its date. Is more time or help needed?"),
        "step-prove",
    ),
    "talk_owed": (
        gettext_noop("A talk has been waiting for three days. When is a good time?"),
        "session-detail",
    ),
    "proposal_open": (
        gettext_noop("A proposed date waits for an answer."),
        "session-detail",
    ),
    "date_proposed": (
        gettext_noop("%(actor)s proposes another date for a visit."),
        "session-detail",
    ),
    "date_kept": (
        gettext_noop("%(actor)s would like to keep the date of a visit."),
        "session-detail",
    ),
    "delegate_named": (
        gettext_noop("%(actor)s has named you to observe colleagues."),
        "programme-detail",
    ),
    "delegate_ended": (
        gettext_noop("%(actor)s has ended your task of observing colleagues."),
        "programme-detail",
    ),
    "programme_closed": (
        gettext_noop("%(actor)s has closed the programme, so observing by delegates ends."),
        "programme-detail",
    ),
    "calibration_called": (
        gettext_noop("%(actor)s invites you to look at lessons together."),
        "calibration-detail",
    ),
    "forum_invited": (
        gettext_noop("%(actor)s asks you to join a forum."),
        "membership-invitation",
    ),
    "forum_answered": (
        gettext_noop("%(actor)s has answered the invitation to the forum."),
        "forum-members",
    ),
    "forum_joined": (gettext_noop("You belong to the KKG now."), "forum-detail"),
    "membership_ended": (
        gettext_noop("%(actor)s has ended your membership of a forum. Its history is kept."),
        "forum-list",
    ),
    "office_given": (
        gettext_noop("%(actor)s has entered you as an officer of the forum."),
        "forum-officers",
    ),
    "office_ended": (
        gettext_noop("%(actor)s has entered the last day of your office in the forum."),
        "forum-officers",
    ),
    "activity_called": (
        gettext_noop("%(actor)s invites you to a meeting."),
        "activity-detail",
    ),
    "activity_moved": (
        gettext_noop("%(actor)s has moved an activity to another time. Will you come?"),
        "activity-detail",
    ),
    "activity_cancelled": (
        gettext_noop("%(actor)s has cancelled an activity."),
        "activity-detail",
    ),
    "peer_focus": (
        gettext_noop("%(actor)s asks whether the focus of a peer visit suits you."),
        "activity-detail",
    ),
    "peer_agreed": (
        gettext_noop("%(actor)s agrees on the focus of a peer visit."),
        "activity-detail",
    ),
    "peer_noted": (
        gettext_noop("%(actor)s has written what was seen in your lesson."),
        "activity-detail",
    ),
    "study_spoken": (
        gettext_noop("%(actor)s has spoken about the open lesson; the notes are open to the team."),
        "activity-detail",
    ),
    "study_joined": (
        gettext_noop("%(actor)s has put you into the team of an open lesson."),
        "activity-detail",
    ),
    "study_left": (
        gettext_noop("%(actor)s has changed the team of an open lesson; you are free that day."),
        "activity-detail",
    ),
    "study_changed": (
        gettext_noop("%(actor)s has changed what you do in an open lesson."),
        "activity-detail",
    ),
    "task_watch": (
        gettext_noop("%(actor)s would like you to watch what is tried in class."),
        "activity-detail",
    ),
    "peer_thanked": (
        gettext_noop("%(actor)s thanks you for a peer visit."),
        "activity-detail",
    ),
    "minutes_written": (
        gettext_noop("The minutes of a meeting are ready."),
        "activity-detail",
    ),
    "plan_author": (
        gettext_noop("%(actor)s writes a lesson plan with you."),
        "plan-detail",
    ),
    "suggestion_written": (
        gettext_noop("%(actor)s makes a suggestion on your lesson plan."),
        "plan-suggestions",
    ),
    "suggestion_accepted": (
        gettext_noop("%(actor)s has taken your suggestion into the lesson plan, with thanks."),
        "plan-suggestions",
    ),
    "suggestion_kept": (
        gettext_noop("%(actor)s thanks you for your suggestion and keeps it for later."),
        "plan-suggestions",
    ),
    "plan_remarked": (
        gettext_noop("%(actor)s has left a word on your lesson plan."),
        "plan-suggestions",
    ),
    "plan_read_together": (
        gettext_noop("%(actor)s has marked that you have read a lesson plan together."),
        "plan-detail",
    ),
    "plan_taught": (
        gettext_noop("%(actor)s has taught from your lesson plan and tells how it went."),
        "plan-taught",
    ),
    "method_borrowed": (
        gettext_noop("%(actor)s has tried a method taken over from you. Thank you for sharing it."),
        "exchange-detail",
    ),
    "link_written": (
        gettext_noop("%(actor)s asks you to confirm a trace."),
        "activity-links",
    ),
    "trace_observed": (
        gettext_noop("%(actor)s has written what came of working together."),
        "trace-detail",
    ),
    "intention_open": (
        gettext_noop("Three weeks ago you meant to try something. What has shown?"),
        "trace-observe",
    ),
    "conclusion_asked": (
        gettext_noop("%(actor)s asks for a second person to check a conclusion."),
        "conclusion-detail",
    ),
    "conclusion_checked": (
        gettext_noop("%(actor)s has checked your conclusion."),
        "conclusion-detail",
    ),
    "conclusion_returned": (
        gettext_noop("%(actor)s has sent your conclusion back with a remark."),
        "conclusion-detail",
    ),
    "pack_recalled": (
        gettext_noop(
            "A research pack is closed, for a permission was withdrawn. It needs another."
        ),
        "pack-detail",
    ),
    "appointed": (gettext_noop("You have a new appointment."), "settings"),
    "appointment_ended": (
        gettext_noop("One of your appointments has ended."),
        "settings",
    ),
}

WITHOUT_OBJECT = ("settings", "forum-list")  # pages that are of the reader, not of a record
