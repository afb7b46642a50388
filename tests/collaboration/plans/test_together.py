"""Several people write one plan at once, and no word is lost."""

import uuid

import pytest

from collaboration.actions import plan as actions
from collaboration.models import Authorship, PlanVersion
from collaboration.plans import contributions
from portal.models import Draft
from tests.factories import PlanFactory, PlanVersionFactory, appointed

pytestmark = pytest.mark.django_db
BASE = {"objectives": "Tujuan awal", "steps": "Langkah awal"}


@pytest.fixture
def plan():
    plan = PlanFactory()
    siti, rina = plan.authors.get(), appointed("teacher", school=plan.school)
    Authorship.objects.create(plan=plan, user=rina, since=plan.made_at)
    PlanVersion.objects.filter(plan=plan).update(sections=BASE, about=plan.about)
    plan.siti, plan.rina = siti, rina
    return plan


def form_of(plan, base=1, **changed):
    form = {**plan.about, **BASE, "base": base, "form_id": uuid.uuid4(), **changed}
    return {name: value for name, value in form.items() if value is not None}


def newest(plan):
    return plan.versions.order_by("-number")[0]


def address(plan):
    return f"/modul/{plan.pk}/tulis/"


def test_different_sections_are_put_together_without_asking(plan, as_user):
    as_user(plan.siti).post(address(plan), form_of(plan, objectives="Tujuan Bu Siti"))
    answer = as_user(plan.rina).post(address(plan), form_of(plan, steps="Langkah Bu Rina"))
    assert answer.status_code == 302
    assert newest(plan).sections == {"objectives": "Tujuan Bu Siti", "steps": "Langkah Bu Rina"}


def test_the_name_of_a_plan_is_not_set_back_by_a_page_opened_before(plan, as_user):
    as_user(plan.siti).post(address(plan), form_of(plan, title="Nama baru"))
    as_user(plan.rina).post(address(plan), form_of(plan, topic="Topik baru"))
    plan.refresh_from_db()
    assert (plan.title, plan.topic) == ("Nama baru", "Topik baru")
    assert newest(plan).about == plan.about


def test_ticked_choices_of_both_add_up_and_taken_ones_stay_away(plan, as_user):
    ticked = {**BASE, "profile": "faith\ncreativity"}
    PlanVersion.objects.filter(plan=plan).update(sections=ticked)
    as_user(plan.siti).post(address(plan), form_of(plan, profile=["creativity", "health"]))
    as_user(plan.rina).post(
        address(plan), form_of(plan, profile=["faith", "creativity", "collaboration"])
    )
    assert newest(plan).sections["profile"] == "creativity\ncollaboration\nhealth"


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        ("mine", "Langkah Bu Rina"),
        ("theirs", "Langkah Bu Siti"),
        ("both", "Langkah Bu Siti\n\nLangkah Bu Rina"),
    ],
)
def test_the_same_section_is_shown_from_both_sides_and_one_choice_settles_it(
    plan, as_user, choice, stands
):
    as_user(plan.siti).post(address(plan), form_of(plan, steps="Langkah Bu Siti"))
    rina = as_user(plan.rina)
    mine = form_of(plan, steps="Langkah Bu Rina", media="Es batu", remark="Langkah saya")
    clash = rina.post(address(plan), mine)
    page = clash.content.decode()
    assert clash.status_code == 409
    assert newest(plan).number == 2
    assert page.count('type="radio"') == 3
    for text in ("Bu Siti", "Bu Rina", "awal"):
        assert text in page
    rina.post(address(plan), {**mine, "seen": 2, "choose-steps": choice})
    version = newest(plan)
    assert version.number == 3
    assert version.sections == {"objectives": "Tujuan awal", "steps": stands, "media": "Es batu"}
    assert version.remark == "Langkah saya"


def test_the_page_carries_every_word_along_as_it_was_sent(plan, as_user):
    """The next form is filled from the page itself, as a browser does without script."""
    as_user(plan.siti).post(address(plan), form_of(plan, steps="Langkah Bu Siti"))
    rina = as_user(plan.rina)
    sent = form_of(
        plan, steps="Baris satu\r\nBaris dua", objectives="", profile=["faith", "health"]
    )
    page = rina.post(address(plan), sent).context
    fields = {}
    for name, value in page["hidden"]:
        fields.setdefault(name, []).append(value)
    kept = {"form_id": page["form_id"], "base": 1, "seen": 2, "choose-steps": "mine"}
    assert rina.post(address(plan), {**fields, **kept}).status_code == 302
    assert newest(plan).sections == {"profile": "faith\nhealth", "steps": "Baris satu\nBaris dua"}


def test_a_third_author_meanwhile_asks_once_more_and_nothing_is_lost(plan, as_user):
    as_user(plan.siti).post(address(plan), form_of(plan, steps="Langkah Bu Siti"))
    rina = as_user(plan.rina)
    mine = form_of(plan, steps="Langkah Bu Rina")
    assert rina.post(address(plan), mine).status_code == 409
    third = form_of(plan, base=2, steps="Langkah ketiga", media="Air")
    assert as_user(plan.siti).post(address(plan), third).status_code == 302
    choice = {**mine, "seen": 2, "choose-steps": "both"}
    again = rina.post(address(plan), choice)
    assert again.status_code == 409
    carried = {}
    for name, value in again.context["hidden"]:
        carried.setdefault(name, []).append(value)
    clash = again.context["clash"]
    last = {"base": clash.base.number, "seen": clash.newest.number, "choose-steps": "both"}
    assert (clash.base.number, clash.newest.number) == (2, 3)
    assert (
        rina.post(address(plan), {**carried, **last, "form_id": mine["form_id"]}).status_code == 302
    )
    version = newest(plan)
    assert version.sections["media"] == "Air"
    assert version.sections["steps"].split("\n\n") == [
        "Langkah ketiga",
        "Langkah Bu Siti",
        "Langkah Bu Rina",
    ]


def test_without_a_choice_the_page_comes_back_and_says_so(plan, as_user):
    as_user(plan.siti).post(address(plan), form_of(plan, title="Nama Bu Siti"))
    mine = form_of(plan, title="Nama Bu Rina")
    answer = as_user(plan.rina).post(address(plan), {**mine, "seen": 2, "choose-title": "both"})
    assert answer.status_code == 409
    assert "menunggu pilihan" in answer.content.decode()
    assert newest(plan).number == 2


def test_an_unsent_text_is_merged_with_what_was_saved_meanwhile(plan, as_user):
    rina = as_user(plan.rina)
    page = rina.get(address(plan)).content.decode()
    assert f'data-autosave="plan-edit:{plan.pk}:v1"' in page
    Draft.objects.create(
        owner=plan.rina, form=f"plan-edit:{plan.pk}:v1", payload={"steps": ["Saya"]}, revision=1
    )
    as_user(plan.siti).post(address(plan), form_of(plan, objectives="Tujuan Bu Siti"))
    page = rina.get(address(plan)).content.decode()
    assert 'name="base" value="1"' in page
    assert "Tujuan Bu Siti" not in page
    rina.post(address(plan), form_of(plan, steps="Saya"))
    assert newest(plan).sections == {"objectives": "Tujuan Bu Siti", "steps": "Saya"}
    assert not Draft.objects.exists()
    assert 'name="base" value="3"' in rina.get(address(plan)).content.decode()


def test_a_field_the_page_did_not_have_keeps_its_words(plan, as_user):
    as_user(plan.siti).post(address(plan), form_of(plan, steps=None, objectives="Baru"))
    assert newest(plan).sections == {"objectives": "Baru", "steps": "Langkah awal"}


def test_a_second_send_of_one_form_makes_one_version(plan, as_user):
    form = form_of(plan, steps="Sekali")
    for _ in range(2):
        assert as_user(plan.siti).post(address(plan), form).status_code == 302
    assert plan.versions.count() == 2


def test_words_of_each_author_are_counted_by_section_and_never_twice(plan):
    PlanVersion.objects.filter(plan=plan).update(author=plan.siti)
    actions.revise(
        plan,
        uuid.uuid4(),
        by=plan.rina,
        base=1,
        sections={**BASE, "steps": "Langkah awal dua kata"},
    )
    told = {row.author: row.sections for row in contributions.of(plan)}
    assert told[plan.siti] == [("Tujuan", 2), ("Langkah", 2)]
    assert told[plan.rina] == [("Langkah", 2)]


def test_an_adapted_plan_counts_only_what_is_new_in_it(plan):
    copy = actions.adapt(newest(plan), uuid.uuid4(), by=plan.rina, school=plan.school)
    assert [row.sections for row in contributions.of(copy)] == [[]]


@pytest.mark.parametrize("rows", [1, 5])
def test_versions_and_contributions_cost_the_same_for_one_and_for_five(
    plan, as_user, rows, django_assert_num_queries
):
    for number in range(2, rows + 1):
        PlanVersionFactory(plan=plan, author=plan.rina, number=number)
    client = as_user(plan.siti)
    with django_assert_num_queries(7):
        client.get(f"/modul/{plan.pk}/versi/")
