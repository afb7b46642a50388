from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from portal.models import Notification
from portal.roles import Role
from supervision.models import Calibration, CalibrationRating
from tests.factories import (
    CalibrationFactory,
    InstrumentFactory,
    SchoolFactory,
    appointed,
    principal_of,
)

pytestmark = pytest.mark.django_db
# Reference: statistics of two observers of twenty items; quadratic kappa .708333
A = [3, 3, 2, 4, 3, 2, 1, 3, 4, 2, 3, 3, 2, 4, 3, 3, 2, 3, 1, 3]
B = [3, 2, 2, 4, 3, 3, 2, 3, 3, 2, 3, 4, 2, 4, 3, 2, 2, 3, 2, 3]


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def principal(school):
    return principal_of(school)


@pytest.fixture
def supervisor(school):
    return appointed(Role.SUPERVISOR, region=school.subdistrict, name="Bambang Sutrisno")


def called(raters, *, items=20, lessons=1):
    calibration = CalibrationFactory(made_by=raters[0], instrument=InstrumentFactory(items=items))
    for order in range(1, lessons + 1):
        calibration.lessons.create(order=order, about=f"Kelas {order}A")
    for user in raters:
        calibration.raters.create(user=user)
    return calibration


def address(name, calibration, *more):
    return reverse(f"calibration-{name}", args=[calibration.pk, *more])


def answers(calibration, levels, evidence=""):
    items = list(calibration.instrument.indicators.order_by("order"))
    data = {f"level-{item.pk}": level for item, level in zip(items, levels, strict=True)}
    return data | {f"evidence-{items[0].pk}": evidence}


def test_observers_are_called_rate_alone_and_talk_about_what_they_saw(
    as_user, school, principal, supervisor
):
    mine, theirs = as_user(principal), as_user(supervisor)
    form = InstrumentFactory(items=20)
    sent = {
        "form_id": str(uuid.uuid4()),
        "title": "Melihat bersama",
        "instrument": form.pk,
        "raters": [supervisor.pk],
        "lesson_1": "Kelas 4A, IPAS",
        "day_1": "26/11/2026",
    }
    for _time in range(2):
        answer = mine.post(reverse("calibration-new"), sent)
    calibration = Calibration.objects.get()
    assert answer.url == address("detail", calibration)
    assert Notification.objects.filter(to=supervisor, kind="calibration_called").count() == 1

    mine.post(address("rate", calibration, 1), answers(calibration, A, "Murid membaca tujuan"))
    mine.post(address("finish", calibration))
    assert (
        "Begitu pengamat kedua selesai" in mine.get(address("result", calibration)).content.decode()
    )

    theirs.post(address("rate", calibration, 1), answers(calibration, B, "Tujuan di papan"))
    theirs.post(address("finish", calibration))
    page = theirs.get(address("result", calibration)).content.decode()
    assert "13 dari 20 perbandingan (65%) tingkatnya sama." in page
    assert "20 (100%) berjarak paling jauh satu tingkat." in page
    assert "perlu paling sedikit tiga pelajaran" in page
    assert "1 tingkat bedanya" in page


def test_three_lessons_give_the_index_of_the_reference(as_user, principal, supervisor):
    calibration = called([principal, supervisor], items=20, lessons=3)
    for user, levels in ((principal, A), (supervisor, B)):
        client = as_user(user)
        for order in (1, 2, 3):
            client.post(address("rate", calibration, order), answers(calibration, levels))
        client.post(address("finish", calibration))
    answer = as_user(principal).get(address("result", calibration))
    found = answer.context["found"]
    assert (found.pairs, found.same, found.is_hint) == (60, 39, False)
    assert found.index.value == pytest.approx(0.708333, abs=1e-6)
    assert "kappa 0,71" in answer.content.decode()
    assert found.index.low < 0.63  # three lessons alike do not make the range vanish
    assert 0.79 < found.index.high <= 1


def test_levels_of_others_stay_shut_until_ones_own_are_finished(as_user, principal, supervisor):
    calibration = called([principal, supervisor], items=3)
    theirs = as_user(supervisor)
    theirs.post(address("rate", calibration, 1), answers(calibration, [1, 1, 1], "rahasia-dulu"))
    theirs.post(address("finish", calibration))
    client = as_user(principal)
    for name, more in (("detail", ()), ("rate", (1,)), ("result", ())):
        page = client.get(address(name, calibration, *more), follow=True).content.decode()
        assert "rahasia-dulu" not in page
        assert "checked" not in page
    assert client.get(address("result", calibration)).status_code == 302


def test_gaps_keep_a_part_open_and_what_was_chosen(as_user, principal, supervisor):
    calibration = called([principal, supervisor], items=3)
    client = as_user(principal)
    client.post(address("rate", calibration, 1), answers(calibration, [3, "", "none"]))
    page = client.post(address("finish", calibration), follow=True).content.decode()
    assert "Ada butir yang belum dijawab" in page or "belum dijawab" in page
    assert "2 dari 3 dijawab" in page
    assert sorted(CalibrationRating.objects.values_list("level", flat=True), key=str) == [3, None]


def test_a_finished_part_stays_as_it_is(as_user, principal, supervisor):
    calibration = called([principal, supervisor], items=2)
    client = as_user(principal)
    client.post(address("rate", calibration, 1), answers(calibration, [3, 3]))
    client.post(address("finish", calibration))
    client.post(address("rate", calibration, 1), answers(calibration, [1, 1]))
    assert set(CalibrationRating.objects.values_list("level", flat=True)) == {3}


def test_only_its_observers_reach_it_and_only_its_maker_closes_it(
    as_user, school, principal, supervisor
):
    calibration = called([principal, supervisor], items=2)
    outsider = as_user(appointed(Role.TEACHER, school=school))
    assert outsider.get(address("detail", calibration)).status_code == 404
    assert outsider.get(reverse("calibration-new")).status_code == 403
    assert (
        as_user(supervisor).post(address("finish", calibration), {"close": "1"}).status_code == 403
    )
    as_user(principal).post(address("finish", calibration), {"close": "1"})
    calibration.refresh_from_db()
    assert calibration.closed_at is not None


def test_what_is_missing_is_said_beside_its_field(as_user, principal):
    client = as_user(principal)
    answer = client.post(
        reverse("calibration-new"),
        {"title": "", "lesson_1": "Kelas 4A", "day_1": "31/02/2026", "instrument": "x"},
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Kelas 4A" in page
    assert "31/02/2026" in page
    assert set(answer.context["form"].errors) == {"title", "day_1", "instrument"}


@pytest.mark.parametrize("many", [1, 5])
def test_pages_cost_the_same_for_any_number_of_raters_and_lessons(
    as_user, school, principal, django_assert_num_queries, many
):
    others = [appointed(Role.SUPERVISOR, region=school.subdistrict) for _ in range(many)]
    calibration = called([principal, *others], items=many + 1, lessons=many)
    for user in (principal, *others):
        rater = calibration.raters.get(user=user)
        for lesson in calibration.lessons.all():
            for item in calibration.instrument.indicators.all():
                lesson.ratings.create(rater=rater, indicator=item, level=2)
    client = as_user(principal)
    with django_assert_num_queries(9):
        client.get(address("detail", calibration))
    client.post(address("finish", calibration))
    with django_assert_num_queries(8):
        client.get(address("result", calibration))


def test_odd_input_is_refused_beside_its_field_and_keeps_what_was_typed(
    as_user, principal, supervisor
):
    sent = {
        "title": "\u200b",
        "instrument": InstrumentFactory().pk,
        "raters": ["9" * 30],
        "lesson_1": "Kelas 4A",
        "day_2": "26/11/2026",
    }
    answer = as_user(principal).post(reverse("calibration-new"), sent)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"title", "raters", "lesson_2"}
    assert "Sebutkan pelajaran untuk tanggal ini." in answer.content.decode()
    assert not Calibration.objects.exists()


def test_three_raters_of_twenty_items_give_a_hint_with_shares(as_user, school, principal):
    others = [appointed(Role.SUPERVISOR, region=school.subdistrict) for _ in range(2)]
    calibration = called([principal, *others], items=7, lessons=3)
    levels = [1, 2, 3, 4, 2, 3, 3]
    for number, user in enumerate((principal, *others)):
        client = as_user(user)
        for order in (1, 2, 3):
            shifted = [*levels[order + number :], *levels[: order + number]]
            client.post(address("rate", calibration, order), answers(calibration, shifted))
        client.post(address("finish", calibration))
    answer = as_user(principal).get(address("result", calibration))
    found = answer.context["found"]
    assert (found.items, found.pairs, found.is_hint) == (21, 63, True)
    assert f"{round(100 * found.same / 63)}%" in answer.content.decode()
