"""A second reading of the access table, with plain loops over plain facts.

It knows field names of records and nothing of ``portal.access``, ``portal.policy`` or
``portal.scope``, so that a mistake there is not repeated here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from tests.oracle.table import TABLE

UNRELEASED = {"planned", "prepared", "observed"}
RELEASED = {"discussed", "following_up", "closed"}
SCHOOL_ROLES = {"teacher", "principal", "coordinator"}

Names = set[str]
When = Callable[[Any], bool]


def always(_row: Any) -> bool:
    return True


def state(*names: str) -> When:
    return lambda row: row.state in names


def both_saved(row: Any) -> bool:
    return row.self_assessed_at is not None and row.observed_at is not None


def agreed(row: Any) -> bool:
    return bool(row.agreed_at)


def is_open(row: Any) -> bool:
    return row.state not in ("closed", "cancelled")


def counts(activity: Any) -> bool:
    return activity.minuted_at is not None and activity.cancelled_at is None


UNRELEASED_NOW, RELEASED_NOW = state(*UNRELEASED), state(*RELEASED)

# (record, action): the rows of the table that may allow it, each with its condition
ROWS: dict[tuple[str, str], list[tuple[str, When]]] = {
    ("region", "read"): [("P01", always)],
    ("cluster", "read"): [("P01", always)],
    ("school", "read"): [("P01", always)],
    ("region", "edit"): [("P02", always)],
    ("cluster", "edit"): [("P02", always)],
    ("school", "edit"): [("P02", always)],
    ("person", "edit"): [("P02", always)],
    ("import", "read"): [("P02", always)],
    ("import", "edit"): [("P02", always)],
    ("person", "read"): [("P03", always)],
    ("person", "read_contact"): [("P04", always)],
    ("profile", "read"): [("P05", always)],
    ("profile", "edit"): [("P05", always)],
    ("notification", "read"): [("P05", always)],
    ("appointment", "read"): [("P06", always)],
    ("appointment", "edit"): [("P07", always)],
    ("person", "invite"): [("P08", always)],
    ("draft", "edit"): [("P09", always)],
    ("instrument", "read"): [
        ("I01", lambda row: row.published_at is not None),
        ("I02", lambda row: row.school_id is not None),
        ("I03", lambda row: row.region_id is not None),
    ],
    ("instrument", "edit"): [
        ("I02", lambda row: row.school_id is not None),
        ("I03", lambda row: row.region_id is not None),
    ],
    ("school", "write_instrument"): [("I02", always)],
    ("region", "write_instrument"): [("I03", always)],
    ("ready_step", "read"): [("I04", always)],
    ("ready_step", "edit"): [("I04", lambda row: row.region_id is not None)],
    ("programme", "read"): [("S01", always)],
    ("programme", "edit"): [("S02", lambda row: row.closed_at is None)],
    ("school", "write_programme"): [("S02", always)],
    ("school", "observe"): [("S04", always)],
    ("session", "propose"): [("S05", state("planned"))],
    ("session", "reopen"): [("S25", state("closed"))],
    ("correction", "write"): [("S26", state("closed"))],
    ("word", "give"): [("S27", lambda row: row.state in RELEASED and not row.word_given)],
    ("talk_word", "read"): [("S27", lambda row: row.shown)],
    ("wish", "read"): [("S28", always)],
    ("wish", "edit"): [("S28", lambda row: row.session_id is None)],
    ("school", "wish"): [("S28", always)],
    ("group", "read"): [("S29", always)],
    ("group", "edit"): [("S29", always)],
    ("calibration", "read"): [("S30", always)],
    ("calibration", "edit"): [("S30", always)],
    ("phrase", "edit"): [("S31", always)],
    ("report", "read"): [("S32", always)],
    ("school", "read_report"): [("S32", always)],
    ("school", "write_report"): [("S32", always)],
    ("area_report", "read"): [
        ("T16", lambda row: row.kind == "kkg"),
        ("T17", lambda row: row.kind == "assisted"),
        ("T18", lambda row: row.kind.startswith("recap")),
    ],
    ("area_report", "edit"): [
        ("T16", lambda row: row.kind == "kkg" and not row.signed_at),
        ("T17", lambda row: row.kind == "assisted" and not row.signed_at),
        ("T18", lambda row: row.kind.startswith("recap") and not row.signed_at),
    ],
    ("research_consent", "read"): [("T14", always)],
    ("profile", "consent_to_research"): [("T14", always)],
    ("region", "prepare_pack"): [("T15", always)],
    ("research_pack", "read"): [("T15", always), ("T19", always)],
    ("research_pack", "edit"): [("T15", lambda row: not row.released_at and not row.closed_at)],
    ("others_pack", "release"): [
        (
            "T19",
            lambda row: row.ready_at and row.looked_at and not (row.released_at or row.closed_at),
        )
    ],
    ("research_pack", "download"): [("T20", lambda row: row.released_at and not row.closed_at)],
    ("research_pack", "take_back"): [("T20", lambda row: row.released_at and not row.closed_at)],
    ("quotation", "read"): [("K25", always)],
    ("cluster", "report_kkg"): [("T16", always)],
    ("region", "report_kkg"): [("T16", always)],
    ("cluster", "report_assisted"): [("T17", always)],
    ("region", "report_assisted"): [("T17", always)],
    ("region", "report_recap"): [("T18", always)],
    ("profile", "read_growth"): [("D04", always)],
    ("session", "read"): [("S03", always)],
    ("school", "plan_session"): [("S02", always), ("S04", always)],
    ("session", "reschedule"): [("S04", is_open)],
    ("session", "cancel"): [("S04", is_open)],
    ("agreement", "read"): [("S06", UNRELEASED_NOW), ("S12", RELEASED_NOW)],
    ("agreement", "edit"): [("S07", state("planned"))],
    ("self_assessment", "write"): [
        ("S08", lambda row: row.state in UNRELEASED and row.self_assessed_at is None)
    ],
    ("self_assessment", "read"): [
        ("S08", lambda row: not both_saved(row)),
        ("S09", both_saved),
        ("S12", RELEASED_NOW),
    ],
    ("notes", "read"): [("S10", UNRELEASED_NOW), ("S12", RELEASED_NOW)],
    ("notes", "write"): [("S10", UNRELEASED_NOW)],
    ("words", "read"): [("S12", RELEASED_NOW)],
    ("session", "release"): [("S11", state("observed"))],
    ("session", "withdraw"): [
        ("S11", lambda row: row.state == "discussed" and row.opened_at is None)
    ],
    ("turn", "write"): [("S13", state("discussed"))],
    ("reply", "write"): [("S14", RELEASED_NOW)],
    ("stance", "write"): [("S15", state("discussed"))],
    ("follow_up", "read"): [("S16", RELEASED_NOW)],
    ("follow_up", "write"): [("S17", state("discussed"))],
    ("step", "read"): [("S18", lambda row: row.session.state in RELEASED)],
    ("step", "prove"): [("S18", lambda row: row.session.state in RELEASED)],
    ("follow_up", "look_again"): [("S19", state("following_up"))],
    ("session", "close"): [("S20", state("following_up"))],
    ("own_reflection", "read"): [("S21", always)],
    ("own_reflection", "write"): [("S21", always)],
    ("reflection", "write"): [("S21", RELEASED_NOW)],
    ("own_reflection", "share"): [("S22", always)],
    ("shared_reflection", "read"): [
        ("S23", lambda row: row.shared_at is not None),
        ("S24", lambda row: row.shared_at is not None and row.supervisor_may_read),
    ],
    ("forum", "read"): [("K01", always), ("K32", lambda row: row.school_id is not None)],
    ("forum", "edit"): [("K02", always), ("K30", always)],
    ("forum", "join"): [("K32", lambda row: row.kind == "kombel")],
    ("forum", "leave"): [("K32", always)],
    ("forum_invitation", "read"): [("K33", always)],
    ("forum_invitation", "answer"): [("K33", lambda row: row.answered_at is None)],
    ("region", "found_forum"): [("K30", always)],
    ("school", "found_kombel"): [("K31", always)],
    ("school", "join_forum"): [("K31", always)],
    ("cluster", "found_forum"): [("K02", always)],
    ("activity", "read"): [
        ("K01", lambda row: row.forum_id is not None),
        ("K04", lambda row: row.forum_id is None),
    ],
    ("activity", "read_envelope"): [("K03", always)],
    ("forum", "convene"): [("K05", always)],
    ("school", "convene"): [("K05", always)],
    ("activity", "edit"): [("K06", always)],
    ("attendance", "mark"): [("K07", always)],
    ("attendance", "read"): [("K42", always)],
    ("attendance", "answer"): [("K61", lambda row: row.activity.cancelled_at is None)],
    ("activity", "read_answers"): [("K62", always)],
    ("attendance", "certify"): [("K42", lambda row: row.came and counts(row.activity))],
    ("free_hours", "read"): [("K39", always)],
    ("free_hours", "edit"): [("K39", always)],
    ("letter", "read"): [("K42", always)],
    ("trial", "read"): [
        ("K40", lambda row: row.activity.forum_id is not None),
        ("K41", lambda row: row.activity.forum_id is None),
    ],
    ("trial", "answer"): [("K40", always)],
    ("plan", "read"): [
        ("K08", always),
        ("K09", lambda row: row.scope == "school"),
        ("K10", lambda row: row.scope == "forum"),
        ("K11", lambda row: row.scope == "everyone"),
    ],
    ("plan", "suggest"): [
        ("K09", lambda row: row.scope == "school"),
        ("K10", lambda row: row.scope == "forum"),
        ("K44", lambda row: row.scope == "everyone"),
    ],
    ("plan", "review"): [("K45", lambda row: row.scope in ("school", "everyone"))],
    ("suggestion", "read"): [("K44", always)],
    ("suggestion", "answer"): [("K44", lambda row: not row.answer)],
    ("plan_remark", "read"): [("K46", always)],
    ("plan", "edit"): [("K08", always)],
    ("plan", "adapt"): [
        ("K09", lambda row: row.scope == "school"),
        ("K10", lambda row: row.scope == "forum"),
        ("K11", lambda row: row.scope == "everyone"),
    ],
    ("taught_plan", "read"): [("K12", state(*UNRELEASED, *RELEASED))],
    ("taught_plan", "attach"): [("K08", UNRELEASED_NOW)],
    ("teaching_note", "write"): [("K13", always)],
    ("method", "read"): [("K49", always)],
    ("school", "read_methods"): [("K50", always)],
    ("school", "read_item_figures"): [("K70", always)],
    ("exchange", "edit"): [("K13", always)],
    ("exchange", "read"): [("K14", always), ("K48", lambda row: row.lender_id is not None)],
    ("plan_exchange", "read"): [("K14", always)],
    ("activity_exchange", "read"): [("K14", always)],
    ("link_to_session", "read"): [("K15", RELEASED_NOW)],
    ("link", "confirm"): [("K16", lambda row: row.observed_at is not None)],
    ("profile", "read_trace"): [("T01", always)],
    ("theme", "read"): [
        ("T07", lambda row: row.school_id is not None),
        ("T08", lambda row: row.region_id is not None),
    ],
    ("theme", "edit"): [
        ("T09", lambda row: row.school_id is not None),
        ("T10", lambda row: row.region_id is not None),
    ],
    ("school", "write_theme"): [("T09", always)],
    ("region", "write_theme"): [("T10", always)],
    ("school", "read_findings"): [("K24", always)],
    ("coded", "read"): [("K24", always)],
    ("school", "code_texts"): [("T11", always)],
    ("coded", "edit"): [("T11", always)],
    ("conclusion", "read"): [
        ("T12", lambda row: row.school_id is not None),
        ("T13", lambda row: row.region_id is not None),
    ],
    ("conclusion", "edit"): [
        ("T12", lambda row: row.school_id is not None),
        ("T13", lambda row: row.region_id is not None),
    ],
    ("school", "write_conclusion"): [("T12", always)],
    ("region", "read_conclusions"): [("T13", always)],
    ("region", "write_conclusion"): [("T13", always)],
    ("link", "read"): [("T01", always), ("K75", lambda row: row.school_id is not None)],
    ("link", "show"): [
        (
            "K76",
            lambda row: not row.session_id and row.observed_at and not row.principal_confirmed_at,
        )
    ],
    ("school", "show_trace"): [("K76", always)],
    ("link", "observe"): [("T01", lambda row: row.observed_at is None and row.let_go_at is None)],
    ("activity", "intend"): [("T02", lambda row: row.cancelled_at is None)],
    ("plan", "intend"): [("T02", lambda row: row.archived_at is None)],
    ("session", "link"): [("K16", RELEASED_NOW)],
    ("lesson_study", "read"): [("K34", always)],
    ("lesson_study", "speak"): [("K34", always)],
    ("lesson_study", "discuss"): [("K34", lambda row: bool(row.spoken))],
    ("forum_programme", "read"): [
        ("K57", always),
        ("K58", lambda row: row.forum.school_id is not None),
    ],
    ("forum", "plan_year"): [("K59", always), ("K60", lambda row: row.school_id is not None)],
    ("forum_programme", "edit"): [
        ("K59", always),
        ("K60", lambda row: row.forum.school_id is not None),
    ],
    ("lesson_study", "change_team"): [("K63", lambda row: row.activity.cancelled_at is None)],
    ("lesson_notes", "read"): [("K35", always)],
    ("lesson_notes", "write"): [("K35", always)],
    ("peer_visit", "read"): [("K36", always)],
    ("peer_visit", "agree"): [("K36", lambda row: row.agreed_at is None)],
    ("peer_visit", "note"): [("K36", agreed)],
    ("peer_visit", "thank"): [("K36", agreed)],
    ("on_task", "read"): [("K37", always)],
    ("on_task", "write"): [("K37", always)],
    ("activity", "take_task"): [("K37", lambda row: hasattr(row, "opens"))],
    ("activity", "attach"): [("K38", lambda row: row.cancelled_at is None)],
    ("attachment", "remove"): [("K38", always)],
    ("plan", "attach"): [("K67", lambda row: row.archived_at is None)],
    ("vision", "read"): [("K18", always)],
    ("school", "read_vision"): [("K18", always)],
    ("school", "pledge"): [("K18", always)],
    ("pledge", "read"): [("K18", always)],
    ("pledge", "edit"): [("K18", always)],
    ("school", "write_vision"): [("K19", always)],
    ("time", "read"): [("K53", always)],
    ("school", "read_time"): [("K54", always)],
    ("offer", "read"): [("K55", always)],
    ("offer", "edit"): [("K55", always)],
    ("school", "offer"): [("K55", always)],
    ("nudge", "read"): [("K56", always)],
    ("school", "count_alone"): [("K56", always)],
    ("pulse", "answer"): [("K20", always)],
    ("pulse", "read"): [("K21", always)],
    ("barrier", "read"): [("K22", always)],
    ("barrier", "edit"): [("K52", always)],
    ("school", "name_barrier"): [("K22", always)],
    ("activity", "name_barrier"): [("K22", always)],
    ("school", "read_people"): [("D01", always)],
    ("school", "read_process"): [("D02", always)],
    ("school", "read_figures"): [("D03", always)],
    ("school", "read_live_figures"): [("T03", always)],
    ("school", "list_work"): [("T21", always)],
    ("school", "list_wishes"): [("S33", always)],
    ("region", "read_figures"): [("D03", always)],
    ("cluster", "read_figures"): [("T04", always)],
    ("activity", "read_impact"): [("D05", always)],
}


# Rows whose words give one of their acts to fewer relations than the row has marks
ONLY: dict[tuple[str, str], Names] = {
    ("trial", "answer"): {"SUB"},
    ("region", "prepare_pack"): {"OFF"},
    ("research_pack", "read"): {"OFF", "SUP"},
    ("research_pack", "edit"): {"SUB"},
    ("plan", "intend"): {"SUB"},
    ("coded", "edit"): {"SUB"},
    ("conclusion", "edit"): {"PRI", "COO", "SUP"},
    ("region", "write_conclusion"): {"SUP"},
    ("activity", "intend"): {"MEM"},
    ("taught_plan", "attach"): {"SUB"},
    ("region", "found_forum"): {"CHA"},
    ("forum", "join"): {"COL"},
    ("forum", "leave"): {"MEM"},
    ("ready_step", "edit"): {"SUP", "OFF"},
    ("school", "observe"): {"OBS"},
    ("wish", "edit"): {"SUB"},
    ("wish", "read"): {"SUB", "PRI"},
    ("school", "wish"): {"COL"},
    ("group", "edit"): {"OBS", "PRI"},
    ("calibration", "edit"): {"SUB"},
    ("calibration", "read"): {"MEM"},
    ("school", "write_report"): {"PRI"},
    ("lesson_study", "read"): {"MEM", "CHA"},
    ("lesson_study", "speak"): {"SUB"},
    ("lesson_study", "discuss"): {"OBS"},
    ("lesson_notes", "write"): {"SUB"},
    ("peer_visit", "note"): {"OBS"},
    ("peer_visit", "thank"): {"SUB"},
    ("on_task", "read"): {"MEM", "CHA"},
    ("on_task", "write"): {"SUB"},
    ("activity", "take_task"): {"MEM"},
    ("attachment", "remove"): {"SUB"},
    ("suggestion", "read"): {"SUB", "OBS"},
    ("suggestion", "answer"): {"SUB"},
    ("school", "pledge"): {"PRI", "COO", "COL"},
    ("school", "name_barrier"): {"PRI", "COO", "COL"},
    ("pledge", "edit"): {"SUB"},
    ("offer", "edit"): {"SUB"},
    ("school", "offer"): {"COL"},
    ("link", "show"): {"SUB"},
    ("school", "show_trace"): {"COL"},
}


class Reader:
    """One person on one day, before the facts of the whole portal."""

    def __init__(self, user: Any, facts: dict[str, list[Any]], today: dt.date) -> None:
        self.user, self.facts, self.today = user, facts, today
        self.held = [row for row in facts["appointments"] if self.holds(row, user.pk)]
        self.known: dict[tuple[str, Any], Names] = {}  # facts do not change under a reader

    def holds(self, row: Any, person: int) -> bool:
        ended = row.ended_on is not None and row.ended_on < self.today
        return row.user_id == person and row.began_on <= self.today and not ended

    def may(self, record: str, action: str, row: Any) -> bool:
        if not self.held:
            return False
        near = record == "plan" and action in ("suggest", "review")  # not whoever serves anywhere
        stands = self.near_plan(row) if near else self.stands(record, row)
        stands = stands & ONLY.get((record, action), stands)
        return any(
            when(row) and (stands & self.columns(code, record, row))
            for code, when in ROWS[record, action]
        )

    def columns(self, code: str, record: str, row: Any) -> frozenset[str]:
        """Three rows say more in their words than in their marks.

        K12 holds "as S06, S12": a supervisor reads only what was released. K05 holds for "own
        forum or school": a chair has forums, no school, and a forum is one's own by belonging.
        """
        if code == "K05" and record == "forum":
            return TABLE["K05"] - {"PRI", "COO", "COL"}
        if code == "K05" and record == "school":
            return TABLE["K05"] - {"CHA"}
        if code == "K12" and row.state in UNRELEASED:
            return TABLE["K12"] & TABLE["S06"]
        return TABLE[code]

    def stands(self, record: str, row: Any) -> Names:
        kind = record if hasattr(self, f"to_{record}") else "session"
        if (kind, row) not in self.known:
            self.known[kind, row] = getattr(self, f"to_{kind}")(row)
        return self.known[kind, row]

    # Places

    def covers(self, place: Any, school: Any) -> bool:
        if place.school_id:
            return bool(place.school_id == school.pk)
        if place.cluster_id:
            return bool(place.cluster_id == school.cluster_id)
        return within(school.subdistrict.code, place.region.code)

    def at(self, school: Any) -> Names:
        names: Names = set()
        for row in self.held:
            if self.covers(row, school):
                names |= NAMES_OF_ROLE[row.role]
        return names

    def over(self, cluster: Any, subdistrict: Any) -> Names:
        """Appointments that contain a whole cluster, or with ``cluster`` None a subdistrict."""
        names: Names = set()
        for row in self.held:
            same = cluster is not None and row.cluster_id == cluster.pk
            if same or (row.region_id and within(subdistrict.code, row.region.code)):
                names |= NAMES_OF_ROLE[row.role]
        return names

    def to_school(self, row: Any) -> Names:
        return self.at(row) | self.observing(row)

    def observing(self, school: Any) -> Names:
        """OBS where the person leads, or works and is named as delegate in an open programme."""
        names = self.at(school)
        delegated = any(
            row.user_id == self.user.pk
            and row.programme.school_id == school.pk
            and row.programme.closed_at is None
            and row.began_on <= self.today
            and (row.ended_on is None or row.ended_on >= self.today)
            for row in self.facts["delegates"]
        )
        return {"OBS"} if names & {"PRI", "SUP"} or ("COL" in names and delegated) else set()

    def to_cluster(self, row: Any) -> Names:
        found = self.over(row, row.subdistrict)
        works_there = any(held.school and held.school.cluster_id == row.pk for held in self.held)
        return found | ({"COL"} if works_there else set())

    def to_region(self, row: Any) -> Names:
        names = {"COL"}  # names of regions are public facts for whoever may sign in
        for held in self.held:
            if held.region_id and within(row.code, held.region.code):
                names |= NAMES_OF_ROLE[held.role]
        return names

    # People

    def to_person(self, row: Any) -> Names:
        theirs = [a for a in self.facts["appointments"] if a.user_id == row.pk]
        names: Names = {"SUB"} if row.pk == self.user.pk else set()
        for one in theirs:
            if self.holds(one, row.pk) and one.role in SCHOOL_ROLES:
                names |= self.at(one.school) & {"PRI", "COL", "CHA", "SUP"}
        running = [a for a in theirs if a.ended_on is None or a.ended_on >= self.today]
        if any(self.is_operator_of(one) for one in running or theirs):
            names.add("OPE")
        mine, others = self.forums(self.user.pk), self.forums(row.pk)
        return names | ({"MEM"} if mine & others else set())

    def is_operator_of(self, appointment: Any) -> bool:
        for held in (row for row in self.held if row.role == "operator"):
            if appointment.school and self.covers(held, appointment.school):
                return True
            cluster, region = appointment.cluster, appointment.region
            if cluster and held.cluster_id == cluster.pk:
                return True
            inside = region or (cluster and cluster.subdistrict)
            if inside and held.region and within(inside.code, held.region.code):
                return True
        return False

    def to_appointment(self, row: Any) -> Names:
        names: Names = {"SUB"} if row.user_id == self.user.pk else set()
        if row.school:
            names |= self.at(row.school) & {"PRI"}
        if self.is_operator_of(row) and row.user_id != self.user.pk:
            names.add("OPE")
        return names

    def to_profile(self, row: Any) -> Names:
        return self.own(row.pk)

    def to_notification(self, row: Any) -> Names:
        return self.own(row.to_id)

    def to_draft(self, row: Any) -> Names:
        return self.own(row.owner_id)

    def to_attendance(self, row: Any) -> Names:
        return self.own(row.user_id)

    to_free_hours = to_attendance

    def to_letter(self, row: Any) -> Names:
        return self.own(row.attendance.user_id)

    def to_trial(self, row: Any) -> Names:
        return (self.to_activity(row.activity) - {"SUB"}) | self.own(row.user_id)

    def own(self, person: int | None) -> Names:
        return {"SUB"} if person == self.user.pk else set()

    def to_import(self, row: Any) -> Names:
        is_operator = any(held.role == "operator" for held in self.held)
        return {"OPE"} if is_operator and row.owner_id == self.user.pk else set()

    def to_instrument(self, row: Any) -> Names:
        names = {"COL"}
        if row.school_id:
            names |= self.at(row.school) & {"PRI", "COO"}
        for held in self.held:
            if row.region_id and held.region_id and within(row.region.code, held.region.code):
                names |= NAMES_OF_ROLE[held.role] & {"SUP", "OFF"}
        return names

    def to_ready_step(self, row: Any) -> Names:
        names = {"COL"}
        for held in self.held:
            if row.region_id and held.region_id and within(row.region.code, held.region.code):
                names |= NAMES_OF_ROLE[held.role] & {"SUP", "OFF"}
        return names

    def to_phrase(self, row: Any) -> Names:
        return self.own(row.owner_id)

    def to_talk_word(self, row: Any) -> Names:
        return self.own(row.observer_id)

    def to_calibration(self, row: Any) -> Names:
        made = row.made_by_id == self.user.pk
        rows = self.facts["raters"]
        rates = any(r.calibration_id == row.pk and r.user_id == self.user.pk for r in rows)
        return ({"SUB"} if made else set()) | ({"MEM"} if made or rates else set())

    # Supervision

    def to_session(self, row: Any) -> Names:
        names = self.at(row.school) & {"PRI", "COO", "COL", "SUP"}
        if row.teacher_id == self.user.pk:
            names.add("SUB")
        if row.observer_id == self.user.pk:
            names |= self.observing(row.school)
        return names

    def to_programme(self, row: Any) -> Names:
        return self.at(row.school)

    to_report = to_programme

    def to_area_report(self, row: Any) -> Names:
        whole = self.to_cluster(row.cluster) if row.cluster else self.to_region(row.region)
        return whole & {"CHA", "SUP", "OFF"}

    def to_research_pack(self, row: Any) -> Names:
        names = self.to_region(row.region) & {"SUP", "OFF"}
        prepared = row.prepared_by_id == self.user.pk
        return names | ({"SUB"} if prepared and "OFF" in names else set())

    def to_others_pack(self, row: Any) -> Names:
        return set() if row.prepared_by_id == self.user.pk else self.to_research_pack(row)

    def to_wish(self, row: Any) -> Names:
        return self.own(row.teacher_id) | (self.at(row.school) & {"PRI"})

    def to_group(self, row: Any) -> Names:
        names = self.at(row.school) & {"PRI", "SUP"}
        if row.observer_id == self.user.pk:
            names |= self.observing(row.school)
        sessions = self.facts["sessions"]
        mine = any(s.together_id == row.pk and s.teacher_id == self.user.pk for s in sessions)
        return names | ({"SUB"} if mine else set())

    def to_step(self, row: Any) -> Names:
        helpers = {pk for step, pk in self.facts["helpers"] if step == row.pk}
        named = self.user.pk == row.owner_id or self.user.pk in helpers
        return self.to_session(row.session) if named else set()

    def to_own_reflection(self, row: Any) -> Names:
        return self.own(row.author_id)

    def to_shared_reflection(self, row: Any) -> Names:
        return self.own(row.author_id) | (self.to_session(row.session) - {"SUB"})

    # Collaboration

    def forums(self, person: int) -> set[Any]:
        rows = self.facts["memberships"]
        return {row.forum_id for row in rows if row.user_id == person and row.ended_on is None}

    def to_forum(self, row: Any) -> Names:
        if row.school_id:
            names = self.at(row.school) & {"PRI", "COO", "COL", "SUP", "OFF"}
        else:
            subdistrict = row.subdistrict or row.cluster.subdistrict
            names = self.over(row.cluster, subdistrict) & {"CHA", "SUP", "OFF"}
        if row.pk in self.forums(self.user.pk):
            names.add("MEM")
        return names | ({"SUB"} if self.leads(row) else set())

    def to_forum_programme(self, row: Any) -> Names:
        return self.to_forum(row.forum)

    def leads(self, forum: Any) -> bool:
        return any(
            row.forum_id == forum.pk
            and row.user_id == self.user.pk
            and row.office in ("chair", "secretary")
            and row.began_on <= self.today
            and (row.ended_on is None or row.ended_on >= self.today)
            for row in self.facts["officers"]
        )

    def to_forum_invitation(self, row: Any) -> Names:
        return self.own(row.user_id)

    def to_activity(self, row: Any) -> Names:
        if row.forum_id:
            names = self.to_forum(row.forum) & {"MEM", "CHA", "SUP", "OFF"}
        else:
            names = self.at(row.school) & {"PRI", "COO", "COL", "SUP", "OFF"}
        rows = self.facts["attendance"]
        listed = any(r.activity_id == row.pk and r.user_id == self.user.pk for r in rows)
        host = row.host_id == self.user.pk
        return names | ({"MEM"} if listed or host else set()) | ({"SUB"} if host else set())

    def listed(self, activity: Any) -> bool:
        """On the list of an activity, or its host."""
        rows = self.facts["attendance"]
        found = any(r.activity_id == activity.pk and r.user_id == self.user.pk for r in rows)
        return found or bool(activity.host_id == self.user.pk)

    def to_lesson_study(self, row: Any) -> Names:
        me, activity = self.user.pk, row.activity
        names: Names = {"MEM"} if self.listed(activity) else set()
        if row.model_teacher_id == me:
            names |= {"SUB"}
        if me in (row.moderator_id, row.scribe_id, activity.host_id):
            names |= {"OBS"}
        return names | (self.to_activity(activity) & {"CHA"})

    def to_lesson_notes(self, row: Any) -> Names:
        names: Names = {"SUB"} if row.user_id == self.user.pk else set()
        heard = row.study.spoken_at is not None
        return names | ({"MEM"} if heard and self.listed(row.study.activity) else set())

    def to_peer_visit(self, row: Any) -> Names:
        pair = {row.visited_id: "SUB", row.visitor_id: "OBS"}
        return {pair[self.user.pk]} if self.user.pk in pair else set()

    def to_on_task(self, row: Any) -> Names:
        names = self.to_activity(row.series.first) & {"MEM", "CHA"}
        return names | ({"SUB"} if row.user_id == self.user.pk else set())

    def to_attachment(self, row: Any) -> Names:
        return {"SUB"} if row.added_by_id == self.user.pk else set()

    def reads_attachment(self, row: Any) -> bool:
        """As the activity or plan it stands beside; K12: as the plan of the visit that keeps it."""
        if row.activity_id:
            return self.may("activity", "read", row.activity)
        if row.taught_id:
            return self.may("taught_plan", "read", row.taught.session)
        return self.may("plan", "read", row.plan)

    def to_teaching_note(self, row: Any) -> Names:
        return {"SUB"} if row.author_id == self.user.pk else set()

    def reads_teaching_note(self, row: Any) -> bool:
        """K14: as the plan it hangs on; K13: her own always."""
        return self.may("plan", "read", row.version.plan) or self.may("teaching_note", "write", row)

    def removes_attachment(self, row: Any) -> bool:
        if row.taught_id:
            return False
        beside = ("activity", row.activity) if row.activity_id else ("plan", row.plan)
        return self.may("attachment", "remove", row) or self.may(beside[0], "edit", beside[1])

    def writes(self, plan: Any) -> bool:
        rows = self.facts["authorships"]
        return any(r.plan_id == plan.pk and r.user_id == self.user.pk for r in rows)

    def near_plan(self, row: Any) -> Names:
        names = self.at(row.school) & {"PRI", "COO", "COL"}
        if row.forum_id:
            names |= self.to_forum(row.forum) & {"MEM", "CHA"}
        return names | ({"SUB", "MEM"} if self.writes(row) else set())

    def to_suggestion(self, row: Any) -> Names:
        made = row.author_id == self.user.pk
        names: Names = {"OBS"} if made else set()
        return names | ({"SUB"} if self.writes(row.version.plan) else set())

    def to_plan_remark(self, row: Any) -> Names:
        plan = row.version.plan
        opened = plan.scope in ("school", "everyone")
        leads = self.at(plan.school) & {"PRI", "COO"} if opened else set()
        return leads | self.to_suggestion(row)

    def to_plan(self, row: Any) -> Names:
        names = self.near_plan(row)
        if row.scope == "everyone":  # everyone, save who only operates the portal
            for held in self.held:
                names |= NAMES_OF_ROLE[held.role] - {"OPE"}
        return names

    def to_vision(self, row: Any) -> Names:
        return self.at(row.school) & {"PRI", "COO", "COL", "SUP"}

    def to_pledge(self, row: Any) -> Names:
        return self.to_vision(row) | self.own(row.user_id)

    def to_theme(self, row: Any) -> Names:
        names = {"COL"}
        if row.school_id:
            return names | (self.at(row.school) & {"PRI", "COO", "SUP"})
        return names | (self.to_region(row.region) & {"SUP", "OFF"})

    def to_conclusion(self, row: Any) -> Names:
        """Nobody is SUB: its writer leads or assists the place, or reads it no more."""
        if row.school_id:
            return self.at(row.school) & {"PRI", "COO", "SUP"}
        names = self.to_region(row.region)
        return names & ({"SUP", "OFF"} if row.state == "agreed" else {"SUP"})

    def to_coded(self, row: Any) -> Names:
        return self.own(row.coder_id) | (self.at(row.school) & {"PRI", "COO", "SUP"})

    def reads_coded(self, row: Any) -> bool:
        """K23: only texts that are shared and that one may read oneself."""
        return self.may("coded", "read", row) and self.reads_text(row)

    def reads_text(self, row: Any) -> bool:
        if row.turn:
            return self.may("words", "read", row.turn.session)
        if row.note:
            session = row.note.session
            return session.state in RELEASED and self.may("notes", "read", session)
        if row.reflection:
            return self.may("shared_reflection", "read", row.reflection)
        if row.activity:
            return self.may("activity", "read", row.activity)
        if row.exchange:
            return self.reads_exchange(row.exchange)
        if row.teaching:
            plan = row.teaching.version.plan
            return plan.scope != "authors" and self.may("plan", "read", plan)
        return self.may("barrier", "read", row.barrier)

    def to_offer(self, row: Any) -> Names:
        names = self.at(row.school) & {"PRI", "COO", "COL"}
        together = self.forums(self.user.pk) & self.forums(row.user_id)
        return names | self.own(row.user_id) | ({"MEM"} if together else set())

    def to_time(self, row: Any) -> Names:
        return self.own(row.user_id)

    to_nudge = to_time
    to_research_consent = to_quotation = to_time

    def to_pulse(self, row: Any) -> Names:
        """A principal of the school is nothing else there."""
        names = self.at(row)
        return names - {"COL", "COO"} if "PRI" in names else names

    def to_barrier(self, row: Any) -> Names:
        names = self.at(row.school) & {"PRI", "COO", "COL"} if row.school_id else set()
        if row.activity_id:
            names |= self.to_activity(row.activity) & {"MEM", "CHA"}
        return names | self.own(row.written_by_id)

    def to_method(self, row: Any) -> Names:
        return {"COL"}

    def to_exchange(self, row: Any) -> Names:
        """Its writer always; the school only where it hangs on nothing; MEM is the lender."""
        names = self.own(row.writer_id)
        if row.plan_id is None and row.activity_id is None:
            names |= self.at(row.school) & {"PRI", "COO", "COL"}
        return names | ({"MEM"} if row.lender_id == self.user.pk else set())

    def to_plan_exchange(self, row: Any) -> Names:
        """Whoever may read the plan it hangs on, officers left out by the row K14."""
        if row.plan_id is None or not self.may("plan", "read", row.plan):
            return set()
        return self.to_plan(row.plan) - {"OFF"}

    def to_activity_exchange(self, row: Any) -> Names:
        if row.activity_id is None or not self.may("activity", "read", row.activity):
            return set()
        return self.to_activity(row.activity) - {"OFF"}

    def reads_exchange(self, row: Any) -> bool:
        kinds = ("exchange", "plan_exchange", "activity_exchange")
        return any(self.may(kind, "read", row) for kind in kinds)

    def to_link(self, row: Any) -> Names:
        names = self.to_session(row.session) & {"SUB", "PRI"} if row.session_id else set()
        names |= self.at(row.school) & {"PRI"} if row.school_id else set()
        return names | self.own(row.teacher_id)

    def reads_link(self, row: Any) -> bool:
        if self.may("link", "read", row):
            return True
        if row.session_id:
            return self.may("link_to_session", "read", row.session)
        return row.teacher_id is None and self.may("activity", "read", row.activity)


NAMES_OF_ROLE: dict[str, Names] = {
    "teacher": {"COL"},
    "principal": {"PRI", "COL"},
    "coordinator": {"COO", "COL"},
    "chair": {"CHA"},
    "supervisor": {"SUP"},
    "officer": {"OFF"},
    "operator": {"OPE"},
}


def within(code: str, place: str) -> bool:
    """Is region ``code`` ``place`` itself or a part of it? By whole numbers of the code."""
    return code.split(".")[: len(place.split("."))] == place.split(".")


def allowed_rows(reader: Reader, record: str, action: str, rows: Iterable[Any]) -> set[Any]:
    return {row.pk for row in rows if reader.may(record, action, row)}
