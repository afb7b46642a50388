import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaboration.actions import attachment as actions
from collaboration.models import Activity, Attachment
from portal import files
from portal.models import AuditEvent, StoredFile
from portal.roles import Role
from tests.collaboration.factories import AttachmentFactory, StoredFileFactory
from tests.factories import ActivityFactory, AttendanceFactory, PlanFactory, appointed, member
from tests.portal.pictures import SECRET, exif, jpeg, segment

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def activity():
    row = ActivityFactory()
    AttendanceFactory(activity=row, user=row.host, school=row.host.appointments.get().school)
    return row


def send(client, activity, name="materi.pdf", data=PDF, **changed):
    sent = {"role": "material", "caption": "Contoh rubrik", "form_id": str(uuid.uuid4())}
    file = SimpleUploadedFile(name, data) if name else ""
    return client.post(f"/kegiatan/{activity.pk}/berkas/", sent | changed | {"file": file})


def test_a_file_stands_beside_the_activity_for_whoever_reads_it(as_user, activity):
    client = as_user(activity.host)
    assert send(client, activity).status_code == 302
    row = Attachment.objects.get()
    assert row.file.school == activity.host.appointments.get().school
    reader = as_user(member(activity.forum))
    assert "Contoh rubrik" in reader.get(f"/kegiatan/{activity.pk}/berkas/").content.decode()
    answer = reader.get(f"/berkas/{row.pk}/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_photo_loses_its_place(as_user, activity):
    photo = jpeg(segment(0xE1, exif(turn=6)))
    assert (
        send(as_user(activity.host), activity, "papan.jpg", photo, role="photo").status_code == 302
    )
    row = Attachment.objects.get()
    assert SECRET not in as_user(activity.host).get(f"/berkas/{row.pk}/").content


def test_who_may_not_read_the_activity_reaches_no_file_of_it(as_user, activity):
    row = AttachmentFactory(activity=activity)
    for user in (appointed(Role.TEACHER), appointed(Role.COORDINATOR)):
        client = as_user(user)
        assert client.get(f"/berkas/{row.pk}/").status_code == 404
        assert client.get(f"/kegiatan/{activity.pk}/berkas/").status_code == 404
        assert client.post(f"/berkas/{row.pk}/hapus/").status_code == 404


def test_sending_twice_keeps_one_file_and_a_foreign_id_is_refused(as_user, activity):
    key = str(uuid.uuid4())
    client = as_user(activity.host)
    for _again in range(2):
        assert send(client, activity, form_id=key).status_code == 302
    assert Attachment.objects.count() == 1
    other = as_user(member(activity.forum))
    assert send(other, activity, form_id=key).status_code == 200
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [("skrip.html", b"<script>"), ("gambar.svg", b"<svg/>"), ("a.pdf", b"MZ"), ("b.jpg", PDF),
     ("c.docx", b"PK\x03\x04x"), ("", b"")],
)  # fmt: skip
def test_what_is_not_taken_is_refused_and_the_caption_stays(as_user, activity, name, data):
    answer = send(as_user(activity.host), activity, name, data)
    assert answer.status_code == 200
    assert "Contoh rubrik" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_full_room_of_person_or_school_is_said(as_user, activity):
    school = activity.host.appointments.get().school
    full = StoredFileFactory(size=files.OF_SCHOOL, school=school)
    assert "2 GB" in send(as_user(activity.host), activity).content.decode()
    full.delete()
    StoredFileFactory(owner=activity.host, size=files.OF_USER)
    assert "200 MB" in send(as_user(activity.host), activity).content.decode()
    assert not Attachment.objects.exists()


def test_one_takes_away_ones_own_and_the_host_any(as_user, activity):
    giver = member(activity.forum)
    row = AttachmentFactory(activity=activity, added_by=giver)
    third = as_user(member(activity.forum))
    assert third.post(f"/berkas/{row.pk}/hapus/").status_code == 403
    assert as_user(giver).post(f"/berkas/{row.pk}/hapus/").status_code == 302
    row = AttachmentFactory(activity=activity, added_by=giver)
    assert as_user(activity.host).post(f"/berkas/{row.pk}/hapus/").status_code == 302
    assert not StoredFile.objects.exists()


def test_a_cancelled_activity_takes_no_more_files(as_user, activity):
    Activity.objects.update(cancelled_at=timezone.now())
    assert send(as_user(activity.host), activity).status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_files(
    as_user, django_assert_max_num_queries, activity, rows
):
    for _more in range(rows):
        AttachmentFactory(activity=activity)
    client = as_user(activity.host)
    with django_assert_max_num_queries(12):
        assert client.get(f"/kegiatan/{activity.pk}/berkas/").status_code == 200


def test_the_caption_of_a_file_is_changed_by_who_sent_it_and_who_may_change_the_activity(
    as_user, activity
):
    sender = member(activity.forum)
    row = AttachmentFactory(activity=activity, added_by=sender, caption="Foto", role="photo")
    page, files_page = f"/berkas/{row.pk}/ubah/", f"/kegiatan/{activity.pk}/berkas/"
    for user in (sender, activity.host):
        client = as_user(user)
        assert page in client.get(files_page).content.decode()
        form = client.get(page)
        assert form.context["form"]["caption"].value() == row.caption
        base = form.context["base"]
        sent = {"role": "product", "caption": f"Rubrik {user.pk}", "base": base}
        for _tap in range(2):
            assert client.post(page, sent)["Location"] == files_page
        row.refresh_from_db()
        assert (row.role, row.caption) == ("product", f"Rubrik {user.pk}")
    stale = as_user(sender).post(page, sent | {"caption": "Milik saya"})
    assert f"“Rubrik {activity.host_id}”" in stale.content.decode()
    assert "Milik saya" in stale.content.decode()
    long = as_user(sender).post(page, {"role": "²", "caption": "a" * 161})
    assert long.status_code == 200
    row.refresh_from_db()
    assert row.caption == f"Rubrik {activity.host_id}"
    assert AuditEvent.objects.filter(act="attachment_describe").count() == 2
    reader = as_user(member(activity.forum))
    assert page not in reader.get(files_page).content.decode()
    assert reader.get(page).status_code == 403
    assert as_user(appointed(Role.TEACHER)).get(page).status_code == 404


def test_whoever_adapted_a_plan_keeps_the_caption_it_had(as_user):
    plan, adapted = PlanFactory(), PlanFactory()
    author = plan.authors.get()
    row = AttachmentFactory(activity=None, plan=plan, added_by=author, caption="LKPD", role="sheet")
    actions.copy(plan, adapted, by=adapted.authors.get())
    client = as_user(author)
    answer = client.post(f"/berkas/{row.pk}/ubah/", {"role": "sheet", "caption": "LKPD pecahan"})
    assert answer["Location"] == f"/modul/{plan.pk}/berkas/"
    kept = adapted.attachments.get()
    assert client.post(f"/berkas/{kept.pk}/ubah/", {"role": "sheet"}).status_code in (403, 404)
    assert kept.caption == "LKPD"
