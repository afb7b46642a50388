import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portal import files
from portal.models import StoredFile
from tests.factories import UserFactory
from tests.portal.pictures import SECRET, exif, jpeg, png, segment, webp

PDF = b"%PDF-1.7\n1 0 obj\n"


def office(main="word/document.xml", extra=(), body=b"<x/>"):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as book:
        for name in ("[Content_Types].xml", main, *extra):
            book.writestr(name, body)
    return kept.getvalue()


def upload(name, data):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("Foto Kelas.JPG", jpeg(), "image/jpeg"),
        ("foto.jpeg", jpeg(), "image/jpeg"),
        ("papan.png", png(), "image/jpeg"),
        ("papan.webp", webp(), "image/jpeg"),
        ("rencana.pdf", PDF, "application/pdf"),
        ("a.docx", office(), f"{files.OFFICE}.wordprocessingml.document"),
        ("a.xlsx", office("xl/workbook.xml"), f"{files.OFFICE}.spreadsheetml.sheet"),
        ("a.pptx", office("ppt/presentation.xml"), f"{files.OFFICE}.presentationml.presentation"),
    ],
)
def test_each_kind_is_known_by_name_and_bytes(name, data, kind):
    found = files.check(upload(name, data))
    stem, _dot, ending = name.rpartition(".")
    ending = "jpg" if kind == "image/jpeg" else ending
    assert (found.kind, found.name) == (kind, f"{stem}.{ending}")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("foto.jpg", png()),
        ("foto.png", jpeg()),
        ("foto.jpg", b""),
        ("surat.pdf", b"<html>"),
        ("surat.pdf", b"MZ" + PDF),
        ("a.docx", office("xl/workbook.xml")),
        ("a.docx", PDF),
        ("a.docx", office()[:-10]),
        ("a.docx", office(extra=["word/vbaProject.bin"])),
        ("a.xlsx", office("xl/workbook.xml", extra=[f"n{n}" for n in range(1001)])),
        ("a.docx", office(body=b"0" * 3_000_000)),  # unpacks to far more than it is
        ("halaman.html", b"<script>"),
        ("gambar.svg", b"<svg/>"),
        ("foto.gif", b"GIF89a"),
        ("tanpa nama", PDF),
        (".pdf", PDF),
        ("foto.jpg.exe", jpeg()),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_in_a_sentence(name, data):
    with pytest.raises(ValidationError) as refusal:
        files.check(upload(name, data))
    assert refusal.value.messages[0].endswith(".")


def test_the_place_where_a_photo_was_taken_is_not_kept():
    found = files.check(upload("foto.jpg", jpeg(segment(0xE1, exif()))))
    assert SECRET not in found.data


@pytest.mark.parametrize(("name", "most"), [("foto.png", files.PHOTO), ("a.pdf", files.DOCUMENT)])
def test_too_much_is_refused_before_it_is_read(name, most):
    big = PDF + bytes(most)
    with pytest.raises(ValidationError, match=f"{most // files.MB} MB"):
        files.check(upload(name, big))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a\x00b\u202efdp.pdf", "x" * 500 + ".pdf"]
)
def test_a_name_is_only_a_name(name):
    found = files.check(upload(name, PDF))
    assert found.name.endswith(".pdf")
    assert "/" not in found.name
    assert "\x00" not in found.name
    assert len(found.name) <= 160


@pytest.mark.django_db
def test_bytes_lie_under_a_random_name_and_go_with_the_row(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    row = files.keep(files.Checked("Siti Aminah.pdf", "application/pdf", PDF), owner=UserFactory())
    lying = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in lying] == [PDF]
    assert "siti" not in str(lying[0]).lower()
    with django_capture_on_commit_callbacks(execute=True):
        files.drop(row)
    assert not StoredFile.objects.exists()
    assert not lying[0].exists()


@pytest.mark.django_db
def test_a_full_room_is_said(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    owner = UserFactory()
    row = files.keep(files.Checked("a.pdf", "application/pdf", PDF), owner=owner)
    StoredFile.objects.filter(pk=row.pk).update(size=files.OF_USER)
    with pytest.raises(ValidationError, match="200 MB"):
        files.keep(files.Checked("b.pdf", "application/pdf", PDF), owner=owner)
