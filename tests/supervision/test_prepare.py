from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal.models import Draft
from portal.roles import Role
from supervision.actions import prepare as actions
from tests.factories import InstrumentFactory, SessionFactory, appointed

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory(agreement="", instruments=[InstrumentFactory(aspect="teaching", items=3)])


def page(session, name="persiapan"):
    return f"/supervisi/{session.pk}/{name}/"


def items(session):
    return list(session.parts.get().instrument.indicators.order_by("order"))


def test_both_confirm_and_the_preparation_is_done(session, as_user):
    sent = {"focus": "Murid berani bertanya", "technique": "notes", "confirm": "1"}
    as_user(session.teacher).post(page(session), sent)
    session.refresh_from_db()
    assert session.state == "planned"
    assert session.agreement.teacher_confirmed_at
    assert session.agreement.observer_confirmed_at is None

    as_user(session.observer).post(page(session, "persiapan/setujui"))
    session.refresh_from_db()
    assert session.state == "prepared"


def test_a_changed_focus_takes_both_confirmations_back(session):
    for by in (session.teacher, session.teacher):
        actions.write_focus(session, by=by, focus="Bertanya", technique="notes")
    actions.confirm(session, by=session.teacher)

    actions.write_focus(session, by=session.observer, focus="Menjawab", technique="notes")

    session.agreement.refresh_from_db()
    assert session.agreement.teacher_confirmed_at is None


def test_a_changed_technique_takes_nothing_back(session):
    actions.write_focus(session, by=session.teacher, focus="Bertanya", technique="notes")
    actions.confirm(session, by=session.teacher)
    actions.write_focus(session, by=session.teacher, focus="Bertanya", technique="count")
    session.agreement.refresh_from_db()
    assert session.agreement.teacher_confirmed_at


def test_an_empty_focus_is_not_confirmed(session, as_user):
    as_user(session.teacher).post(page(session, "persiapan/setujui"))
    session.agreement.refresh_from_db()
    assert session.agreement.teacher_confirmed_at is None


def test_nobody_else_confirms(session, as_user):
    coordinator = appointed(Role.COORDINATOR, school=session.school)
    assert as_user(coordinator).post(page(session, "persiapan/setujui")).status_code == 403
    actions.write_focus(session, by=session.teacher, focus="Bertanya", technique="notes")
    with pytest.raises(ValidationError):
        actions.confirm(session, by=coordinator)


def test_a_finished_preparation_is_not_rewritten(as_user):
    session = SessionFactory(state="prepared", agreement="Murid berani bertanya")
    sent = {"focus": "Lain", "technique": "notes"}
    assert as_user(session.teacher).post(page(session), sent).status_code == 403
    session.agreement.refresh_from_db()
    assert session.agreement.focus == "Murid berani bertanya"


def test_the_self_assessment_is_saved_in_part_and_finished_once(session, as_user):
    first, second, third = items(session)
    client = as_user(session.teacher)
    draft = f"session-self:{session.pk}:teaching"
    Draft.objects.create(owner=session.teacher, form=draft, revision=1)

    client.post(page(session, "asesmen-diri"), {f"level-{first.pk}": "3"})
    assert list(session.ratings.values_list("indicator", "level", "rater")) == [
        (first.pk, 3, "self")
    ]
    assert not Draft.objects.exists()

    client.post(page(session, "asesmen-diri"), {f"level-{second.pk}": "2", "finish": "1"})
    session.refresh_from_db()
    assert session.self_assessed_at is None  # the third has no answer yet

    client.post(page(session, "asesmen-diri"), {f"level-{third.pk}": "none", "finish": "1"})
    session.refresh_from_db()
    assert session.self_assessed_at

    client.post(page(session, "asesmen-diri"), {f"level-{first.pk}": "1"})
    assert session.ratings.get(indicator=first).level == 3


def test_evidence_without_a_level_stays_on_the_page(session, as_user):
    first = items(session)[0]
    sent = {f"evidence-{first.pk}": "Tiga murid bertanya"}
    response = as_user(session.teacher).post(page(session, "asesmen-diri"), sent)
    assert "Tiga murid bertanya" in response.content.decode()
    assert not session.ratings.exists()


def test_the_observer_does_not_see_the_self_assessment_before_his_own(session, as_user):
    first = items(session)[0]
    actions.self_assess(session, by=session.teacher, levels={first: 2})
    observer = as_user(session.observer)
    assert observer.get(page(session, "asesmen-diri")).status_code == 404
    assert observer.post(page(session, "asesmen-diri"), {"finish": "1"}).status_code == 404
    with pytest.raises(ValidationError):
        actions.self_assess(session, by=session.observer, levels={first: 4})


def test_an_indicator_of_another_instrument_is_refused(session):
    stranger = InstrumentFactory(aspect="planning").indicators.first()
    with pytest.raises(ValidationError):
        actions.self_assess(session, by=session.teacher, levels={stranger: 3})
