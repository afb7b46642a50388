"""Files in an S3-compatible store: a real server on this machine, met through real pages."""

import datetime as dt
import io
import uuid
import zipfile
from urllib.parse import quote

import boto3
import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from moto.server import ThreadedMotoServer

from collaboration.models import Attachment
from portal.models import StoredFile
from portal.roles import Role
from portal.settings import file_store
from tests.factories import ActivityFactory, AttendanceFactory, PlanFactory, appointed
from tests.portal.pictures import jpeg

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"
KEY, SECRET, BUCKET = "kunci-rembuk", "rahasia/+@1", "berkas-rembuk"


class Store:
    """The server, and what its owner sees in it."""

    def __init__(self):
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        self.host, self.port = self.server.get_host_and_port()
        self.owner = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
        )
        self.owner.create_bucket(Bucket=BUCKET)
        for name in self.names():  # the server keeps what it has for as long as the process lives
            self.owner.delete_object(Bucket=BUCKET, Key=name)

    @property
    def url(self):
        return f"s3+http://{KEY}:{quote(SECRET, safe='')}@127.0.0.1:{self.port}/{BUCKET}"

    def names(self):
        return [row["Key"] for row in self.owner.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


@pytest.fixture
def store(settings):
    found = Store()
    settings.STORAGES = {**settings.STORAGES, "default": file_store(found.url)}
    yield found
    found.server.stop()


@pytest.fixture
def plan():
    return PlanFactory(scope="school")


def send(client, page, name="lkpd.pdf", data=PDF, **changed):
    sent = {"role": "sheet", "caption": "LKPD es", "form_id": str(uuid.uuid4())}
    return client.post(page, sent | changed | {"file": SimpleUploadedFile(name, data)})


def test_a_file_goes_to_the_bucket_and_comes_back_through_the_access_check_alone(
    as_user, store, plan, django_capture_on_commit_callbacks
):
    page, client = f"/modul/{plan.pk}/berkas/", as_user(plan.authors.get())
    assert send(client, page).status_code == 302
    (name,) = store.names()
    row = Attachment.objects.get()
    assert name == row.file.content.name
    grants = store.owner.get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
    assert {grant["Grantee"]["Type"] for grant in grants} == {"CanonicalUser"}
    reader = as_user(appointed(Role.TEACHER, school=plan.school))
    answer = reader.get(f"/berkas/{row.pk}/")
    assert (answer.status_code, answer.content) == (200, PDF)
    told = answer.serialize_headers().decode() + "".join(
        reader.get(address).content.decode() for address in (page, f"/modul/{plan.pk}/")
    )
    for word in (BUCKET, KEY, SECRET, str(store.port), name, "X-Amz", "Signature="):
        assert word not in told
    with pytest.raises(NotImplementedError):
        default_storage.url(name)
    assert as_user(appointed(Role.TEACHER)).get(f"/berkas/{row.pk}/").status_code == 404
    assert (default_storage.size(name), default_storage.exists("files/none")) == (len(PDF), False)
    store.owner.delete_object(Bucket=BUCKET, Key=name)
    assert reader.get(f"/berkas/{row.pk}/").status_code == 404
    send(client, page, "baru.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        for kept in plan.attachments.all():
            assert client.post(f"/berkas/{kept.pk}/hapus/").status_code == 302
    assert store.names() == []


def packed(client, page):
    answer = client.get(f"{page}zip/")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def test_the_papers_of_a_meeting_are_packed_from_the_bucket(as_user, store):
    activity = ActivityFactory()
    AttendanceFactory(activity=activity, user=activity.host)
    client, page = as_user(activity.host), f"/kegiatan/{activity.pk}/berkas/"
    assert send(client, page, "papan.jpg", jpeg(), role="photo").status_code == 302
    assert send(client, page, role="material").status_code == 302
    drawn = client.get(f"{page}cetak/").content
    book = packed(client, page)
    assert PDF in [book.read(name) for name in book.namelist()]
    assert [name for name in book.namelist() if name.endswith(".jpg")]
    store.server.stop()
    without = client.get(f"{page}cetak/")
    assert without.status_code == 200
    assert len(without.content) < len(drawn)
    assert len([name for name in packed(client, page).namelist() if name.endswith(".txt")]) == 1


def test_a_store_that_is_away_is_said_and_nothing_is_lost(
    as_user, store, plan, django_capture_on_commit_callbacks
):
    page, client = f"/modul/{plan.pk}/berkas/", as_user(plan.authors.get())
    send(client, page)
    row = Attachment.objects.get()
    store.server.stop()
    answer = send(client, page, "kedua.pdf", caption="Kata yang tidak hilang")
    assert answer.status_code == 200
    assert "Kata yang tidak hilang" in answer.content.decode()
    assert "belum bisa disimpan" in answer.content.decode()
    assert StoredFile.objects.count() == 1
    away = client.get(f"/berkas/{row.pk}/")
    assert away.status_code == 503
    assert "tidak hilang" in away.content.decode()
    with pytest.raises(CommandError):
        call_command("tidy_files")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/berkas/{row.pk}/hapus/").status_code == 302
    assert not StoredFile.objects.exists()


def test_what_no_record_names_goes_after_a_day(store, plan, capsys):
    kept = StoredFile(owner=plan.authors.get(), name="a.pdf", size=3, at=timezone.now())
    kept.content.save("a.pdf", io.BytesIO(PDF), save=False)
    kept.save()
    plan.attachments.create(file=kept, role="sheet", added_by=kept.owner, added_at=kept.at)
    default_storage.save("files/ab/abandoned", io.BytesIO(PDF))
    call_command("tidy_files")
    assert len(store.names()) == 2
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        call_command("tidy_files")
        assert store.names() == [kept.content.name]
        plan.attachments.all().delete()
        call_command("tidy_files")
    assert (store.names(), StoredFile.objects.count()) == ([], 0)


def test_files_on_a_disk_are_tidied_too(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("tidy_files")
    default_storage.save("files/ab/abandoned", io.BytesIO(PDF))
    call_command("tidy_files")
    assert (tmp_path / "files/ab/abandoned").exists()
    with time_machine.travel(timezone.now() + dt.timedelta(days=2)):
        call_command("tidy_files")
    assert not (tmp_path / "files/ab/abandoned").exists()


@pytest.mark.parametrize(
    "url",
    ["s3://host/bucket", "s3://k:s@host/", "s3://k:s@host/a/b", "http://k:s@host/b", "/srv/files"],
)
def test_a_store_that_cannot_be_read_from_the_setting_stops_the_start(url):
    with pytest.raises(ImproperlyConfigured):
        file_store(url)
