from __future__ import annotations

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError

from portal.models import AuditEvent, Notification
from portal.roles import Role
from supervision.actions import dates as actions
from supervision.models import DateProposal
from tests.factories import (
    DateProposalFactory,
    HolidayFactory,
    InstrumentFactory,
    SessionFactory,
    appointed,
)

pytestmark = pytest.mark.django_db
OLD, NEW = dt.date(2026, 11, 26), dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def day():
    with time_machine.travel(dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC), tick=False):
        yield


def sent(**more):
    values = {"form_id": str(uuid.uuid4()), "day": "30/11/2026", "time": "8.00"}
    return {**values, "reason": "Anak saya sakit", **more}


def ask(client, session, **more):
    return client.post(f"/supervisi/{session.pk}/usulkan-tanggal/", sent(**more))


def answer(client, how="take"):
    row = DateProposal.objects.get()
    return client.post(f"/usulan-tanggal/{row.pk}/", {"answer": how})


def test_the_teacher_asks_and_the_observer_takes_the_date(as_user):
    session = SessionFactory(planned_on=OLD)
    teacher, observer = as_user(session.teacher), as_user(session.observer)
    page = f"/supervisi/{session.pk}/"
    assert f"{page}usulkan-tanggal/" in teacher.get(page).content.decode()
    assert ask(teacher, session).url == page
    session.refresh_from_db()
    assert session.planned_on == OLD
    text = observer.get(page).content.decode()
    assert "mengusulkan Senin, 30 November 2026" in text
    assert "Anak saya sakit" in text

    answer(observer)
    answer(observer, "keep")

    session.refresh_from_db()
    assert (session.planned_on, session.planned_time) == (NEW, dt.time(8))
    move = session.reschedulings.get()
    assert (move.from_day, move.to_day, move.reason) == (OLD, NEW, "Anak saya sakit")
    assert move.by == session.observer
    told = Notification.objects.order_by("at").values_list("to", "kind")
    assert sorted(told) == sorted(
        [(session.observer.pk, "date_proposed"), (session.teacher.pk, "session_moved")]
    )
    acts = AuditEvent.objects.values_list("act", flat=True)
    assert sorted(acts) == ["date_answer", "date_propose", "session_reschedule"]


def test_the_observer_asks_and_the_teacher_keeps_the_date(as_user):
    session = SessionFactory(planned_on=OLD)
    ask(as_user(session.observer), session)
    answer(as_user(session.teacher), "keep")
    session.refresh_from_db()
    assert session.planned_on == OLD
    row = DateProposal.objects.get()
    assert (row.accepted, bool(row.answered_at)) == (False, True)
    told = Notification.objects.filter(to=session.observer).values_list("kind", flat=True)
    assert list(told) == ["date_kept"]
    ask(as_user(session.observer), session)  # one may ask again
    assert DateProposal.objects.filter(answered_at=None).count() == 1


def test_two_presses_ask_once(as_user):
    session, form = SessionFactory(), sent()
    client = as_user(session.teacher)
    for _press in range(2):
        client.post(f"/supervisi/{session.pk}/usulkan-tanggal/", form)
    assert DateProposal.objects.count() == 1
    assert Notification.objects.count() == 1


def test_only_one_proposal_waits_and_the_second_keeps_what_was_typed(as_user):
    proposal = DateProposalFactory()
    page = ask(as_user(proposal.session.observer), proposal.session, reason="Rapat di dinas")
    assert "Sudah ada usulan tanggal lain" in page.content.decode()
    assert "Rapat di dinas" in page.content.decode()
    assert DateProposal.objects.get() == proposal


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"day": "besok"}, "day"),
        ({"day": "23/11/2026"}, "day"),
        ({"day": "29/11/2026"}, "day"),
        ({"day": "1/12/2026"}, "day"),
        ({"time": "25.00"}, "time"),
        ({"reason": " \u200b"}, "reason"),
        ({"reason": "x" * 400}, "reason"),
        ({"day": "26/11/2026", "time": ""}, "day"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(as_user, more, field):
    HolidayFactory(starts_on=dt.date(2026, 12, 1))
    session = SessionFactory(planned_on=OLD)
    page = ask(as_user(session.teacher), session, **more)
    assert list(page.context["form"].errors) == [field]
    assert not DateProposal.objects.exists()


def test_who_asked_takes_it_back_and_does_not_answer(as_user):
    proposal = DateProposalFactory()
    with pytest.raises(ValidationError):
        actions.answer(proposal, by=proposal.by, accepted=True)
    assert (
        "Tarik usulan"
        in as_user(proposal.by).get(f"/supervisi/{proposal.session_id}/").content.decode()
    )
    answer(as_user(proposal.by))
    assert not DateProposal.objects.exists()
    proposal.session.refresh_from_db()
    assert proposal.session.planned_on == OLD


def test_nobody_else_asks_or_answers(as_user):
    proposal = DateProposalFactory()
    session = proposal.session
    coordinator = as_user(appointed(Role.COORDINATOR, school=session.school))
    colleague = as_user(appointed(school=session.school))
    assert ask(coordinator, session).status_code == 403
    assert answer(coordinator).status_code == 403
    assert ask(colleague, session).status_code == 404
    assert answer(colleague).status_code == 404
    proposal.refresh_from_db()
    assert proposal.answered_at is None


def test_after_the_preparation_no_date_is_proposed(as_user):
    session = SessionFactory(state="prepared")
    assert ask(as_user(session.teacher), session).status_code == 403
    late = DateProposalFactory(session=session)
    with pytest.raises(ValidationError):
        actions.answer(late, by=session.observer, accepted=True)
    page = as_user(session.observer).get(f"/supervisi/{session.pk}/").content.decode()
    assert f"/usulan-tanggal/{late.pk}/" not in page


def test_the_key_of_somebody_elses_proposal_is_refused(as_user):
    other, session = DateProposalFactory(), SessionFactory()
    page = ask(as_user(session.teacher), session, form_id=str(other.pk))
    assert page.status_code == 200
    assert not session.proposals.exists()


def test_a_visit_called_off_is_planned_again_with_what_it_had(as_user):
    instrument = InstrumentFactory(aspect="evaluation")
    session = SessionFactory(
        state="cancelled", instruments=[instrument], grade=5, group="Melati",
        subject="Matematika", topic="Pecahan", planned_time=dt.time(9, 10),
    )  # fmt: skip
    client = as_user(session.observer)
    address = f"/supervisi/jadwalkan/?guru={session.teacher_id}&dari={session.pk}"
    text = client.get(f"/supervisi/{session.pk}/").content.decode().replace("&amp;", "&")
    assert address in text
    first = client.get(address).context["form"].initial
    assert [first[name] for name in ("grade", "group", "subject", "topic", "aspects")] == [
        5, "Melati", "Matematika", "Pecahan", ["evaluation"],
    ]  # fmt: skip
    assert first["planned_time"] == dt.time(9, 10)
    assert address not in as_user(session.teacher).get(f"/supervisi/{session.pk}/").content.decode()
    for odd in ("x", "²", str(uuid.uuid4()), "%00"):
        page = client.get(f"/supervisi/jadwalkan/?guru={session.teacher_id}&dari={odd}")
        assert page.status_code == 200


@pytest.mark.parametrize(("to", "accepted"), [("30/11/2026", True), ("2/12/2026", False)])
def test_a_moved_date_answers_the_proposal_that_waits(as_user, to, accepted):
    proposal = DateProposalFactory()
    page = f"/supervisi/{proposal.session_id}/"
    client = as_user(proposal.session.observer)
    client.post(f"{page}ubah-tanggal/", {"day": to, "reason": "Sudah bicara dengan guru"})
    proposal.refresh_from_db()
    assert (bool(proposal.answered_at), proposal.accepted) == (True, accepted)
    assert "mengusulkan" not in client.get(page).content.decode()
