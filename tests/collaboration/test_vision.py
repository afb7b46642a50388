import datetime as dt
import uuid

import pytest
import time_machine

from collaboration.models import Pledge, Vision, VisionService
from portal.roles import Role
from tests.factories import (
    ActivityFactory,
    PledgeFactory,
    RegionFactory,
    SchoolFactory,
    TermFactory,
    VisionFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def school():
    TermFactory()
    return SchoolFactory()


def address(school, page=""):
    return f"/visi/{school.npsn}/{page}"


def words(**more):
    given = {"sentence": "Anak berani bertanya", "part_1": "Bertanya", "part_2": "Tugas bermakna"}
    return {"form_id": str(uuid.uuid4()), **given, **more}


def held(school, **more):
    return ActivityFactory(forum=None, school=school, starts_at=NOW - dt.timedelta(days=5), **more)


def test_the_principal_writes_it_and_a_second_send_finds_the_first(school, as_user):
    client, form = as_user(principal_of(school)), words()
    assert client.post(address(school, "ubah/"), form).url == address(school)
    assert client.post(address(school, "ubah/"), form).url == address(school)
    vision = Vision.objects.get()
    assert [line.part.text for line in vision.lines.all()] == ["Bertanya", "Tugas bermakna"]
    page = client.get(address(school)).content.decode()
    assert "<h1>Anak berani bertanya</h1>" in page


def test_a_change_keeps_the_version_before_and_what_is_tied_to_an_unchanged_part(school, as_user):
    client = as_user(principal_of(school))
    client.post(address(school, "ubah/"), words())
    part = Vision.objects.get().lines.first().part
    VisionService.objects.create(
        activity=held(school), part=part, written_by=principal_of(school), at=NOW
    )
    client.post(address(school, "ubah/"), words(sentence="Anak senang bertanya", part_2="Lainnya"))
    old, new = Vision.objects.order_by("sentence")
    assert (old.sentence, old.ended_at) == ("Anak berani bertanya", NOW)
    assert new.ended_at is None
    assert new.lines.first().part == part
    page = client.get(address(school)).content.decode()
    assert "Versi sebelumnya" in page
    assert "1 kegiatan menyebut bagian visi</a>, 0 belum" in page


def test_a_vision_without_a_part_comes_back_with_what_was_typed(school, as_user):
    client = as_user(principal_of(school))
    answer = client.post(address(school, "ubah/"), words(part_1="", part_2="Kedua"))
    assert answer.status_code == 200
    assert "Kedua" in answer.content.decode()
    assert not Vision.objects.exists()


def test_staff_pledge_and_only_the_principal_edits(school, as_user):
    vision = VisionFactory(school=school)
    teacher = appointed(Role.TEACHER, school=school)
    client = as_user(teacher)
    assert client.get(address(school, "ubah/")).status_code == 403
    form = {"sentence": "Saya menunggu tiga detik", "part": vision.lines.first().part_id}
    for text in ("Saya menunggu tiga detik", "Saya menunggu lima detik"):
        client.post(address(school, "janji/"), form | {"sentence": text})
    pledge = Pledge.objects.get()
    assert (pledge.user, pledge.sentence) == (teacher, "Saya menunggu lima detik")
    page = as_user(appointed(Role.TEACHER, school=school)).get(address(school)).content.decode()
    assert "Saya menunggu lima detik" in page
    assert client.post(f"/janji/{pledge.pk}/tarik/").status_code == 302
    assert not Pledge.objects.exists()


def test_a_supervisor_reads_and_pledges_nothing(school, as_user):
    VisionFactory(school=school)
    region = RegionFactory(code="35.14")
    client = as_user(appointed(Role.SUPERVISOR, region=region))
    assert client.get("/visi/").status_code == 200
    assert client.get(address(school)).status_code == 200
    assert client.get(address(school, "janji/")).status_code == 403
    officer = as_user(appointed(Role.OFFICER, region=region))
    assert officer.get(address(school)).status_code == 404


def test_an_untied_activity_is_asked_about_where_it_may_be_edited(school, as_user):
    vision = VisionFactory(school=school)
    host = appointed(Role.TEACHER, school=school)
    activity = held(school, host=host)
    question = "Bagian mana dari visi ini yang dibantu kegiatan ini?"
    other = as_user(appointed(Role.TEACHER, school=school))
    assert question not in other.get(f"/kegiatan/{activity.pk}/").content.decode()
    client = as_user(host)
    assert question in client.get(f"/kegiatan/{activity.pk}/").content.decode()
    refused = client.post(f"/kegiatan/{activity.pk}/visi/", {"evidence": "Lima anak bertanya"})
    assert "Lima anak bertanya" in refused.content.decode()
    part = vision.lines.first().part
    form = {"part": part.pk, "evidence": "Lima anak bertanya"}
    client.post(f"/kegiatan/{activity.pk}/visi/", form)
    client.post(f"/kegiatan/{activity.pk}/visi/", form)
    assert VisionService.objects.count() == 1
    page = client.get(f"/kegiatan/{activity.pk}/").content.decode()
    assert question not in page
    assert "Lima anak bertanya" in page
    client.post(f"/kegiatan/{activity.pk}/visi/", {"untie": part.pk})
    assert not VisionService.objects.exists()


def test_a_part_of_another_school_is_no_choice(school, as_user):
    VisionFactory(school=school)
    foreign = VisionFactory(parts=["Milik sekolah lain"]).lines.get().part
    activity = held(school, host=principal_of(school))
    answer = as_user(principal_of(school)).post(
        f"/kegiatan/{activity.pk}/visi/", {"part": foreign.pk}
    )
    assert answer.status_code == 200
    assert not VisionService.objects.exists()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_rows(
    school, as_user, django_assert_num_queries, rows
):
    vision = VisionFactory(school=school)
    part = vision.lines.first().part
    for _number in range(rows):
        activity = held(school)
        activity.serves.create(part=part, written_by=vision.written_by, at=NOW)
        PledgeFactory(school=school, part=part)
    client = as_user(principal_of(school))
    # Queries: session, user, appointments, school, term, vision, activities, their services,
    # pledges, rights, parts, earlier versions.
    with django_assert_num_queries(12):
        response = client.get(address(school))
    assert len(response.context["activities"]) == len(response.context["pledges"]) == rows
