"""Pages of a plan ask the same questions however much stands on them."""

import pytest

from collaboration.models import PlanReading, TaughtPlan
from tests.collaboration.factories import (
    AttachmentFactory,
    PlanRemarkFactory,
    SuggestionFactory,
    TeachingNoteFactory,
)
from tests.factories import (
    ActivityFactory,
    PlanFactory,
    PlanVersionFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(scope="school")


def fill(plan, rows):
    siti, first = plan.authors.get(), plan.versions.get()
    for number in range(2, rows + 2):
        version = PlanVersionFactory(plan=plan, author=siti, number=number)
        TeachingNoteFactory(version=version, author=siti)
        SuggestionFactory(version=version)
        SuggestionFactory(version=version, section="media")
        remark = PlanRemarkFactory(version=version)
        PlanReading.objects.create(version=version, reader=remark.author, at=plan.made_at)
        session = SessionFactory(school=plan.school, teacher=siti, state="closed")
        TaughtPlan.objects.create(
            session=session, version=version, attached_by=siti, attached_at=plan.made_at
        )
        ActivityFactory(forum=None, school=plan.school, host=siti).plans.add(plan)
        PlanFactory(scope="school", school=plan.school, author=siti, adapted_from=first)
        AttachmentFactory(plan=plan, activity=None, added_by=siti)


@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize(
    ("page", "count"), [("", 12), ("versi/", 7), ("saran/", 8), ("diajarkan/", 9), ("berkas/", 8)]
)
def test_a_page_of_a_plan_asks_the_same_for_one_row_and_five(
    plan, as_user, django_assert_num_queries, rows, page, count
):
    fill(plan, rows)
    siti = as_user(plan.authors.get())
    with django_assert_num_queries(count):
        assert siti.get(f"/modul/{plan.pk}/{page}").status_code == 200
