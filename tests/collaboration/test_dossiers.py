"""One meeting as one document and as one archive, for whoever reads the meeting."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from collaboration.meetings import dossiers
from collaboration.meetings.sheets import Meeting
from collaboration.views.meeting_papers import dossier_of
from portal.paper import Picture
from portal.roles import Role
from tests.collaboration.factories import AttachmentFactory, StoredFileFactory
from tests.factories import ActivityFactory, AttendanceFactory, PlanFactory, appointed, member
from tests.portal.pictures import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def activity():
    row = ActivityFactory(minuted_at=timezone.now(), decision="Bertukar soal")
    AttendanceFactory(activity=row, user=row.host, school=row.host.appointments.get().school)
    return row


def beside(activity, name, data, kind="application/pdf", **changed):
    file = StoredFileFactory(name=name, kind=kind, size=len(data))
    file.content.save(name, ContentFile(data))
    return AttachmentFactory(activity=activity, file=file, **changed)


def unpacked(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_archive_holds_papers_and_files_under_safe_names(as_user, activity):
    beside(activity, "..\\..\\rubrik: a?.pdf", b"%PDF-1.7\nx")
    beside(activity, "papan.jpg", drawn("JPEG"), "image/jpeg", role="photo")
    answer = as_user(member(activity.forum)).get(f"/kegiatan/{activity.pk}/berkas/zip/")
    assert answer["Content-Type"] == "application/zip"
    assert ".zip" in answer["Content-Disposition"]
    book = unpacked(answer)
    assert sorted(book.namelist()) == [
        "Berkas pertemuan.pdf",
        "Daftar hadir.pdf",
        "Foto/01 papan.jpg",
        "Materi/01 ..-..-rubrik a.pdf",
        "Notulen.pdf",
        "Undangan.pdf",
    ]
    assert book.read(next(name for name in book.namelist() if "rubrik" in name)) == b"%PDF-1.7\nx"
    assert not any("\\" in name or name.startswith(("/", "..")) for name in book.namelist())


def test_the_document_draws_pictures_and_names_other_files(as_user, activity):
    beside(activity, "rubrik.pdf", b"%PDF-1.7\nx")
    photo = beside(activity, "papan.jpg", drawn("JPEG", (400, 300)), "image/jpeg", role="photo")
    blocks = dossiers.shown([photo])
    assert [type(block) for block in blocks] == [Picture]
    answer = as_user(activity.host).get(f"/kegiatan/{activity.pk}/berkas/cetak/")
    assert answer.content.startswith(b"%PDF")
    assert b"/Subtype /Image" in answer.content or b"/Subtype/Image" in answer.content


def test_a_file_that_the_storage_has_lost_is_named_and_breaks_nothing(as_user, activity):
    lost = beside(activity, "hilang.pdf", b"%PDF-1.7\nx")
    lost.file.content.storage.delete(lost.file.content.name)
    client = as_user(activity.host)
    assert client.get(f"/kegiatan/{activity.pk}/berkas/cetak/").status_code == 200
    book = unpacked(client.get(f"/kegiatan/{activity.pk}/berkas/zip/"))
    told = [name for name in book.namelist() if name.endswith(".txt")]
    assert "hilang.pdf" in book.read(told[0]).decode()


def test_what_is_beyond_the_limit_is_named_and_not_packed(activity, monkeypatch):
    monkeypatch.setattr(dossiers, "MOST_PACKED", 12)
    first = beside(activity, "satu.pdf", b"%PDF-1.7\n1")
    second = beside(activity, "dua.pdf", b"%PDF-1.7\n2")
    now = timezone.now()
    document = dossiers.whole(Meeting(activity), [], [first, second], [], now)
    with dossiers.archive(Meeting(activity), [], [first, second], document, now) as packed:
        names = zipfile.ZipFile(packed).namelist()
    assert sum("satu" in name for name in names) == 1
    assert not any("dua" in name for name in names)


def test_a_plan_that_the_reader_may_not_read_is_not_named(rf, activity):
    plan = PlanFactory(scope="me", title="Rahasia pecahan")
    plan.activities.add(activity)
    request = rf.get("/")
    request.user = member(activity.forum)
    assert "Rahasia" not in str(dossier_of(request, Meeting(activity))[2])
    plan.scope = "everyone"
    plan.save()
    assert "Rahasia" in str(dossier_of(request, Meeting(activity))[2])


@pytest.mark.parametrize("what", ["cetak", "zip"])
def test_who_may_not_read_the_meeting_gets_nothing_of_it(as_user, activity, what):
    for user in (appointed(Role.TEACHER), appointed(Role.COORDINATOR)):
        assert as_user(user).get(f"/kegiatan/{activity.pk}/berkas/{what}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("what", ["cetak", "zip"])
def test_it_costs_the_same_for_any_number_of_files_and_people(
    as_user, django_assert_max_num_queries, activity, what, rows
):
    for _more in range(rows):
        beside(activity, "a.pdf", b"%PDF-1.7\n1")
        AttendanceFactory(activity=activity, user=member(activity.forum))
    client = as_user(activity.host)
    # twelve to read and eight of the first line in the audit's chain
    with django_assert_max_num_queries(20):
        assert client.get(f"/kegiatan/{activity.pk}/berkas/{what}/").status_code == 200
