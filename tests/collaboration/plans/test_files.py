"""Files beside a lesson plan: who adds and reads them, and what copies and visits keep."""

import io
import resource
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document

from collaboration.actions import attachment as actions
from collaboration.actions import plan as plans
from collaboration.models import Attachment, LessonPlan
from portal.models import StoredFile
from portal.roles import Role
from tests.collaboration.factories import AttachmentFactory
from tests.factories import PlanFactory, SessionFactory, appointed, principal_of
from tests.portal.hostile import MB, bounds, corpus
from tests.portal.pictures import SECRET, exif, jpeg, segment
from tests.portal.test_hostile_files import KEPT

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def plan():
    return PlanFactory(scope="school")


def send(client, plan, name="lkpd.pdf", data=PDF, **changed):
    sent = {"role": "sheet", "caption": "LKPD es mencair", "form_id": str(uuid.uuid4())}
    file = SimpleUploadedFile(name, data) if name else ""
    return client.post(f"/modul/{plan.pk}/berkas/", sent | changed | {"file": file})


def lying(media):
    return [path.read_bytes() for path in media.rglob("*") if path.is_file()]


def test_an_author_adds_a_file_and_readers_find_it_on_the_plan_and_on_paper(as_user, plan):
    author = plan.authors.get()
    client = as_user(author)
    page = client.get(f"/modul/{plan.pk}/berkas/").content.decode()
    assert "200 MB" in page
    assert "20 berkas" in page
    key = str(uuid.uuid4())
    for _again in range(2):
        assert send(client, plan, form_id=key).status_code == 302
    row = Attachment.objects.get()
    assert (row.file.school, row.giver) == (plan.school, None)
    colleague = as_user(appointed(Role.TEACHER, school=plan.school))
    for page in ("", "berkas/", "cetak/"):
        words = colleague.get(f"/modul/{plan.pk}/{page}").content.decode()
        assert "LKPD es mencair" in words, page
        assert 'type="file"' not in words
    document = Document(io.BytesIO(colleague.get(f"/modul/{plan.pk}/docx/").content))
    assert any("LKPD es mencair (lkpd.pdf)" in line.text for line in document.paragraphs)
    assert colleague.get(f"/modul/{plan.pk}/pdf/").status_code == 200
    assert "1 berkas" in colleague.get("/pustaka/").content.decode()
    answer = colleague.get(f"/berkas/{row.pk}/")
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert send(colleague, plan).status_code == 403
    assert colleague.post(f"/berkas/{row.pk}/hapus/").status_code == 403


def test_a_photo_beside_a_plan_loses_its_place(as_user, plan):
    client = as_user(plan.authors.get())
    photo = jpeg(segment(0xE1, exif(turn=6)))
    assert send(client, plan, "papan.jpg", photo, role="photo").status_code == 302
    assert SECRET not in client.get(f"/berkas/{Attachment.objects.get().pk}/").content


def test_every_hostile_file_is_refused_at_this_door_too(as_user, plan):
    client, met = as_user(plan.authors.get()), corpus()
    for name, data in met.items():
        with bounds():
            answer = send(client, plan, name, data)
        kept = name.replace("\x00", "\\x00") in KEPT
        assert answer.status_code == (302 if kept else 200), name
        if not kept:
            assert "LKPD es mencair" in answer.content.decode()
    assert len(met) >= 25
    names = Attachment.objects.values_list("file__name", flat=True)
    assert not [name for name in names if "/" in name or "\x00" in name]


def spend_all():
    """Leave no processor time within the bounds; returns more than can be counted in it."""
    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.RLIM_INFINITY))
    return 10**9


def test_the_bounds_of_the_door_hold():
    with pytest.raises(MemoryError), bounds():
        bytearray(400 * MB)
    with pytest.raises(TimeoutError), bounds():
        sum(range(spend_all()))


def test_what_is_read_follows_the_plan_at_each_fetch(as_user, plan):
    row = AttachmentFactory(plan=plan, activity=None, added_by=plan.authors.get())
    row.file.content.save("x", io.BytesIO(PDF))
    colleague = as_user(appointed(Role.TEACHER, school=plan.school))
    stranger = as_user(appointed(Role.TEACHER))
    found = {}
    for scope in ("school", "everyone", "me"):
        LessonPlan.objects.update(scope=scope)
        found[scope] = [
            client.get(f"/berkas/{row.pk}/").status_code for client in (colleague, stranger)
        ]
    assert found == {"school": [200, 404], "everyone": [200, 200], "me": [404, 404]}
    assert stranger.get(f"/modul/{plan.pk}/berkas/").status_code == 404


def test_a_plan_put_away_takes_no_file_and_a_full_one_says_so(as_user, plan):
    author = plan.authors.get()
    for _more in range(actions.MOST_OF_PLAN):
        AttachmentFactory(plan=plan, activity=None, added_by=author)
    answer = send(as_user(author), plan).content.decode()
    assert "LKPD es mencair" in answer
    assert "sudah ada di samping modul ini" in answer
    LessonPlan.objects.update(archived_at=timezone.now())
    assert send(as_user(author), plan).status_code == 403
    assert Attachment.objects.count() == actions.MOST_OF_PLAN


def test_an_adapted_plan_has_files_of_its_own_and_neither_copy_breaks_the_other(
    as_user, plan, media, django_capture_on_commit_callbacks
):
    author, colleague = plan.authors.get(), appointed(Role.TEACHER, school=plan.school)
    client, other = as_user(author), as_user(colleague)
    send(client, plan)
    send(client, plan, "peta.pdf", PDF + b"2", caption="Peta")
    assert other.post(f"/modul/{plan.pk}/salin/").status_code == 302
    copy = LessonPlan.objects.exclude(pk=plan.pk).get()
    assert [(row.added_by, row.giver) for row in copy.attachments.all()] == [
        (colleague, author)
    ] * 2
    assert f"dari {author.name}" in other.get(f"/modul/{copy.pk}/").content.decode()
    assert len(lying(media)) == 2
    first, second = plan.attachments.all()
    with django_capture_on_commit_callbacks(execute=True):
        asked = client.get(f"/berkas/{first.pk}/hapus/").content.decode()
        assert first.file.name in asked
        assert Attachment.objects.filter(pk=first.pk).exists()
        assert client.post(f"/berkas/{first.pk}/hapus/").status_code == 302
    theirs = copy.attachments.get(file=first.file)
    assert other.get(f"/berkas/{theirs.pk}/").content == PDF
    assert theirs.file.__class__.objects.get(pk=theirs.file_id).owner == colleague
    with django_capture_on_commit_callbacks(execute=True):
        for row in copy.attachments.all():
            assert other.post(f"/berkas/{row.pk}/hapus/").status_code == 302
    assert client.get(f"/berkas/{second.pk}/").content == PDF + b"2"
    assert lying(media) == [PDF + b"2"]
    assert StoredFile.objects.get().owner == author


def test_a_visit_keeps_the_files_as_they_were_when_the_plan_was_chosen(as_user, plan):
    siti = plan.authors.get()
    session = SessionFactory(teacher=siti, school=plan.school, observer=principal_of(plan.school))
    client, observer = as_user(siti), as_user(session.observer)
    send(client, plan)
    LessonPlan.objects.update(scope="me")
    page = f"/supervisi/{session.pk}/modul/"
    for _again in range(2):
        assert client.post(page, {"plan": str(plan.pk)}).status_code == 302
    kept = Attachment.objects.get(taught__session=session)
    client.post(f"/berkas/{plan.attachments.get().pk}/hapus/")
    send(client, plan, "baru.pdf", caption="Lembar baru")
    words = observer.get(f"{page}baca/").content.decode()
    assert "LKPD es mencair" in words
    assert "Lembar baru" not in words
    assert observer.get(f"/berkas/{kept.pk}/").content == PDF
    for person in (client, observer):
        assert person.post(f"/berkas/{kept.pk}/hapus/").status_code == 403
    assert (
        as_user(appointed(Role.TEACHER, school=plan.school)).get(f"/berkas/{kept.pk}/").status_code
        == 404
    )
    plans.attach(session, plan, by=siti)
    newest = Attachment.objects.get(taught__session=session)
    assert newest.caption == "Lembar baru"
    assert StoredFile.objects.count() == 1


def test_a_file_far_too_large_is_told_so_and_not_asked_for_again(as_user, plan):
    client = as_user(plan.authors.get())
    page = send(client, plan, data=PDF + bytes(21 * 1024 * 1024)).content.decode()
    assert "Berkas terlalu besar: paling besar 10 MB." in page
    assert "tidak boleh kosong" not in page
    assert not StoredFile.objects.exists()
