import re
import uuid

import pytest

from collaboration.meetings import kinds
from collaboration.models import Activity
from portal.roles import Role
from tests.factories import ActivityFactory, ForumFactory, SchoolFactory, appointed, member

pytestmark = pytest.mark.django_db
WHEN = {"day": "20/11/2026", "time": "12.00", "minutes": "60", "aspects": ["planning"]}


def test_every_kind_says_what_it_is_for_and_asks_only_what_the_form_has():
    for kind in kinds.KINDS:
        assert str(kind.sentence).endswith(".")
        assert set(kind.asks) <= {*kinds.ABOUT, "class_name", "speaker"}
        assert kind.name in Activity.Kind.values


def test_a_kind_is_chosen_before_its_form_opens(as_user):
    forum = ForumFactory()
    client = as_user(member(forum))
    page = client.get(f"/kkg/{forum.pk}/undang/").content.decode()
    assert re.findall(r'href="\?jenis=(\w+)"', page) == [kind.name for kind in kinds.KINDS]
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    form = client.get(f"/kkg/{forum.pk}/undang/?jenis=workshop").content.decode()
    assert 'name="speaker"' in form
    assert 'name="follow_ups"' not in form


def test_a_school_is_not_offered_a_meeting_of_a_kkg(as_user):
    client = as_user(appointed(Role.TEACHER))
    page = client.get("/kegiatan/baru/").content.decode()
    assert "jenis=meeting" not in page
    assert "jenis=peer_visit" in page


def test_who_is_not_of_the_school_is_offered_no_visit_between_colleagues(as_user):
    school = SchoolFactory()
    supervisor = appointed(Role.SUPERVISOR, region=school.subdistrict)
    page = as_user(supervisor).get("/kegiatan/baru/").content.decode()
    assert "jenis=workshop" in page
    assert "jenis=peer_visit" not in page


@pytest.mark.parametrize("name", ["", "x", "²", "in_two", "%00"])
def test_an_odd_kind_shows_the_choice(as_user, name):
    page = as_user(appointed(Role.TEACHER)).get(f"/kegiatan/baru/?jenis={name}")
    assert page.status_code == 200
    assert "jenis=workshop" in page.content.decode()


def test_a_demonstration_keeps_who_shows_it_and_in_which_class(as_user):
    user = appointed(Role.TEACHER)
    about = {"kind": "demo_lesson", "title": "Membaca nyaring", "speaker": "Bu Rina"}
    sent = WHEN | about | {"class_name": "2B", "form_id": str(uuid.uuid4())}
    client = as_user(user)
    assert client.post("/kegiatan/baru/", sent).status_code == 302
    activity = Activity.objects.get()
    assert (activity.kind, activity.speaker, activity.class_name) == (
        "demo_lesson",
        "Bu Rina",
        "2B",
    )
    page = client.get(f"/kegiatan/{activity.pk}/").content.decode()
    assert "Bu Rina" in page
    assert "2B" in page


def test_an_edit_leaves_the_kind_and_what_its_form_does_not_ask(as_user):
    activity = ActivityFactory(kind="workshop", agenda="Lama", speaker="Pak Budi")
    sent = WHEN | {"kind": "peer_visit", "title": "Lokakarya", "speaker": "Bu Sri"}
    as_user(activity.host).post(f"/kegiatan/{activity.pk}/ubah/", sent)
    activity.refresh_from_db()
    assert (activity.kind, activity.speaker, activity.title) == ("workshop", "Bu Sri", "Lokakarya")
