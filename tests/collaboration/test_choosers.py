"""Two options of one chooser never read alike: what tells them apart stands behind the name."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from collaboration.models import Authorship, Membership
from portal.roles import Role
from tests.factories import (
    FollowUpFactory,
    ForumFactory,
    IntentionFactory,
    PlanFactory,
    SchoolFactory,
    SessionFactory,
    appointed,
)

pytestmark = pytest.mark.django_db
OPTION = re.compile(r"<option value=\"[^\"]+\"[^>]*>([^<]+)</option>")


@pytest.fixture
def siti():
    return appointed(Role.TEACHER, name="Siti Aminah")


def belongs(forum, user):
    Membership.objects.create(forum=forum, user=user, began_on=dt.date(2025, 7, 1))


def named(forum, name, school):
    user = appointed(Role.TEACHER, name=name, school=SchoolFactory(name=school))
    belongs(forum, user)
    return user


def test_people_of_one_name_stand_with_their_school(as_user, siti):
    forum = ForumFactory()
    belongs(forum, siti)
    for name, school in (("Suharto", "SDN 1"), ("Suharto", "SDN 2"), ("Wati", "SDN 3")):
        named(forum, name, school)
    page = as_user(siti).get("/metode/dicoba/baru/").content.decode()
    found = OPTION.findall(page)
    assert [row for row in found if row.startswith(("Suharto", "Wati"))] == [
        "Suharto (SDN 1)",
        "Suharto (SDN 2)",
        "Wati",
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_a_chooser_of_plans_tells_class_author_and_day_at_no_cost(
    as_user, siti, django_assert_num_queries, rows
):
    school = siti.appointments.get().school
    session = SessionFactory(teacher=siti, school=school)
    rina = appointed(Role.TEACHER, name="Rina", school=school)
    made = timezone.make_aware(dt.datetime(2026, 8, 3, 12))
    for _number in range(rows):
        PlanFactory(author=siti, school=school, title="Es krim", grade=4, made_at=made)
    client = as_user(siti)
    with django_assert_num_queries(7):  # session, user, scope, visit, right, choices, are there any
        client.get(f"/supervisi/{session.pk}/modul/")
    joint = PlanFactory(author=rina, school=school, title="Es krim", grade=5, made_at=made)
    Authorship.objects.create(plan=joint, user=siti, since=made + dt.timedelta(days=1))
    PlanFactory(author=siti, school=school, title="Pecahan")
    page = client.get(f"/supervisi/{session.pk}/modul/").content.decode()
    assert "Es krim (kelas 4, Siti Aminah, 3 Agustus 2026)" in page
    assert "Es krim (kelas 5, Rina, 3 Agustus 2026)" in page
    assert "Pecahan (" not in page


def test_steps_of_one_wording_stand_with_their_day(as_user, siti):
    today = timezone.localdate()
    row = IntentionFactory(written_by=siti)
    session = SessionFactory(teacher=siti, state="discussed", released_at=timezone.now())
    for days in (3, 10):
        FollowUpFactory(session=session, what="Kartu", due_on=today - dt.timedelta(days=days))
    found = OPTION.findall(as_user(siti).get(f"/jejak/{row.pk}/tampak/").content.decode())
    steps = [option for option in found if option.startswith("Kartu")]
    assert len(steps) == 2
    assert all(option.startswith("Kartu (paling lambat ") for option in steps)
    assert len(set(steps)) == 2
