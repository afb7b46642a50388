import datetime as dt

import pytest

from collaboration import needs
from collaboration.models import Membership, PooledNeed
from portal.roles import Role
from tests.factories import (
    ForumFactory,
    IndicatorFactory,
    InstrumentFactory,
    RatingFactory,
    SessionFactory,
    TermFactory,
    WishFactory,
    appointed,
    member,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 26)
BEFORE = dt.date(2026, 10, 12)


@pytest.fixture
def forum():
    return ForumFactory()


@pytest.fixture
def form():
    return InstrumentFactory(aspect="planning", items=3)


def item(form, code):
    return form.indicators.get(code=code)


def rate(user, indicator, level, on=BEFORE, **changed):
    session = SessionFactory(
        teacher=user,
        school=user.appointments.get().school,
        planned_on=on,
        state=changed.pop("state", "discussed"),
    )
    return RatingFactory(session=session, indicator=indicator, level=level, **changed)


def ask(user, *indicators, at=BEFORE):
    wish = WishFactory(
        teacher=user,
        school=user.appointments.get().school,
        at=dt.datetime.combine(at, dt.time(3), dt.UTC),
    )
    wish.indicators.set(indicators)
    return wish


def told(forum, on=DAY):
    return [
        (row.indicator.code, row.teachers, row.is_low, row.asked)
        for row in needs.proposed(forum, on)
    ]


def test_what_half_of_five_teachers_find_hard_is_proposed_without_a_number_of_them(forum, form):
    for level in (1, 2, 2, 3, 4):
        rate(member(forum), item(form, "R01"), level)
    assert told(forum) == [("R01", 5, True, 0)]


def test_what_most_do_well_is_no_need(forum, form):
    for level in (1, 2, 3, 3, 4):
        rate(member(forum), item(form, "R01"), level)
    assert told(forum) == []


def test_four_people_are_too_few_whatever_they_need(forum, form):
    for _ in range(4):
        user = member(forum)
        rate(user, item(form, "R01"), 1)
        ask(user, item(form, "R01"))
    assert told(forum) == []


def test_an_item_seen_with_four_of_six_stays_silent(forum, form):
    people = [member(forum) for _ in range(6)]
    for user in people[:4]:
        rate(user, item(form, "R01"), 1)
    assert told(forum) == []


def test_three_of_five_may_ask_and_two_may_not(forum, form):
    people = [member(forum) for _ in range(5)]
    for user in people[:3]:
        ask(user, item(form, "R02"))
    for user in people[:2]:
        ask(user, item(form, "R03"))
    assert told(forum) == [("R02", 5, False, 3)]


def test_asking_twice_counts_once_and_a_focus_counts_like_a_wish(forum, form):
    first, second, *_others = [member(forum) for _ in range(5)]
    ask(first, item(form, "R02"))
    ask(first, item(form, "R02"))
    ask(second, item(form, "R02"))
    assert told(forum) == []
    third = member(forum)
    session = SessionFactory(
        teacher=third, school=third.appointments.get().school, planned_on=BEFORE, state="prepared"
    )
    session.agreement.indicators.add(item(form, "R02"))
    assert told(forum) == [("R02", 6, False, 3)]


def test_asked_for_stands_before_low_and_low_before_the_rest_of_the_codes(forum, form):
    people = [member(forum) for _ in range(5)]
    for user in people:
        rate(user, item(form, "R01"), 2)
    for user in people[:3]:
        ask(user, item(form, "R03"))
    assert [code for code, *_rest in told(forum)] == ["R03", "R01"]


def test_withdrawn_wishes_and_unconfirmed_focuses_do_not_count(forum, form):
    people = [member(forum) for _ in range(5)]
    for user in people[:3]:
        wish = ask(user, item(form, "R01"))
        wish.withdrawn_at = wish.at
        wish.save()
        session = SessionFactory(
            teacher=user, school=user.appointments.get().school, planned_on=BEFORE
        )
        session.agreement.indicators.add(item(form, "R02"))
    assert told(forum) == []


def test_only_the_last_released_look_of_the_observer_counts(forum, form):
    people = [member(forum) for _ in range(5)]
    for user in people:
        rate(user, item(form, "R01"), 1, on=BEFORE)
        rate(user, item(form, "R01"), 3, on=BEFORE + dt.timedelta(days=5))
        rate(user, item(form, "R02"), 1, rater="self")
        rate(user, item(form, "R03"), 1, state="observed")
    assert told(forum) == []


def test_versions_of_a_form_are_one_item_worded_as_the_newest(forum, form):
    newer = InstrumentFactory(key=form.key, version=2, aspect="planning", items=3)
    people = [member(forum) for _ in range(6)]
    for user in people[:3]:
        rate(user, item(form, "R01"), 1)
    for user in people[3:]:
        rate(user, item(newer, "R01"), 2)
    (need,) = needs.proposed(forum, DAY)
    assert (need.indicator, need.teachers) == (item(newer, "R01"), 6)


def test_items_on_other_scales_are_never_pooled_with_levels_of_four(forum):
    form = InstrumentFactory(items=0)
    other = IndicatorFactory(
        instrument=form, section=form.sections.get(), code="R01", order=1, scale="five"
    )
    for _ in range(5):
        rate(member(forum), other, 1)
    assert told(forum) == []


def test_taking_a_member_out_changes_nothing_before_the_month_is_over(forum, form):
    people = [member(forum) for _ in range(5)]
    for user in people:
        rate(user, item(form, "R01"), 1)
    Membership.objects.filter(forum=forum, user=people[0]).update(ended_on=dt.date(2026, 11, 20))
    assert told(forum) == [("R01", 5, True, 0)]
    assert told(forum, dt.date(2026, 12, 1)) == []


def test_what_happened_this_month_waits_for_the_next(forum, form):
    for _ in range(5):
        rate(member(forum), item(form, "R01"), 1, on=dt.date(2026, 11, 3))
    assert told(forum) == []
    assert told(forum, dt.date(2026, 12, 1)) == [("R01", 5, True, 0)]


def test_people_of_no_forum_or_of_another_do_not_count(forum, form):
    for _ in range(5):
        rate(member(ForumFactory()), item(form, "R01"), 1)
    assert told(forum) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_pooling_takes_five_queries(forum, form, rows, django_assert_num_queries):
    for _ in range(5 * rows):
        user = member(forum)
        for code in ("R01", "R02", "R03")[:rows]:
            rate(user, item(form, code), 1)
            ask(user, item(form, code))
    with django_assert_num_queries(5):  # members, ratings, wishes, focuses, items
        assert len(needs.proposed(forum, DAY)) == rows


def test_needs_are_kept_for_a_month_and_shown_where_a_meeting_is_thought_of(forum, form, as_user):
    """On the pages of the forum and of its cluster, to those who read the forum."""
    people = [member(forum) for _each in range(5)]
    for user in people:
        rate(user, item(form, "R01"), 1)
    name = item(form, "R01").name
    assert needs.publish(DAY) == 1
    assert needs.publish(DAY + dt.timedelta(days=3)) == 0  # the month's first run stays
    rate(people[0], item(form, "R01"), 4, on=dt.date(2026, 10, 30))
    ask(people[0], item(form, "R02"))

    page = as_user(people[0]).get(f"/kkg/{forum.pk}/").content.decode()
    assert name in page
    assert "masih bertumbuh" in page
    assert f"/kkg/{forum.pk}/usulan/" in page
    supervisor = as_user(appointed(Role.SUPERVISOR, cluster=forum.cluster))
    cluster = supervisor.get(f"/dasbor/gugus/{forum.cluster_id}/").content.decode()
    assert name in cluster
    assert supervisor.get(f"/kkg/{forum.pk}/usulan/").status_code == 200
    officer = as_user(appointed(Role.OFFICER, region=forum.cluster.subdistrict))
    assert name not in officer.get(f"/dasbor/gugus/{forum.cluster_id}/").content.decode()

    for user in people[:2]:
        rate(user, item(form, "R01"), 4, on=dt.date(2026, 11, 27))
    rate(people[2], item(form, "R01"), 4, on=dt.date(2026, 11, 28))
    assert needs.publish(dt.date(2026, 12, 1)) == 0  # three of five stand high now
    assert not PooledNeed.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_cluster_costs_the_same_for_any_number_of_needs(
    forum, form, as_user, rows, django_assert_num_queries
):
    TermFactory()
    for rank, indicator in enumerate(form.indicators.all()[:rows], 1):
        PooledNeed.objects.create(
            forum=forum,
            month=DAY.replace(day=1),
            rank=rank,
            indicator=indicator,
            teachers=9,
            is_low=True,
            asked=0,
        )
    client = as_user(appointed(Role.SUPERVISOR, cluster=forum.cluster))
    # session, user, appointments; cluster, terms, schools; needs
    with django_assert_num_queries(7):
        assert client.get(f"/dasbor/gugus/{forum.cluster_id}/").status_code == 200
