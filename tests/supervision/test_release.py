from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.models import AuditEvent, Notification
from supervision.actions import observe as actions
from tests.factories import InstrumentFactory, RatingFactory, SessionFactory, TurnFactory

pytestmark = pytest.mark.django_db


def make(state="observed", level=3, **more):
    instrument = InstrumentFactory(aspect="teaching", items=1)
    session = SessionFactory(state=state, instruments=[instrument], **more)
    RatingFactory(session=session, indicator=instrument.indicators.get(), level=level)
    return session


def share(client, session):
    return client.post(f"/supervisi/{session.pk}/bagikan/")


def test_sharing_opens_it_to_the_teacher_and_twice_is_once(as_user):
    session = make()
    client = as_user(session.observer)
    assert share(client, session).url == f"/supervisi/{session.pk}/diskusi/"
    assert share(client, session).url == f"/supervisi/{session.pk}/diskusi/"
    session.refresh_from_db()
    assert session.state == "discussed"
    assert session.released_at
    assert Notification.objects.get().to == session.teacher
    assert AuditEvent.objects.filter(act="session_release").count() == 1


def test_rated_visits_wait_for_the_self_assessment(as_user):
    session = make(self_assessed_at=None)
    share(as_user(session.observer), session)
    session.refresh_from_db()
    assert session.state == "observed"


def test_a_conversation_waits_for_nothing(as_user):
    session = SessionFactory(state="observed", self_assessed_at=None)
    share(as_user(session.observer), session)
    session.refresh_from_db()
    assert session.state == "discussed"


def test_a_level_changed_afterwards_still_needs_its_evidence(as_user):
    session = make(level=4)
    share(as_user(session.observer), session)
    session.refresh_from_db()
    assert session.state == "observed"


@pytest.mark.parametrize("state", ["planned", "prepared", "cancelled"])
def test_nothing_unobserved_is_shared(as_user, state):
    session = make(state)
    assert share(as_user(session.observer), session).status_code == 403
    with pytest.raises(ValidationError):
        actions.release(session, by=session.observer)


def test_the_teacher_shares_nothing(as_user):
    session = make()
    assert share(as_user(session.teacher), session).status_code == 403
    with pytest.raises(ValidationError):
        actions.release(session, by=session.teacher)


def test_a_release_is_taken_back_while_unopened(as_user):
    session = make("discussed")
    as_user(session.observer).post(f"/supervisi/{session.pk}/tarik/")
    session.refresh_from_db()
    assert (session.state, session.released_at) == ("observed", None)


def test_an_opened_release_stays(as_user):
    session = make("discussed", opened_at=timezone.now())
    as_user(session.observer).post(f"/supervisi/{session.pk}/tarik/")
    session.refresh_from_db()
    assert session.state == "discussed"
    with pytest.raises(ValidationError):
        actions.withdraw(session, by=session.observer)


def test_a_begun_talk_stays(as_user):
    session = make("discussed")
    TurnFactory(session=session, author=session.observer, kind="saw")
    as_user(session.observer).post(f"/supervisi/{session.pk}/tarik/")
    session.refresh_from_db()
    assert session.state == "discussed"
