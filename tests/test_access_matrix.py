"""Rights of everyone on everything, by the portal and by a second reading of the table."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from portal import access
from portal.models import User
from tests.oracle import world
from tests.oracle.reading import ROWS, Reader
from tests.oracle.table import TABLE

pytestmark = pytest.mark.django_db

SEEDS = (1, 2, 3)

MODEL_OF = {
    "region": "Region",
    "cluster": "Cluster",
    "school": "School",
    "person": "User",
    "profile": "User",
    "appointment": "Appointment",
    "notification": "Notification",
    "draft": "Draft",
    "import": "ImportBatch",
    "instrument": "Instrument",
    "step": "FollowUp",
    "own_reflection": "Reflection",
    "shared_reflection": "Reflection",
    "forum": "Forum",
    "forum_invitation": "ForumInvitation",
    "forum_programme": "ForumProgramme",
    "activity": "Activity",
    "attendance": "Attendance",
    "free_hours": "FreeHour",
    "letter": "Letter",
    "trial": "Trial",
    "plan": "LessonPlan",
    "link": "Link",
    "lesson_study": "LessonStudy",
    "lesson_notes": "LessonObserver",
    "peer_visit": "PeerVisit",
    "on_task": "OnTask",
    "attachment": "Attachment",
    "teaching_note": "TeachingNote",
    "suggestion": "Suggestion",
    "plan_remark": "PlanRemark",
    "vision": "Vision",
    "pulse": "School",
    "offer": "Offer",
    "nudge": "Nudge",
    "time": "TimeSpent",
    "pledge": "Pledge",
    "barrier": "Barrier",
    "theme": "Theme",
    "coded": "CodedText",
    "conclusion": "Conclusion",
    "method": "Method",
    "exchange": "MethodExchange",
    "plan_exchange": "MethodExchange",
    "activity_exchange": "MethodExchange",
    "ready_step": "ReadyStep",
    "programme": "Programme",
    "report": "TermReport",
    "area_report": "AreaReport",
    "research_consent": "ResearchConsent",
    "quotation": "QuoteConsent",
    "research_pack": "ResearchPack",
    "others_pack": "ResearchPack",
    "group": "GroupVisit",
    "calibration": "Calibration",
    "wish": "Wish",
    "phrase": "Phrase",
    "talk_word": "TalkWord",
}  # every other record is a part of a session


def rows_of(place: world.World, record: str) -> list[Any]:
    return place.rows[MODEL_OF.get(record, "SupervisionSession")]


def readers(place: world.World) -> list[tuple[User, Reader]]:
    if not place.readers:
        today = timezone.localdate()
        place.readers += [(user, Reader(user, place.facts, today)) for user in place.users]
    return place.readers


def roles(user: User) -> list[str]:
    return [str(row) for row in user.appointments.all()]


def differences(place: world.World, record: str, action: str) -> Iterator[str]:
    """One reader after the other, so that whoever asks only whether there is any stops early."""
    rows = rows_of(place, record)
    manager = type(rows[0])._default_manager
    for user, reader in readers(place):
        mine = {row.pk for row in rows if reader.may(record, action, row)}
        where = access.where(user, record, action)
        for pk in mine ^ set(manager.filter(where).values_list("pk", flat=True)):
            verdict = "forbids what the table allows" if pk in mine else "allows too much"
            yield f"{record}.{action} {pk} for {roles(user)}: the portal {verdict}"


@pytest.mark.parametrize("seed", SEEDS)
def test_portal_and_second_reading_agree_on_every_right(seed: int) -> None:
    place = world.build(seed)
    compared = sum(len(place.users) * len(rows_of(place, record)) for record, _action in ROWS)

    wrong = [line for record, action in ROWS for line in differences(place, record, action)]

    assert wrong == []
    assert compared >= 10_000


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_show_exactly_what_may_be_read(seed: int) -> None:
    place = world.build(seed)
    wrong = []
    for user, reader in readers(place):
        expected_rows = {
            "SupervisionSession": reader_set(reader, "session", place),
            "FollowUp": {
                row.pk
                for row in place.rows["FollowUp"]
                if reader.may("follow_up", "read", row.session) or reader.may("step", "read", row)
            },
            "Reflection": reader_set(reader, "own_reflection", place)
            | reader_set(reader, "shared_reflection", place),
            "Activity": reader_set(reader, "activity", place),
            "Attendance": reader_set(reader, "attendance", place),
            "FreeHour": reader_set(reader, "free_hours", place),
            "Letter": reader_set(reader, "letter", place),
            "Trial": reader_set(reader, "trial", place),
            "Forum": reader_set(reader, "forum", place),
            "LessonPlan": reader_set(reader, "plan", place),
            "Link": {row.pk for row in place.rows["Link"] if reader.reads_link(row)},
            "LessonStudy": reader_set(reader, "lesson_study", place),
            "LessonObserver": reader_set(reader, "lesson_notes", place),
            "PeerVisit": reader_set(reader, "peer_visit", place),
            "OnTask": reader_set(reader, "on_task", place),
            "Attachment": {
                row.pk for row in place.rows["Attachment"] if reader.reads_attachment(row)
            },
            "Suggestion": reader_set(reader, "suggestion", place),
            "PlanRemark": reader_set(reader, "plan_remark", place),
            "TeachingNote": {
                row.pk for row in place.rows["TeachingNote"] if reader.reads_teaching_note(row)
            },
            "MethodExchange": {
                row.pk for row in place.rows["MethodExchange"] if reader.reads_exchange(row)
            },
            "User": reader_set(reader, "person", place),
            "School": reader_set(reader, "school", place),
            "AreaReport": reader_set(reader, "area_report", place),
            "ResearchConsent": reader_set(reader, "research_consent", place),
            "ResearchPack": reader_set(reader, "research_pack", place),
            "QuoteConsent": reader_set(reader, "quotation", place),
            "Vision": reader_set(reader, "vision", place),
            "Offer": reader_set(reader, "offer", place),
            "Pledge": reader_set(reader, "pledge", place),
            "Barrier": reader_set(reader, "barrier", place),
            "Theme": reader_set(reader, "theme", place),
            "Conclusion": reader_set(reader, "conclusion", place),
            "CodedText": {row.pk for row in place.rows["CodedText"] if reader.reads_coded(row)},
            "CodedExcerpt": {
                row.pk for row in place.rows["CodedExcerpt"] if reader.reads_coded(row.coded)
            },
        }
        for name, pks in expected_rows.items():
            objects = type(place.rows[name][0]).objects
            shown = set(objects.visible_to(user).values_list("pk", flat=True))
            if shown != pks:
                wrong.append((name, roles(user), shown ^ pks))
    assert wrong == []


@pytest.mark.parametrize("seed", SEEDS)
def test_files_are_removed_by_who_added_them_or_may_change_what_they_stand_beside(seed):
    place = world.build(seed)
    rows = place.rows["Attachment"]
    for user, reader in readers(place):
        mine = {row.pk for row in rows if reader.removes_attachment(row)}
        theirs = type(rows[0]).objects.removable_by(user)
        assert set(theirs.values_list("pk", flat=True)) == mine


def reader_set(reader: Reader, record: str, place: world.World) -> set[Any]:
    return {row.pk for row in rows_of(place, record) if reader.may(record, "read", row)}


def test_buttons_follow_the_same_rows() -> None:
    place = world.build(4)
    actions = defaultdict(list)
    for record, action in ROWS:
        actions[record].append(action)
    for record, known in actions.items():
        for row in rows_of(place, record)[:4]:
            for user, reader in readers(place)[::5]:
                may = {action for action in known if reader.may(record, action, row)}
                assert access.allowed(user, record, row) == may, (record, row, user)


@pytest.mark.parametrize("seed", SEEDS)
def test_pages_of_a_session_follow_the_same_rows(seed: int) -> None:
    place = world.build(seed)
    asked = [row for row in ROWS if row[0] in access.PARTS]
    for session in place.rows["SupervisionSession"]:
        for user, reader in readers(place)[::7]:
            may = {
                f"{record}.{action}"
                for record, action in asked
                if reader.may(record, action, session)
            }
            assert access.session_parts(user, session) == may, (session.state, user)


def test_second_reading_covers_every_rule_of_the_portal() -> None:
    rules = sys.modules["portal.policy.rules"].RULES
    assert {(rule.record, rule.action) for rule in rules} == set(ROWS)
    assert {rule.id for rule in rules} <= set(TABLE)


def test_each_rule_left_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison has the power to see any single rule go missing."""
    module = sys.modules["portal.policy.rules"]
    whole, place = module.RULES, world.build(1)
    unnoticed = []
    for rule in whole:
        monkeypatch.setattr(module, "RULES", tuple(r for r in whole if r is not rule))
        if not any(differences(place, rule.record, rule.action)):
            unnoticed.append((rule.id, rule.record, rule.action))
    assert unnoticed == []


def test_nothing_is_open_to_strangers() -> None:
    world.build(1)
    for record, action in ROWS:
        model = MODEL_OF.get(record, "SupervisionSession")
        (manager,) = [m._default_manager for m in apps.get_models() if m.__name__ == model]
        assert not manager.filter(access.where(AnonymousUser(), record, action)).exists()
