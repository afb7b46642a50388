import datetime as dt

import pytest
from django.utils import timezone

from portal.models import School
from tests.factories import (
    ActivityFactory,
    AttendanceFactory,
    ClusterFactory,
    ForumFactory,
    SchoolFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kkg():
    """A KKG of three schools, A to C, with a member of each; the chair serves at none of them."""
    cluster = ClusterFactory()
    forum = ForumFactory(cluster=cluster)
    for name in ("SDN Ampel", "SDN Bakung", "SDN Bakung II"):
        school = SchoolFactory(name=name, cluster=cluster, subdistrict=cluster.subdistrict)
        member(forum, appointed("teacher", school=school))
    return forum


def hosted(forum, school, *moment, marked=False):
    place = "Ruang guru" if marked else f"Ruang guru {school}"
    held = ActivityFactory(
        forum=forum,
        host=forum.memberships.all()[0].user,
        starts_at=dt.datetime(*moment, tzinfo=dt.UTC),
        place=place,
    )
    if marked:
        at = School.objects.get(name=school)
        AttendanceFactory(activity=held, school=at, hosted=True)
    return held


def test_the_school_that_hosted_longest_ago_is_proposed_with_its_reason(as_user, kkg):
    hosted(kkg, "SDN Ampel", 2026, 3, 12, 6)
    hosted(kkg, "SDN Bakung II", 2026, 2, 5, 6)
    chair, at = appointed("chair", cluster=kkg.cluster), f"/kkg/{kkg.pk}/undang/"
    client = as_user(chair)
    page = client.get(at, {"jenis": "meeting"}).content.decode()
    assert "SDN Bakung belum pernah menjadi tuan rumah forum ini." in page
    hosted(kkg, "SDN Bakung", 2026, 8, 4, 6, marked=True)
    hosted(kkg, "SDN Bakung II", 2026, 9, 1, 6)
    reason = "SDN Ampel belum menjadi tuan rumah sejak Maret 2026."
    for place in (at + "?jenis=meeting", f"/kkg/{kkg.pk}/", "/"):
        assert reason in client.get(place).content.decode()


def test_one_tap_takes_the_place_and_keeps_what_the_address_asks(as_user, kkg):
    client, at = as_user(appointed("chair", cluster=kkg.cluster)), f"/kkg/{kkg.pk}/undang/"
    page = client.get(at, {"jenis": "workshop"}).content.decode()
    link = page.split("data-take href=")[1].split('"')[1].replace("&amp;", "&")
    assert "jenis=workshop" in link
    form = client.get(at + link).context["form"]
    assert form["place"].value() == "SDN Ampel"
    typed = client.post(at, {"kind": "workshop", "title": "Judul saya"})
    assert typed.context["turn"] is None
    assert "Judul saya" in typed.content.decode()


def test_a_called_off_meeting_hosts_nobody_and_a_coming_one_counts(as_user, kkg):
    client, at = as_user(appointed("chair", cluster=kkg.cluster)), f"/kkg/{kkg.pk}/undang/"
    gone = hosted(kkg, "SDN Ampel", 2026, 3, 12, 6)
    gone.cancelled_at = timezone.now()
    gone.save()
    turn = client.get(at, {"jenis": "meeting"}).context["turn"]
    assert turn.school == "SDN Ampel"
    for school in ("SDN Ampel", "SDN Bakung", "SDN Bakung II"):
        hosted(kkg, school, 2050, 3, 12, 6)
    assert client.get(at, {"jenis": "meeting"}).context["turn"] is None


def test_a_kombel_of_one_school_and_a_lesson_in_class_have_no_turn(as_user, kkg):
    school = SchoolFactory()
    kombel = ForumFactory(kind="kombel", cluster=None, school=school)
    client = as_user(member(kombel, appointed("teacher", school=school)))
    assert client.get(f"/kkg/{kombel.pk}/undang/?jenis=meeting").context["turn"] is None
    chair = as_user(appointed("chair", cluster=kkg.cluster))
    assert chair.get(f"/kkg/{kkg.pk}/undang/?jenis=demo_lesson").context["turn"] is None


@pytest.mark.parametrize("rows", [1, 5])
def test_the_form_costs_the_same_for_any_number_of_schools(
    as_user, django_assert_num_queries, kkg, rows
):
    for _more in range(rows):
        school = SchoolFactory(cluster=kkg.cluster, subdistrict=kkg.cluster.subdistrict)
        member(kkg, appointed("teacher", school=school))
        hosted(kkg, school.name, 2026, 5, 5, 6)
    client = as_user(appointed("chair", cluster=kkg.cluster))
    # Session, user, appointments; forum, rights, member; turn; items, steps, plans.
    with django_assert_num_queries(10):
        client.get(f"/kkg/{kkg.pk}/undang/?jenis=meeting")
