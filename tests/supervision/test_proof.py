import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.models import StoredFile
from tests.factories import FollowUpFactory, SessionFactory, TurnFactory, appointed
from tests.portal.pictures import SECRET, exif, jpeg, segment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def tried(state="following_up", **kwargs):
    session = SessionFactory(state=state)
    TurnFactory(session=session)
    return FollowUpFactory(session=session, **kwargs)


def prove(client, step, name="bukti.pdf", data=PDF, text="Kartu dipakai dua kali"):
    file = SimpleUploadedFile(name, data) if name else ""
    return client.post(reverse("step-prove", args=[step.pk]), {"text": text, "file": file})


def fetch(client, step):
    return client.get(reverse("step-file", args=[step.pk]))


def test_a_photo_stands_beside_the_words_without_its_place(client):
    step = tried()
    client.force_login(step.session.teacher)
    photo = jpeg(segment(0xE1, exif(turn=6)))
    assert prove(client, step, "papan kelas.jpg", photo).status_code == 302
    words = client.get(reverse("session-follow", args=[step.session.pk])).content.decode()
    assert "papan kelas.jpg" in words
    answer = fetch(client, step)
    assert answer.content.startswith(b"\xff\xd8")
    assert SECRET not in answer.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"


def test_words_are_enough(client):
    step = tried()
    client.force_login(step.session.teacher)
    assert prove(client, step, name="").status_code == 302
    step.refresh_from_db()
    assert (step.proof, step.file) == ("Kartu dipakai dua kali", None)
    assert fetch(client, step).status_code == 404


@pytest.mark.parametrize("name", ["bukti.exe", "bukti.jpg", "bukti"])
def test_a_refused_file_costs_no_word(client, name):
    step = tried()
    client.force_login(step.session.teacher)
    answer = prove(client, step, name)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "Kartu dipakai dua kali</textarea>" in words
    assert 'href="#id_file"' in words
    step.refresh_from_db()
    assert step.done_at is None
    assert not StoredFile.objects.exists()


def test_a_file_too_large_to_be_taken_at_all_is_named(client):
    step = tried()
    client.force_login(step.session.teacher)
    answer = prove(client, step, data=PDF + bytes(12 * 1024 * 1024))
    assert "Berkas terlalu besar: paling besar 10 MB." in answer.content.decode()
    step.refresh_from_db()
    assert step.done_at is None


def test_a_new_file_takes_the_place_of_the_old_one(
    client, media, django_capture_on_commit_callbacks
):
    step = tried()
    client.force_login(step.session.teacher)
    prove(client, step)
    with django_capture_on_commit_callbacks(execute=True):
        prove(client, step, "baru.pdf", PDF + b"2")
    step.refresh_from_db()
    assert step.file.name == "baru.pdf"
    lying = [path.read_bytes() for path in media.rglob("*") if path.is_file()]
    assert lying == [PDF + b"2"]
    prove(client, step, name="", text="Kata lain")
    step.refresh_from_db()
    told = "Kartu dipakai dua kali\nKata lain"
    assert (step.proof, step.file.name) == (told, "baru.pdf")


def test_the_file_opens_for_readers_of_the_step_and_for_nobody_else(client):
    step = tried()
    session = step.session
    client.force_login(session.teacher)
    prove(client, step)
    helper = appointed("teacher", school=session.school)
    supervisor = appointed("supervisor", region=session.school.subdistrict)
    step.helpers.add(helper)
    for reader in (session.observer, helper, supervisor):
        client.force_login(reader)
        assert fetch(client, step).status_code == 200
    strangers = [
        appointed("teacher", school=session.school),
        appointed("coordinator", school=session.school),
        appointed("officer", region=session.school.subdistrict),
        appointed("operator", region=session.school.subdistrict),
        appointed("principal"),
        appointed("teacher", user=None, school=session.school, ended_on=session.planned_on),
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert fetch(client, step).status_code == 404


def test_lost_bytes_are_no_fault_of_the_page(client, media):
    step = tried()
    client.force_login(step.session.teacher)
    prove(client, step)
    for path in media.rglob("*"):
        if path.is_file():
            path.unlink()
    assert fetch(client, step).status_code == 404


def carry(client, step, yes):
    return client.post(reverse("step-carry", args=[step.pk]), {"yes": yes})


def test_a_step_travels_to_the_kkg_with_the_teachers_yes_alone(client):
    step = tried()
    client.force_login(step.session.observer)
    assert carry(client, step, "1").status_code == 403
    client.force_login(step.session.teacher)
    found = []
    for yes in ("1", "1", "0"):
        carry(client, step, yes)
        step.refresh_from_db()
        found.append(step.may_travel)
    assert found == [True, True, False]


def test_a_closed_cycle_sends_no_step_to_the_kkg(client):
    step = tried("closed")
    client.force_login(step.session.teacher)
    assert carry(client, step, "1").status_code == 302
    step.refresh_from_db()
    assert step.may_travel is False


def test_no_link_beside_a_helpers_step_leads_to_a_refusal(as_user):
    step = tried()
    helper = appointed("teacher", school=step.session.school)
    step.helpers.add(helper)
    client = as_user(helper)
    page = client.get(reverse("step-prove", args=[step.pk])).content.decode()
    links = set(re.findall(r'href="(/[^"#?]*)"', page[page.index("<main") : page.index("</main>")]))
    assert links == {reverse("followup-list")}
    assert client.get(reverse("followup-list")).status_code == 200
