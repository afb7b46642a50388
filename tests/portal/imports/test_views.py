import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from portal.imports import actions, reader
from portal.models import ImportBatch, ImportRow, User
from portal.roles import Role
from tests.factories import appointed
from tests.portal.imports import files

NIP = "198503122010012003"


@pytest.fixture
def signed_in(client, operator):
    client.force_login(operator)
    client.get(reverse("import-list"))  # the first request of a session writes when it was seen
    return client


def upload(client, data, name="daftar.xlsx", kind="staff"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("import-list"), {"kind": kind, "file": file})


def page(client, name, *args, query=""):
    return client.get(reverse(name, args=args) + query)


def staff(number):
    return files.staff(*({"Nama": f"Siti {chr(97 + at)}"} for at in range(number)))


def test_a_roster_goes_from_file_to_receipt(signed_in, rejosari):
    data = files.staff({"Nama": "Siti", "NIP": NIP}, {"Nama": "Ani", "JK": "X"})
    response = upload(signed_in, data)
    batch = ImportBatch.objects.get()
    assert response.url == reverse("import-preview", args=[batch.pk])
    text = signed_in.get(response.url).content.decode()
    assert "Lewati yang ditolak dan impor 1 baris" in text
    assert "Tulis L atau P." in text
    kept = signed_in.post(reverse("import-confirm", args=[batch.pk]), follow=True)
    assert "Ada baris yang ditolak" in kept.content.decode()
    assert not User.objects.filter(nip=NIP).exists()
    done = signed_in.post(
        reverse("import-confirm", args=[batch.pk]), {"without_refused": "1"}, follow=True
    )
    assert done.redirect_chain[-1][0] == reverse("import-receipt", args=[batch.pk])
    assert batch.code in done.content.decode()
    assert "1 orang baru." in done.content.decode()
    person = User.objects.get(nip=NIP)
    assert f'name="person" value="{person.pk}"' in done.content.decode()


def test_without_refused_rows_one_button_imports_all(signed_in, rejosari):
    upload(signed_in, files.roster("daftar-guru-95141621.xlsx"))
    batch = ImportBatch.objects.get()
    text = page(signed_in, "import-preview", batch.pk).content.decode()
    assert "Impor 9 baris" in text
    assert "Lewati yang ditolak" not in text
    signed_in.post(reverse("import-confirm", args=[batch.pk]))
    upload(signed_in, files.roster("daftar-guru-95141621.xlsx"))
    again = page(signed_in, "import-preview", ImportBatch.objects.first().pk).content.decode()
    assert "Tidak ada yang perlu diimpor." in again
    assert f"({batch.code})" in again


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Berkas ini kosong."),
        (b"%PDF-1.7", "Berkas ini bukan lembar kerja."),
        (files.OLE, "Ini berkas .xls model lama."),
        (b"x" * (reader.MAX_BYTES + 1), "Berkas lebih besar dari 10 MB."),
        (b"x" * (12 << 20), "Berkas lebih besar dari 10 MB."),
    ],
    ids=["empty", "pdf", "old", "too big", "not even received"],
)
def test_a_file_that_cannot_be_taken_comes_back_with_a_sentence(signed_in, data, sentence):
    response = upload(signed_in, data)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert response.context["form"]["kind"].value() == "staff"
    assert not ImportBatch.objects.exists()


def test_no_file_is_no_error_page(signed_in):
    response = signed_in.post(reverse("import-list"), {"kind": "x"})
    assert set(response.context["form"].errors) == {"kind", "file"}


def test_the_school_is_asked_and_can_be_chosen(signed_in, rejosari):
    header = [name for name in files.STAFF if name != "NPSN"]
    data = files.staff({"Nama": "Siti"}, header=header, titles=["SD NEGERI REJOSARI"])
    upload(signed_in, data)
    batch = ImportBatch.objects.get()
    text = page(signed_in, "import-preview", batch.pk).content.decode()
    assert "SD Negeri Rejosari, Kraton (95141621)" in text
    url = reverse("import-school", args=[batch.pk])
    wrong = signed_in.post(url, {"npsn": "20501234"}).content.decode()
    assert "Tidak ada sekolah dengan NPSN ini di wilayah Anda." in wrong
    assert 'value="20501234"' in wrong
    assert "Pilih sekolahnya" in signed_in.post(url, {}).content.decode()
    signed_in.post(url, {"likely": rejosari.pk})
    batch.refresh_from_db()
    assert (batch.school, batch.state) == (rejosari, "ready")


def test_a_long_list_is_checked_in_steps(signed_in, rejosari, monkeypatch):
    batch = actions.take(staff(5), "staff", by=User.objects.get(name="Dewi Operator"))
    ImportBatch.objects.filter(pk=batch.pk).update(state="checking")
    text = page(signed_in, "import-preview", batch.pk).content.decode()
    assert "Sudah diperiksa 0 dari 5 baris." in text
    assert 'value="0"' in text
    signed_in.post(reverse("import-check", args=[batch.pk]))
    signed_in.post(reverse("import-check", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, batch.totals()) == ("ready", {"new": 5})


def test_rows_can_be_seen_by_outcome(signed_in, rejosari):
    upload(signed_in, files.roster("daftar-guru-bermasalah.xlsx"))
    batch = ImportBatch.objects.get()
    refused = page(signed_in, "import-preview", batch.pk, query="?hasil=refused")
    numbers = [row.number for row in refused.context["page"]]
    assert numbers == [11, 13, 14, 15, 16, 17, 18]
    everything = page(signed_in, "import-preview", batch.pk, query="?hasil=x&hal=99")
    assert everything.context["page"].paginator.count == 13


def test_an_upload_is_deleted_on_its_own_page(signed_in, rejosari):
    upload(signed_in, staff(1))
    batch = ImportBatch.objects.get()
    assert "Hapus unggahan" in page(signed_in, "import-discard", batch.pk).content.decode()
    assert ImportBatch.objects.exists()
    response = signed_in.post(reverse("import-discard", args=[batch.pk]), follow=True)
    assert "Tidak ada yang berubah di portal." in response.content.decode()
    assert not ImportRow.objects.exists()


NAMES = ["import-preview", "import-receipt", "import-discard"]
POSTS = ["import-school", "import-check", "import-confirm", "import-discard"]


def test_the_batch_of_another_operator_is_not_there(client, operator, rejosari):
    batch = actions.take(staff(1), "staff", by=operator)
    other = appointed(Role.OPERATOR, region=rejosari.subdistrict)
    client.force_login(other)
    assert [page(client, name, batch.pk).status_code for name in NAMES] == [404] * 3
    assert [client.post(reverse(name, args=[batch.pk])).status_code for name in POSTS] == [404] * 4
    assert page(client, "import-list").context["page"].paginator.count == 0


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COORDINATOR])
def test_imports_are_for_operators(client, operator, rejosari, role):
    batch = actions.take(staff(1), "staff", by=operator)
    user = appointed(role, school=rejosari)
    client.force_login(user)
    assert page(client, "import-list").status_code == 404
    assert page(client, "import-example", "staff").status_code == 404
    assert page(client, "import-preview", batch.pk).status_code == 404
    assert upload(client, staff(1)).status_code == 404


@pytest.mark.parametrize("kind", ["staff", "schools"])
def test_the_example_file_reads_without_a_complaint(signed_in, kind):
    response = page(signed_in, "import-example", kind)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    sheet = reader.read(response.content, kind)
    assert len(sheet.lines) == 2
    cells = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0)
    assert {type(cell) for row in cells.to_python() for cell in row} == {str}
    assert page(signed_in, "import-example", "x").status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_preview_costs_the_same_for_any_number_of_rows(
    signed_in, operator, rejosari, number, django_assert_num_queries
):
    batch = actions.take(staff(number), "staff", by=operator)
    actions.check_step(batch, by=operator)
    with django_assert_num_queries(8):
        # session, user, appointments, batch, totals, number of rows, rows, same file before
        response = page(signed_in, "import-preview", batch.pk)
    assert len(response.context["page"]) == number


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_costs_the_same_for_any_number_of_imports(
    signed_in, operator, rejosari, number, django_assert_num_queries
):
    for _ in range(number):
        actions.take(staff(1), "staff", by=operator)
    with django_assert_num_queries(5):  # session, user, appointments, number, imports
        response = page(signed_in, "import-list")
    assert len(response.context["page"]) == number


def test_every_form_carries_its_token(operator, rejosari):
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)
    for data, name in (
        (staff(1), "import-confirm"),
        (files.staff({"Nama": "A"}, header=files.STAFF[:-3]), "import-school"),
    ):
        batch = actions.take(data, "staff", by=operator)
        if name == "import-confirm":
            batch = actions.check_step(batch, by=operator)
        text = page(client, "import-preview", batch.pk).content.decode()
        action = f'action="{reverse(name, args=[batch.pk])}"'
        form = text[text.index(action) :].partition("</form>")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        url = reverse(name, args=[batch.pk])
        assert client.post(url).status_code == 403
        assert client.post(url, {"csrfmiddlewaretoken": token}).status_code != 403


@pytest.mark.parametrize("number", [1, 5])
def test_the_receipt_costs_the_same_for_any_number_of_rows(
    signed_in, operator, rejosari, number, django_assert_num_queries
):
    people = [{"Nama": f"Siti {chr(97 + at)}", "JK": "X"} for at in range(number)]
    receipt = actions.run(files.staff({"Nama": "Ani"}, *people), "staff", by=operator)
    with django_assert_num_queries(7):
        # session, user, appointments, batch, newcomers, number of rows, rows
        response = page(signed_in, "import-receipt", receipt.batch.pk)
    assert len(response.context["page"]) == number


def test_no_order_of_steps_breaks_anything(signed_in, operator, rejosari):
    batch = actions.take(staff(1), "staff", by=operator)

    def post(name, **data):
        response = signed_in.post(reverse(name, args=[batch.pk]), data, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    assert "Baris-barisnya masih diperiksa." in post("import-confirm")
    assert "tidak dapat diubah lagi" in post("import-school", npsn=rejosari.npsn)
    assert "Impor 1 baris" in post("import-check")
    assert "Daftar sudah diimpor" in post("import-confirm")
    for name in ("import-check", "import-confirm", "import-discard"):
        assert "Daftar sudah diimpor" in post(name)
    assert "tidak dapat diubah lagi" in post("import-school", npsn=rejosari.npsn)
    assert User.objects.filter(name="Siti a").count() == 1
