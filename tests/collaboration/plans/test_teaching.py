"""A lesson taught from a plan: what worked, what to change, and the version that comes of it."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from collaboration.models import Authorship, LessonPlan, TeachingNote
from portal.models import Notification
from tests.collaboration.factories import TeachingNoteFactory
from tests.factories import PlanFactory, appointed

pytestmark = pytest.mark.django_db
DAY = "24/11/2026"


@pytest.fixture
def plan():
    plan = PlanFactory(scope="school")
    plan.siti, plan.rina = plan.authors.get(), appointed("teacher", school=plan.school)
    return plan


def form_of(**changed):
    form = {
        "form_id": uuid.uuid4(),
        "taught_on": f"{timezone.localdate():%d/%m/%Y}",
        "class_name": "4A",
        "worked": "Murid menebak dulu",
        "change": "Es kurang banyak",
    }
    return {**form, **changed}


def address(plan):
    return f"/modul/{plan.pk}/diajarkan/catat/"


def test_a_colleague_tells_how_it_went_and_the_author_is_told_once(plan, as_user):
    rina, form = as_user(plan.rina), form_of()
    for _ in range(2):
        assert rina.post(address(plan), form).status_code == 302
    note = TeachingNote.objects.get()
    assert (note.author, note.version.number, note.change) == (plan.rina, 1, "Es kurang banyak")
    assert Notification.objects.filter(to=plan.siti, kind="plan_taught").count() == 1
    page = as_user(plan.siti).get(f"/modul/{plan.pk}/").content.decode()
    assert "Diajarkan 1 kali" in page
    listed = as_user(plan.siti).get(f"/modul/{plan.pk}/diajarkan/").content.decode()
    assert "Murid menebak dulu" in listed
    assert "Jadikan versi berikutnya" in listed


def test_one_button_opens_the_editor_with_the_note_and_the_version_remembers_it(plan, as_user):
    note = TeachingNoteFactory(version=plan.versions.get(), author=plan.rina)
    siti = as_user(plan.siti)
    page = siti.get(f"/modul/{plan.pk}/tulis/?catatan={note.pk}").content.decode()
    assert note.change in page
    assert note.worked in page
    assert 'value="Setelah kelas 4A: Menyiapkan es lebih banyak"' in page
    assert "Menyiapkan es lebih banyak</textarea>" in page
    sent = {
        **plan.about,
        "base": 1,
        "form_id": uuid.uuid4(),
        "catatan": note.pk,
        "steps": "Mengamati es lebih lama",
        "remark": "Setelah kelas 4A",
    }
    assert siti.post(f"/modul/{plan.pk}/tulis/", sent).status_code == 302
    note.refresh_from_db()
    assert note.became.number == 2
    assert "Menjadi versi 2" in siti.get(f"/modul/{plan.pk}/diajarkan/").content.decode()


def test_two_texts_that_meet_do_not_forget_the_note(plan, as_user):
    Authorship.objects.create(plan=plan, user=plan.rina, since=plan.made_at)
    note = TeachingNoteFactory(version=plan.versions.get(), author=plan.rina)
    rest = {**plan.about, "base": 1, "objectives": "", "remark": ""}
    as_user(plan.siti).post(
        f"/modul/{plan.pk}/tulis/", {**rest, "form_id": uuid.uuid4(), "steps": "Satu"}
    )
    clash = as_user(plan.rina).post(
        f"/modul/{plan.pk}/tulis/",
        {**rest, "form_id": uuid.uuid4(), "steps": "Dua", "catatan": note.pk},
    )
    assert clash.status_code == 409
    assert ("catatan", str(note.pk)) in clash.context["hidden"]


def test_what_is_missing_or_odd_is_said_beside_its_field_and_words_stay(plan, as_user):
    rina = as_user(plan.rina)
    tomorrow = timezone.localdate() + dt.timedelta(2)
    for changed, sentence in (
        ({"worked": "", "change": " "}, "Isi salah satu"),
        ({"taught_on": f"{tomorrow:%d/%m/%Y}"}, "belum tiba"),
        ({"taught_on": "1/1/1999"}, "lama sekali"),
        ({"taught_on": "kemarin dulu", "worked": "Kata saya"}, "Kata saya"),
        ({"class_name": ""}, "Di kelas mana"),
    ):
        page = rina.post(address(plan), form_of(**changed))
        assert page.status_code == 200
        assert sentence in page.content.decode()
    assert not TeachingNote.objects.filter(version__plan=plan).exists()


def test_only_its_writer_changes_a_note_and_takes_it_back(plan, as_user):
    note = TeachingNoteFactory(version=plan.versions.get(), author=plan.rina)
    for page in ("ubah", "tarik"):
        address = f"/catatan-mengajar/{note.pk}/{page}/"
        assert as_user(plan.siti).get(address).status_code == 403
        assert as_user(appointed("teacher")).get(address).status_code == 404
    rina = as_user(plan.rina)
    changed = form_of(worked="Lebih tenang", change="")
    assert rina.post(f"/catatan-mengajar/{note.pk}/ubah/", changed).status_code == 302
    note.refresh_from_db()
    assert (note.worked, note.change) == ("Lebih tenang", "")
    assert rina.post(f"/catatan-mengajar/{note.pk}/tarik/").status_code == 302
    assert not TeachingNote.objects.filter(version__plan=plan).exists()


def test_ones_own_note_can_be_taken_back_when_the_plan_is_closed_again(plan, as_user):
    note = TeachingNoteFactory(version=plan.versions.get(), author=plan.rina)
    LessonPlan.objects.filter(pk=plan.pk).update(scope="me")
    rina = as_user(plan.rina)
    assert rina.get(f"/modul/{plan.pk}/diajarkan/").status_code == 404
    answer = rina.post(f"/catatan-mengajar/{note.pk}/tarik/")
    assert answer.headers["Location"] == "/pustaka/"


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_asks_the_same_questions_for_any_number_of_notes(
    plan, as_user, django_assert_num_queries, rows
):
    for _ in range(rows):
        TeachingNoteFactory(version=plan.versions.get(), author=plan.rina)
    siti = as_user(plan.siti)
    with django_assert_num_queries(9):
        siti.get(f"/modul/{plan.pk}/diajarkan/")
