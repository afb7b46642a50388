"""Own free hours: marked in boxes, the same twice, read by nobody else."""

import pytest

from collaboration.models import FreeHour
from tests.factories import RegionFactory, TermFactory, UserFactory, appointed

pytestmark = pytest.mark.django_db
PAGE = "/jam-luang/"


def marked(user):
    return set(FreeHour.objects.filter(user=user).values_list("weekday", "part"))


def test_boxes_are_kept_and_taken_away(as_user):
    TermFactory()
    user, other = appointed("teacher"), appointed("teacher")
    FreeHour.objects.create(user=other, weekday=2, part="noon")
    client = as_user(user)
    for _twice in range(2):
        client.post(PAGE, {"luang": ["0-morning", "5-afternoon"]})
    assert marked(user) == {(0, "morning"), (5, "afternoon")}
    page = client.get(PAGE).content.decode()
    assert page.count(" checked") == 2
    assert page.count('name="luang"') == 18
    assert 'href="/jam-luang/"' in client.get("/lainnya/").content.decode()
    client.post(PAGE, {})
    assert marked(user) == set()
    assert marked(other) == {(2, "noon")}


def test_a_box_that_is_none_is_left_out(as_user):
    user = appointed("teacher")
    odd = ["6-morning", "-1-noon", "0-night", "²", "%00", "9" * 30, ""]
    assert as_user(user).post(PAGE, {"luang": [*odd, "1-noon"]}).status_code == 302
    assert marked(user) == {(1, "noon")}


@pytest.mark.parametrize("boxes", [1, 5])
def test_the_page_costs_the_same_for_any_number_of_boxes(as_user, django_assert_num_queries, boxes):
    user = appointed("teacher")
    for day in range(boxes):
        FreeHour.objects.create(user=user, weekday=day, part="noon")
    client = as_user(user)
    with django_assert_num_queries(4):  # session, user, appointments; the boxes
        assert client.get(PAGE).status_code == 200


def test_an_officer_may_mark_his_own_as_well(as_user):
    user = appointed("officer", region=RegionFactory())
    assert as_user(user).get(PAGE).status_code == 200


def test_who_serves_nowhere_marks_nothing(as_user):
    user = UserFactory()
    assert as_user(user).post(PAGE, {"luang": ["1-noon"]}).status_code == 403
    assert marked(user) == set()
