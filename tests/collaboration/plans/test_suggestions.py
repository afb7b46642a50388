"""Suggestions on a section: quoted, taken over or kept, and always thanked for."""

import uuid

import pytest

from collaboration.models import PlanReading, PlanRemark, Suggestion
from portal.models import Notification
from tests.collaboration.factories import SuggestionFactory
from tests.factories import PlanFactory, appointed, principal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = PlanFactory(scope="school")
    plan.siti, plan.rina = plan.authors.get(), appointed("teacher", school=plan.school)
    return plan


def newest(plan):
    return plan.versions.order_by("-number")[0]


def told(user, kind):
    return Notification.objects.filter(to=user, kind=kind).count()


def revise(client, plan, **sections):
    sent = {**plan.about, **newest(plan).sections, **sections, "form_id": uuid.uuid4()}
    sent["base"] = newest(plan).number
    assert client.post(f"/modul/{plan.pk}/tulis/", sent).status_code == 302


def test_a_colleague_suggests_once_and_it_stands_at_its_section(plan, as_user):
    rina, siti = as_user(plan.rina), as_user(plan.siti)
    page = rina.get(f"/modul/{plan.pk}/saran/steps/").content.decode()
    assert "Mengamati es</textarea>" in page
    form = {"form_id": uuid.uuid4(), "base": 1, "text": "Mengamati es dan air", "why": "Berurutan"}
    for _ in range(2):
        assert rina.post(f"/modul/{plan.pk}/saran/steps/", form).status_code == 302
    assert Suggestion.objects.of(plan).count() == 1
    assert told(plan.siti, "suggestion_written") == 1
    shown = siti.get(f"/modul/{plan.pk}/").content.decode()
    assert "Berurutan" in shown
    assert "Terima ke modul" in shown
    other = as_user(appointed("teacher", school=plan.school)).get(f"/modul/{plan.pk}/")
    assert "Berurutan" not in other.content.decode()


def test_taken_over_it_becomes_a_version_that_names_and_thanks_her(plan, as_user):
    row = SuggestionFactory(version=newest(plan), author=plan.rina)
    siti = as_user(plan.siti)
    for _ in range(2):
        answer = siti.post(f"/saran/{row.pk}/terima/", {"form_id": row.pk})
        assert answer.status_code == 302
    version = newest(plan)
    assert (version.number, version.sections["steps"]) == (2, row.text)
    assert version.sections["objectives"] == "Murid menjelaskan perubahan wujud"
    assert plan.rina.call in version.remark
    row.refresh_from_db()
    assert (row.answer, row.became, row.answered_by) == ("accepted", version, plan.siti)
    assert told(plan.rina, "suggestion_accepted") == 1


def test_two_suggestions_are_taken_over_one_after_the_other(plan, as_user):
    first = SuggestionFactory(version=newest(plan), author=plan.rina)
    second = SuggestionFactory(
        version=newest(plan), author=plan.rina, section="media", text="Termos"
    )
    siti = as_user(plan.siti)
    for row in (first, second):
        siti.post(f"/saran/{row.pk}/terima/", {"form_id": row.pk})
    sections = newest(plan).sections
    assert (sections["steps"], sections["media"]) == (first.text, "Termos")


def test_where_the_section_changed_since_both_texts_are_shown_and_one_choice_settles(plan, as_user):
    row = SuggestionFactory(version=newest(plan), author=plan.rina)
    siti = as_user(plan.siti)
    revise(siti, plan, steps="Menimbang es", media="Timbangan")
    address = f"/saran/{row.pk}/terima/"
    clash = siti.post(address, {"form_id": row.pk})
    assert clash.status_code == 409
    assert plan.rina.call in clash.content.decode()
    row.refresh_from_db()
    assert row.answer == ""
    choice = {"form_id": row.pk, "seen": 2, "choose-steps": "both"}
    assert siti.post(address, choice).status_code == 302
    version = newest(plan)
    assert version.sections["steps"] == f"Menimbang es\n\n{row.text}"
    assert version.sections["media"] == "Timbangan"
    row.refresh_from_db()
    assert row.became == version


def test_kept_for_later_changes_nothing_and_says_thanks(plan, as_user):
    row = SuggestionFactory(version=newest(plan), author=plan.rina)
    assert as_user(plan.siti).post(f"/saran/{row.pk}/simpan/").status_code == 302
    row.refresh_from_db()
    assert (row.answer, newest(plan).number) == ("kept", 1)
    assert told(plan.rina, "suggestion_kept") == 1
    page = as_user(plan.rina).get(f"/modul/{plan.pk}/saran/").content.decode()
    assert "dengan terima kasih" in page


def test_who_may_not_is_refused(plan, as_user):
    row = SuggestionFactory(version=newest(plan), author=plan.rina)
    assert as_user(plan.rina).post(f"/saran/{row.pk}/terima/").status_code == 403
    colleague = as_user(appointed("teacher", school=plan.school))
    assert colleague.post(f"/saran/{row.pk}/simpan/").status_code == 404
    stranger = as_user(appointed("teacher"))
    assert stranger.get(f"/modul/{plan.pk}/saran/steps/").status_code == 404
    rina = as_user(plan.rina)
    assert rina.get(f"/modul/{plan.pk}/saran/profile/").status_code == 404
    same = rina.post(f"/modul/{plan.pk}/saran/steps/", {"base": "²", "text": "Mengamati  es"})
    assert "sudah ada" in same.content.decode()
    empty = rina.post(f"/modul/{plan.pk}/saran/steps/", {"text": "", "why": "Kata saya"})
    assert "Kata saya" in empty.content.decode()


def test_the_principal_leaves_a_word_and_marks_what_was_read_together(plan, as_user):
    leader = principal_of(plan.school)
    kepsek, form = as_user(leader), {"form_id": uuid.uuid4(), "base": 1}
    sent = {**form, "words": "Bagaimana dengan murid yang selesai dulu?", "together": "on"}
    for _ in range(2):
        assert kepsek.post(f"/modul/{plan.pk}/baca/", sent).status_code == 302
    assert PlanRemark.objects.get().words == sent["words"]
    mark = PlanReading.objects.get()
    assert (mark.reader, mark.version.number) == (leader, 1)
    assert told(plan.siti, "plan_remarked") == told(plan.siti, "plan_read_together") == 1
    for user, reads in ((plan.siti, True), (leader, True), (plan.rina, False)):
        page = as_user(user).get(f"/modul/{plan.pk}/saran/").content.decode()
        assert ("selesai dulu" in page) is reads
    for user in (plan.siti, plan.rina):
        page = as_user(user).get(f"/modul/{plan.pk}/").content.decode()
        assert "selesai dulu" not in page
        assert leader.name in page
        assert "dibaca bersama" in page


def test_an_empty_word_is_asked_about_and_others_may_not_mark(plan, as_user):
    kepsek = as_user(principal_of(plan.school))
    page = kepsek.post(f"/modul/{plan.pk}/baca/", {"words": " "})
    assert page.status_code == 200
    assert "centang" in page.content.decode()
    for user in (plan.siti, plan.rina):
        assert as_user(user).get(f"/modul/{plan.pk}/baca/").status_code == 403
    elsewhere = as_user(principal_of(PlanFactory().school))
    assert elsewhere.get(f"/modul/{plan.pk}/baca/").status_code == 404
