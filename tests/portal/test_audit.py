import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from portal import audit
from portal.models import AuditEvent
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> str:
    """Five events of one regency; its code."""
    session = SessionFactory()
    for number in range(5):
        event = audit.record(f"act_{number}", session, by=session.observer, subject=session.teacher)
    return event.chain_id


def change(sql: str) -> None:
    """Somebody with the database in hand, past our own code."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_untouched_chain_holds(chain):
    assert audit.first_broken(chain) is None


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["UPDATE portal_auditevent SET act = 'other' WHERE number = 3"], 3),
        (["DELETE FROM portal_auditevent WHERE number = 2"], 2),
        (["DELETE FROM portal_auditevent WHERE number = 5"], 5),
        (
            [
                "UPDATE portal_auditevent SET number = 99 WHERE number = 4",
                "UPDATE portal_auditevent SET number = 4 WHERE number = 5",
                "UPDATE portal_auditevent SET number = 5 WHERE number = 99",
            ],
            4,
        ),
    ],
    ids=["edit", "delete", "cut tail", "swap"],
)
def test_a_touched_chain_names_the_first_bad_event(chain, statements, first):
    for sql in statements:
        change(sql)
    assert audit.first_broken(chain) == first


def test_events_are_written_once(chain):
    with pytest.raises(PermissionDenied):
        AuditEvent.objects.update(act="other")
    with pytest.raises(PermissionDenied):
        AuditEvent.objects.all().delete()
